import { defineDiagnosis } from "../define.ts";

export const relativePath = defineDiagnosis({
  id: "relative-path",
  title: "A relative path in an entry without a working directory",
  severity: "warning",
  consequence: "unsettled",
  docs: {
    why: "From where a relative path is seen depends on how the client was started: from a terminal it is one folder, from the desktop another, often `/`.",
    remedy: "Write the whole path.",
  },
  checks: {
    *namedFiles({ clientName, files }) {
      for (const { what, path, state, location, excerpt } of files)
        if (state === "relative")
          yield {
            message: `where the ${what} ${path} is depends on the folder that ${clientName} was started in`,
            location,
            excerpt,
          };
    },
  },
});

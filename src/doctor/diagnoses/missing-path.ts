import { defineDiagnosis } from "../define.ts";

export const missingPath = defineDiagnosis({
  id: "missing-path",
  title: "A file or folder that the entry names is not there",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "The script, the working directory or the file of variables was moved, never built, or stands there with another name. The server ends at once, and a client shows no more than that.",
    remedy: "Write the path where it is now, or build what is missing.",
  },
  checks: {
    *namedFiles({ files }) {
      for (const { what, path, state, location, excerpt } of files) {
        if (state === "tilde" || state === "relative") continue;
        const message =
          state === "missing"
            ? `the ${what} ${path} is not there`
            : state === "unreadable"
              ? `the ${what} ${path} cannot be read`
              : `the ${what} ${path} is ${state}`;
        const isBuilt = what === "script" && /[/\\](?:dist|build|out|lib)[/\\]/.test(path);
        yield {
          message,
          location,
          excerpt,
          ...(isBuilt ? { remedy: "build the project, or write the path where it is" } : {}),
        };
      }
    },
  },
});

import { defineDiagnosis } from "../define.ts";

export const unreplacedTilde = defineDiagnosis({
  id: "unreplaced-tilde",
  title: "A path starts with ~, which only a shell replaces",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "`~` means the home folder to a shell. Clients start servers without one, and the system looks for a folder of that very name.",
    remedy: "Write the whole path of the home folder.",
  },
  checks: {
    *namedFiles({ files }) {
      for (const { what, path, state, location, excerpt } of files)
        if (state === "tilde")
          yield {
            message: `the ${what} ${path} starts with ~, which nobody replaces`,
            location,
            excerpt,
          };
    },
  },
});

import { defineDiagnosis } from "../define.ts";

export const plainSecret = defineDiagnosis({
  id: "plain-secret",
  title: "A secret stands in the configuration as it is",
  severity: "error",
  consequence: "leak",
  docs: {
    why: "Every program of yours can read the file, it is copied with each backup, and a project's file is given to everybody who has the project. An argument can be read by every user of the machine while the server runs.",
    remedy:
      "Take it out of the file in the way that this client has, and replace it where it came from: it has been readable. pinfold never prints, logs or stores the value.",
  },
  checks: {
    *secrets({ instead, isOfProject, isReadableByOthers, secrets }) {
      for (const { kind, where, name, isArgument, location, excerpt } of secrets) {
        const who = isOfProject
          ? "whoever has the project has it too"
          : isReadableByOthers
            ? "other users of this machine can read the file"
            : "every program of yours can read it";
        const more = isArgument
          ? "; every user sees it in the list of processes while it runs"
          : "";
        yield {
          message: `${where} holds a secret: ${kind}`,
          location,
          excerpt,
          effect: `${who}${more}`,
          remedy: `${isArgument ? "hand it over in a variable; " : ""}${instead.replaceAll("NAME", name)}`,
        };
      }
    },
  },
});

import { defineDiagnosis } from "../define.ts";

export const twoInstallations = defineDiagnosis({
  id: "two-installations",
  title: "Two files of one client hold different servers",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "Two installations of a client, or an old file beside a new one, each have a file of their own. What is written into the one is not seen by the other, and which one is started depends on which program is opened.",
    remedy: "Keep the file of the installation that is used, and empty the other one.",
  },
  checks: {
    *client({ clientName, differing }) {
      for (const { file, other, onlyHere, onlyThere, changed } of differing) {
        const parts = [
          onlyHere.length === 0 ? null : `only here: ${onlyHere.join(", ")}`,
          onlyThere.length === 0 ? null : `only there: ${onlyThere.join(", ")}`,
          changed.length === 0 ? null : `different: ${changed.join(", ")}`,
        ].filter((part) => part !== null);
        yield {
          message: `${clientName} has other servers in ${other}`,
          location: { file },
          effect: parts.join("; "),
        };
      }
    },
  },
});

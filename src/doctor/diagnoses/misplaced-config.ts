import { defineDiagnosis } from "../define.ts";

export const misplacedConfig = defineDiagnosis({
  id: "misplaced-config",
  title: "A configuration file lies where its client does not look",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: 'Wrong paths are published a hundredfold, above all for Claude Desktop on Windows: its MSIX package, the default since February 2026, never reads `%APPDATA%\\Claude`, and its button "Edit Config" opened the wrong file for a while. The file looks right, and no server appears.',
    remedy:
      "Move the servers to the file that is named; docs/clients.md has the places of each client.",
  },
  checks: {
    *client({ clientName, misplaced }) {
      for (const { file, servers, right, why } of misplaced) {
        const names = servers.length === 0 ? "" : `: ${servers.join(", ")}`;
        yield {
          message: `${clientName} does not read this file${why === null ? "" : `: ${why}`}`,
          location: { file },
          effect: `none of its servers is started${names}`,
          ...(right === "" ? {} : { remedy: `move them to ${right}` }),
        };
      }
    },
  },
});

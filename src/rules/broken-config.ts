import { defineRule } from "./define.ts";

export const brokenConfig = defineRule({
  id: "broken-config",
  title: "A client's configuration file cannot be read",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "A client that cannot read its file starts none of its servers, or keeps those of an older state. What it would run is not known.",
    remedy:
      "Mend the file at the line and column that are named. `pinfold doctor` shows the lines, and `--fix` mends what is mechanical.",
  },
  checks: {
    *config({ file, line, column, clientName, message, isTolerated }) {
      yield {
        message: isTolerated
          ? `${clientName} reads it in spite of this: ${message}`
          : `${clientName} cannot use it: ${message}`,
        location: {
          file,
          ...(line === null ? {} : { line }),
          ...(column === null ? {} : { column }),
        },
        ...(isTolerated ? { severity: "note" } : {}),
        remedy:
          line === null
            ? "make it a readable file"
            : `mend line ${line}, column ${column ?? 1}; pinfold doctor shows it`,
      };
    },
  },
});

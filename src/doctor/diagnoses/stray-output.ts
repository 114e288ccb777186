import { count } from "../../model/text.ts";
import { defineDiagnosis } from "../define.ts";

export const strayOutput = defineDiagnosis({
  id: "stray-output",
  title: "The server writes to standard output what is no message of the protocol",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "Standard output belongs to the protocol. Some clients pass such lines over, some log an error for each, and some end the connection.",
    remedy:
      "Have it write its messages to standard error: `console.error`, `print(…, file=sys.stderr)`, a logger's own setting.",
  },
  checks: {
    *handshake({ probe, place }) {
      if (probe?.stray == null || probe.outcome === "flooded") return;
      const { lines, first } = probe.stray;
      yield {
        ...place,
        message: `it wrote ${count(lines, "line")} to standard output that ${lines === 1 ? "is no message" : "are no messages"}`,
        effect: `the first one: ${JSON.stringify(first.slice(0, 120))}`,
      };
    },
  },
});

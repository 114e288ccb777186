import { count } from "../../model/text.ts";
import { defineDiagnosis } from "../define.ts";

export const uncleanEnd = defineDiagnosis({
  id: "unclean-end",
  title: "The server does not end when its client does",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "A client closes the server's input and sends SIGTERM. What stays then runs on, with the rights and keys that it was given, and each start leaves one more behind. pinfold has ended what its handshake left.",
    remedy: "Tell the author; look for what earlier starts have left: `ps -ef`.",
  },
  checks: {
    *handshake({ probe, place }) {
      if (probe === null) return;
      const { wasKilled, leftBehind, outcome } = probe;
      // One that never came to speak says no more by it.
      if (wasKilled && outcome === "answered")
        yield { ...place, message: "it did not end on SIGTERM, and had to be killed" };
      if (leftBehind > 0)
        yield {
          ...place,
          message: `${count(leftBehind, "process", "processes")} of it ran on after it had ended`,
        };
    },
  },
});

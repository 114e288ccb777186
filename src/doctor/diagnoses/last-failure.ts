import { defineDiagnosis } from "../define.ts";

/** So many in a row are no accident. */
const LOOP = 3;

export const lastFailure = defineDiagnosis({
  id: "last-failure",
  title: "The client's log says that the last start failed",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "Clients write a log for each server that nobody looks at: it holds what the server said before it ended. What was changed since is not in it. Starts that fail again and again are a loop that costs the machine, and sometimes an account, at each turn.",
    remedy: "Mend what is named, restart the client, and look again. The log itself has more.",
  },
  checks: {
    *log({ clientName, file, lastFailure: failure, failedInARow }) {
      if (failure === null) return;
      const when = failure.at === null ? "" : ` (${failure.at.slice(0, 16).replace("T", " ")})`;
      const loop = failedInARow >= LOOP ? `, ${failedInARow} starts in a row` : "";
      yield {
        message: `its last start by ${clientName} failed${when}${loop}: ${failure.reason}`,
        location: { file },
      };
    },
  },
});

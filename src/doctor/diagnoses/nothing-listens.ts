import { defineDiagnosis } from "../define.ts";

export const nothingListens = defineDiagnosis({
  id: "nothing-listens",
  title: "Nothing listens at the address of the server",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "The entry names a server on this machine that has to be started by somebody else. The connection is refused: ECONNREFUSED.",
    remedy: "Start it, or write the port that it listens on.",
  },
  checks: {
    *endpoint({ host, port, isListening, place }) {
      if (isListening === false) yield { ...place, message: `nothing listens on ${host}:${port}` };
    },
  },
});

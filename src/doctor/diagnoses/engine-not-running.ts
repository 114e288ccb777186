import { defineDiagnosis } from "../define.ts";

export const engineNotRunning = defineDiagnosis({
  id: "engine-not-running",
  title: "The container engine does not answer",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "`docker run` needs Docker's own service. Where that is not running the server ends at once.",
    remedy:
      "Start Docker Desktop, or the service of the engine, and make sure that you may use its socket.",
  },
  checks: {
    *container({ engine, isRunning, place }) {
      if (isRunning === false) yield { ...place, message: `${engine} is not running` };
    },
  },
});

import { defineDiagnosis } from "../define.ts";

export const failingCall = defineDiagnosis({
  id: "failing-call",
  title: "The client's log says that the same call fails again and again",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "The server starts and lists its tools, and one of them never works: a key that has ended, a folder that it may not read, an address that is not reached. A model tries it again and again.",
    remedy: "Read the error that is named: most name a key, a right or an address.",
  },
  checks: {
    *log({ clientName, file, failingCalls }) {
      for (const { tool, times, error } of failingCalls)
        yield {
          message: `${tool} failed the last ${times} times that ${clientName} called it: ${error}`,
          location: { file },
        };
    },
  },
});

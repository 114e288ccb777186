import { defineDiagnosis, type DiagnosisDraft } from "../define.ts";
import type { HandshakeFacts } from "../facts.ts";
import { tellingLine } from "../telling-line.ts";

/** This machine's own network may be at fault. */
const OUR_NETWORK = /ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT/;

export const noHandshake = defineDiagnosis({
  id: "no-handshake",
  title: "The server did not speak the protocol",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "`doctor --handshake` started it as its client does and sent `initialize` and `tools/list`. A client that is not answered shows the server as failed, or shows nothing.",
    remedy:
      "What it wrote to standard error says most; the same command in a terminal shows all of it. `--timeout SECONDS` waits longer.",
  },
  checks: {
    *handshake(facts) {
      if (facts.obstacle !== null)
        yield {
          ...facts.place,
          message: `it was not spoken to: ${facts.obstacle}`,
          severity: "warning",
          consequence: "unsettled",
        };
      else {
        const draft = draftOf(facts);
        if (draft !== null) yield { ...facts.place, remedy: remedyOf(facts), ...draft };
      }
    },
  },
});

function remedyOf({ probe }: HandshakeFacts): string {
  const inTerminal = "start it in a terminal to see all that it says";
  switch (probe?.outcome) {
    case "unreachable":
    case "refused":
      if (probe.http.length === 0 && probe.outcome === "refused") return inTerminal;
      return "look whether its address is right, and whether it runs there";
    case "silent":
      return `${probe.http.length === 0 ? `${inTerminal}; ` : ""}--timeout waits longer`;
    default:
      return inTerminal;
  }
}

function draftOf({ probe, limitMs }: HandshakeFacts): DiagnosisDraft | null {
  if (probe === null) return null;
  const { outcome, reason, exit, stderr, initializeMs, stray } = probe;
  const said = tellingLine(stderr);
  const effect = said === null ? {} : { effect: `it said: ${said}` };
  const within = `within ${limitMs / 1000} s`;
  switch (outcome) {
    case "answered":
    case "needs-login":
      return null;
    case "not-started":
      return { message: `it could not be started: ${reason ?? ""}`, ...effect };
    case "died": {
      const how = exit?.signal == null ? `exit code ${exit?.code ?? "unknown"}` : exit.signal;
      const when = initializeMs === null ? "before it answered" : "after initialize";
      return { message: `it ended ${when} (${how})`, ...effect };
    }
    case "silent": {
      const what = initializeMs === null ? "initialize" : "tools/list";
      const instead =
        stray === null ? "" : `; it wrote ${JSON.stringify(stray.first.slice(0, 80))}`;
      return { message: `it did not answer ${what} ${within}${instead}`, ...effect };
    }
    case "flooded":
      // What it says of its end is our doing.
      return { message: "it wrote so much that is no answer that it was stopped" };
    case "unreachable":
      return {
        message: `no connection was made: ${reason ?? ""}`,
        ...(OUR_NETWORK.test(reason ?? "")
          ? { severity: "warning" as const, consequence: "unsettled" as const }
          : {}),
      };
    case "refused": {
      const status = probe.http.at(-1)?.status;
      const how = status === undefined ? "" : ` (status ${status})`;
      const call = initializeMs === null ? "initialize" : "tools/list";
      const [first = ""] = (reason ?? "").replace(`${call}: `, "").split("\n");
      if (status === undefined || status < 300)
        return { message: `${call} failed${how}: ${first}`, ...effect };
      return { message: `it answered with what is not the protocol${how}: ${first}`, ...effect };
    }
  }
}

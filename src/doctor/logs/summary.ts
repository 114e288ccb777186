import { tellingLine } from "../telling-line.ts";
import type { LogEvent } from "./events.ts";

/** What a log says of a server, as far as it is worth a sentence. */
export interface LogSummary {
  /** The last start failed, and none went well after it. */
  readonly lastFailure: { readonly at: string | null; readonly reason: string } | null;
  /** How many starts in a row ended by themselves, up to the last one. */
  readonly failedInARow: number;
  /** Calls that failed in the same way at their last times. */
  readonly failingCalls: readonly {
    readonly tool: string;
    readonly times: number;
    readonly error: string;
  }[];
}

/** One start of a server and what became of it. */
interface Session {
  readonly at: string | null;
  isConnected: boolean;
  hasFailed: boolean;
  endedAt: string | null;
  endText: string;
  readonly said: string[];
  readonly errors: string[];
}

/** As often before it is told. */
const REPEATED = 3;

const MAX_LINES = 200;

export function summarizeLog(events: readonly LogEvent[]): LogSummary {
  const sessions = sessionsOf(events);
  const last = sessions.at(-1);
  const firstOk = sessions.toReversed().findIndex(({ hasFailed }) => !hasFailed);
  const failedInARow = firstOk === -1 ? sessions.length : firstOk;
  return {
    lastFailure: last?.hasFailed === true ? failureOf(last) : null,
    failedInARow,
    failingCalls: failingCalls(events),
  };
}

function sessionsOf(events: readonly LogEvent[]): readonly Session[] {
  const sessions: Session[] = [];
  for (const event of events) {
    if (event.kind === "start" || sessions.length === 0) sessions.push(sessionAt(event.at));
    const session = sessions.at(-1);
    if (session === undefined) continue;
    if (event.kind === "connected") session.isConnected = true;
    else if (event.kind === "said") keep(session.said, event.text);
    else if (event.kind === "error") keep(session.errors, event.text);
    else if (event.kind === "end" && !event.isExpected) {
      session.hasFailed = true;
      session.endedAt ??= event.at;
      if (session.endText === "") session.endText = event.text;
    }
  }
  // What could not even be started ends without having been there.
  for (const session of sessions)
    if (!session.isConnected && session.errors.length > 0) session.hasFailed = true;
  return sessions;
}

function sessionAt(at: string | null): Session {
  return {
    at,
    isConnected: false,
    hasFailed: false,
    endedAt: null,
    endText: "",
    said: [],
    errors: [],
  };
}

function keep(lines: string[], text: string): void {
  lines.push(text);
  if (lines.length > MAX_LINES) lines.shift();
}

function failureOf({ at, endedAt, endText, said, errors }: Session) {
  const reason =
    tellingLine(errors.filter((text) => /\b(?:spawn|ENOENT|EACCES)\b/.test(text)).join("\n")) ??
    tellingLine(said.join("\n")) ??
    tellingLine(errors.join("\n")) ??
    (endText === "" ? "no reason is in the log" : endText);
  return { at: endedAt ?? at, reason };
}

function failingCalls(events: readonly LogEvent[]): LogSummary["failingCalls"] {
  const open = new Map<string, string>();
  const runs = new Map<string, { times: number; error: string }>();
  for (const event of events) {
    if (event.kind === "start") open.clear();
    else if (event.kind === "call") open.set(event.id, event.tool);
    if (event.kind !== "answer") continue;
    const tool = open.get(event.id);
    open.delete(event.id);
    if (tool === undefined) continue;
    if (event.error === null) runs.delete(tool);
    else runs.set(tool, { times: (runs.get(tool)?.times ?? 0) + 1, error: event.error });
  }
  return [...runs]
    .filter(([, { times }]) => times >= REPEATED)
    .map(([tool, { times, error }]) => ({ tool, times, error: error.split("\n")[0] ?? "" }));
}

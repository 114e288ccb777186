import { callEvent, isRecord, type LogEvent } from "./events.ts";

/** A log of Claude Code for one server: a line of JSON each, with `debug` or `error` and `timestamp`. */
export function claudeCodeEvents(lines: readonly string[]): readonly LogEvent[] {
  return lines.flatMap((line): LogEvent[] => {
    let entry: unknown;
    try {
      entry = JSON.parse(line);
    } catch {
      return [];
    }
    if (!isRecord(entry)) return [];
    const { debug, error, timestamp } = entry;
    const at = typeof timestamp === "string" ? timestamp : null;
    if (typeof error === "string") return [errorEvent(error, at)];
    return typeof debug === "string" ? debugEvent(debug, at) : [];
  });
}

function errorEvent(text: string, at: string | null): LogEvent {
  const [, said] = /^Server stderr: ([^]*)$/.exec(text) ?? [];
  if (said !== undefined) return { kind: "said", at, text: said };
  if (/^(?:Connection (?:failed|closed)|.*Connection timeout)/.test(text))
    return { kind: "end", at, isExpected: false, text };
  return { kind: "error", at, text };
}

function debugEvent(text: string, at: string | null): LogEvent[] {
  if (text.startsWith("Starting connection")) return [{ kind: "start", at }];
  if (text.startsWith("Successfully connected")) return [{ kind: "connected", at }];
  const [, json] = /(\{.*\})\s*$/.exec(text) ?? [];
  const call = json === undefined ? null : callEvent(json, at);
  if (call !== null) return [call];
  const [, tool, error] = /^Tool '([^']{1,200})' failed[^:]*: ([^]*)$/.exec(text) ?? [];
  if (tool === undefined || error === undefined) return [];
  const id = `${at ?? ""} ${tool}`;
  return [
    { kind: "call", at, id, tool },
    { kind: "answer", at, id, error: error.slice(0, 300) },
  ];
}

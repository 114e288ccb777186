import { callEvent, type LogEvent } from "./events.ts";

// `TIME [NAME] [LEVEL] TEXT`, before 2025 `TIME [LEVEL] [NAME] TEXT`; what has no time is the server's
// standard error, as it wrote it.
const LINE = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) \[([^\]]*)\] (?:\[([^\]]*)\] )?(.*)$/;
const LEVELS = /^(?:info|error|warn|warning|debug)$/;

/** A log of Claude Desktop for one server: `mcp-server-NAME.log`. */
export function claudeDesktopEvents(lines: readonly string[]): readonly LogEvent[] {
  return lines.flatMap((line): LogEvent[] => {
    const [, at = null, first = "", second = "", rest = ""] = LINE.exec(line) ?? [];
    if (at === null) return line.trim() === "" ? [] : [{ kind: "said", at: null, text: line }];
    const level = LEVELS.test(first) ? first : second;
    const text = rest.replace(/ \{ ?metadata: undefined ?\}\s*$/, "");
    const event = eventOf(text, level, at);
    return event === null ? [] : [event];
  });
}

function eventOf(text: string, level: string, at: string): LogEvent | null {
  if (text.startsWith("Initializing server")) return { kind: "start", at };
  const [, json] = /^Message from (?:client|server): (\{.*\})/.exec(text) ?? [];
  if (json !== undefined) return messageEvent(json, at);
  if (text.startsWith("Server transport closed unexpectedly"))
    return { kind: "end", at, isExpected: false, text: "the process ended by itself" };
  if (text.startsWith("Server transport closed") || text.startsWith("Client transport closed"))
    return { kind: "end", at, isExpected: true, text: "" };
  if (level !== "error") return null;
  if (text.startsWith("Server disconnected")) return null;
  return { kind: "error", at, text };
}

function messageEvent(json: string, at: string): LogEvent | null {
  // The answer to `initialize` is what tells that it speaks.
  if (/"serverInfo"\s*:/.test(json)) return { kind: "connected", at };
  return callEvent(json, at);
}

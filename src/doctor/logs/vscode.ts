import { callEvent, type LogEvent } from "./events.ts";

const LINE = /^(\d{4}-\d\d-\d\d [\d:.]+) \[(\w+)\] (.*)$/;

/** A log of VS Code for one server: `mcpServer.mcp.config.SCOPE.NAME.log`. */
export function vscodeEvents(lines: readonly string[]): readonly LogEvent[] {
  return lines.flatMap((line): LogEvent[] => {
    const [, time, , text = ""] = LINE.exec(line) ?? [];
    if (time === undefined)
      return line.trim() === "" ? [] : [{ kind: "said", at: null, text: line }];
    const at = time.replace(" ", "T");
    const [, said] = /^\[server stderr\] (.*)$/.exec(text) ?? [];
    if (said !== undefined) return [{ kind: "said", at, text: said }];
    if (text.startsWith("Connection state: Starting")) return [{ kind: "start", at }];
    if (/^Discovered \d+ tools/.test(text)) return [{ kind: "connected", at }];
    const [, state, why = ""] = /^Connection state: (Error|Stopped)\s*(.*)$/.exec(text) ?? [];
    if (state !== undefined)
      return [{ kind: "end", at, isExpected: state === "Stopped", text: why }];
    const [, json] = /^\[(?:editor -> server|server -> editor)\] (\{.*\})/.exec(text) ?? [];
    const call = json === undefined ? null : callEvent(json, at);
    return call === null ? [] : [call];
  });
}

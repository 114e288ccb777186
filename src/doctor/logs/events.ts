/**
 * What a client's log says of a server, in order: it was started, it answered, it wrote something, it
 * ended, or one of its tools was called.
 */
export type LogEvent =
  | { readonly kind: "start" | "connected"; readonly at: string | null }
  | {
      readonly kind: "end";
      readonly at: string | null;
      readonly isExpected: boolean;
      readonly text: string;
    }
  | { readonly kind: "said" | "error"; readonly at: string | null; readonly text: string }
  | {
      readonly kind: "call";
      readonly at: string | null;
      readonly id: string;
      readonly tool: string;
    }
  | {
      readonly kind: "answer";
      readonly at: string | null;
      readonly id: string;
      /** Null where the call went well. */
      readonly error: string | null;
    };

const LONGEST = 20_000;

/** A message of the protocol in a log, as a call of a tool or the answer to one; else null. */
export function callEvent(json: string, at: string | null): LogEvent | null {
  if (json.length > LONGEST) return null;
  let message: unknown;
  try {
    message = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isRecord(message)) return null;
  const { id, method, params, result, error } = message;
  if (typeof id !== "number" && typeof id !== "string") return null;
  const key = String(id);
  if (method === "tools/call") {
    const tool = isRecord(params) && typeof params["name"] === "string" ? params["name"] : null;
    return tool === null ? null : { kind: "call", at, id: key, tool };
  }
  if (isRecord(error)) return { kind: "answer", at, id: key, error: textOf(error["message"]) };
  if (!isRecord(result)) return null;
  const isError = result["isError"] === true;
  return { kind: "answer", at, id: key, error: isError ? contentOf(result["content"]) : null };
}

/** The first text of a tool's answer. */
function contentOf(content: unknown): string {
  const parts: readonly unknown[] = Array.isArray(content) ? content : [];
  const first = parts.find((part) => isRecord(part) && typeof part["text"] === "string");
  return isRecord(first) ? textOf(first["text"]) : "an error without a text";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 300) : "an error without a text";
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

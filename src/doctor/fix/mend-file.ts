import { decodeText } from "../../formats/decode.ts";
import { memberOf, membersOf, type ConfigNode } from "../../formats/node.ts";
import { parseJson } from "../../formats/json.ts";
import { type ConfigFormat, readConfig } from "../../formats/read.ts";
import { type Mend, mendJson } from "./mend-json.ts";

/** A larger file has more in it than a person would look at before saying yes. */
const MAX_BYTES = 1024 * 1024;

/** A broken file made whole, or nothing. */
export interface MendedFile {
  /** Without a byte order mark. */
  readonly before: string;
  readonly after: string;
  readonly bytes: Uint8Array;
  /** What was done, in the order of the file. */
  readonly mends: readonly Mend[];
}

/**
 * Mends what is mechanical: encoding, commas, quotes, brackets behind the end. Null where nothing is
 * to be mended, where anything ambiguous would stay, or where the result would say something else than
 * what could be read before.
 */
export function mendFile(bytes: Uint8Array, format: ConfigFormat): MendedFile | null {
  if (bytes.length > MAX_BYTES) return null;
  const isJson = format === "json" || format === "jsonc";
  const { text, problems } = decodeText(bytes, !isJson);
  if (problems.some(({ kind }) => kind === "not-utf-8")) return null;
  const encoding = problems.flatMap(({ kind }): Mend[] => {
    if (kind === "utf-16") return [{ kind: "saved as UTF-8", from: 0, to: 0, text: "" }];
    if (kind !== "byte-order-mark") return [];
    return [{ kind: "byte order mark removed", from: 0, to: 0, text: "" }];
  });
  const before = text.replace(/^\uFEFF/, "");
  const isLenient = format === "jsonc";
  const allows = { comments: isLenient, trailingCommas: isLenient };
  const changes = isJson ? mendJson(before, allows) : [];
  if (changes === null || encoding.length + changes.length === 0) return null;
  const after = applied(before, changes);
  const done = Buffer.from(after, "utf8");
  if (!isWhole(done, format) || !saysTheSame(before, after, changes)) return null;
  if (strandsServers(after, changes)) return null;
  return { before, after, bytes: done, mends: [...encoding, ...changes] };
}

function applied(text: string, mends: readonly Mend[]): string {
  let done = 0;
  let result = "";
  for (const mend of mends.toSorted((a, b) => a.from - b.from)) {
    result += text.slice(done, mend.from) + mend.text;
    done = mend.to;
  }
  return result + text.slice(done);
}

/** As the client's own reader sees it. */
function isWhole(bytes: Uint8Array, format: ConfigFormat): boolean {
  if (format === "json") {
    try {
      JSON.parse(Buffer.from(bytes).toString("utf8"));
    } catch {
      return false;
    }
  }
  return readConfig(bytes, format).problems.every(({ isTolerated }) => isTolerated === true);
}

/** Quotes aside, the broken text was read leniently: nothing of that may have changed. */
function saysTheSame(before: string, after: string, mends: readonly Mend[]): boolean {
  if (mends.length === 0) return true;
  const quoted = applied(
    before,
    mends.filter(({ kind }) => kind === "quote replaced"),
  );
  const lenient = { comments: true, trailingCommas: true };
  const was = parseJson(quoted, lenient).root;
  const is = parseJson(after, lenient).root;
  return meaningOf(was) === meaningOf(is);
}

function meaningOf(node: ConfigNode | null): string {
  return JSON.stringify(node, (key, value: unknown) =>
    key === "line" || key === "column" || key === "span" ? undefined : value,
  );
}

/**
 * A bracket too much at the end may have been meant further up: `}}` behind a server closes the list
 * of servers, and those after it stand outside. That is not ours to decide.
 */
function strandsServers(after: string, mends: readonly Mend[]): boolean {
  if (!mends.some(({ kind }) => kind === "bracket removed")) return false;
  const { root } = parseJson(after, { comments: true, trailingCommas: true });
  return membersOf(root).some(
    ({ value }) => memberOf(value, "command") !== null || memberOf(value, "url") !== null,
  );
}

/** What Python would do with a compiled file beside its source. */
export type BytecodeState =
  /** Its header is that of its source: Python runs it without looking at the source's text. */
  | "matching"
  /** Python runs it whatever the source says. */
  | "unchecked"
  /** It is not that of its source; no installer and no Python leaves it so. */
  | "stale"
  | "malformed";

/** Enough of a file for its header: PEP 552. */
export const HEADER_BYTES = 16;

/**
 * Reads the header of a compiled file: 4 bytes of magic number, 4 of flags, then the source's time
 * and size, or its hash. Source: PEP 552, and CPython's `_bootstrap_external.py`.
 *
 * @param head the first 16 bytes, as hex
 * @param source its source's change in whole seconds, null where unknown, and its size in bytes
 */
export function judgeBytecode(
  head: string,
  source: { readonly modified: number | null; readonly size: number },
): BytecodeState {
  const bytes = Buffer.from(head, "hex");
  if (bytes.length < HEADER_BYTES || bytes[2] !== 0x0d || bytes[3] !== 0x0a) return "malformed";
  const flags = bytes.readUInt32LE(4);
  if (flags === 1) return "unchecked";
  // Python hashes the source and compares: as good as the time, and no better.
  if (flags === 3) return "matching";
  if (flags !== 0) return "malformed";
  const isSameTime =
    source.modified === null || bytes.readUInt32LE(8) === (source.modified & 0xffffffff) >>> 0;
  return isSameTime && bytes.readUInt32LE(12) === (source.size & 0xffffffff) >>> 0
    ? "matching"
    : "stale";
}

/** The source that a compiled file speaks for: `a/__pycache__/b.cpython-311.pyc` is `a/b.py`'s. */
export function sourceOf(path: string): string | null {
  const [, folder, name] =
    /^(.*\/)?__pycache__\/([^/]+?)\.[a-z]+-\d+t?(?:\.opt-[12])?\.pyc$/.exec(path) ?? [];
  return name === undefined ? null : `${folder ?? ""}${name}.py`;
}

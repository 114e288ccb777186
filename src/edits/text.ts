/** The text of a file, and the way back to bytes of the same encoding. */
export interface EditableText {
  /** Without a byte order mark. */
  readonly text: string;
  /** Bytes of a text as this file has them: its byte order mark, its encoding. */
  readonly encode: (text: string) => Uint8Array;
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LITTLE_MARK = Buffer.from([0xff, 0xfe]);
const BIG_MARK = Buffer.from([0xfe, 0xff]);

/**
 * Null for bytes that no text stands for exactly (invalid UTF-8, half a character of UTF-16): written
 * back they would be others.
 */
export function editableText(bytes: Uint8Array): EditableText | null {
  const [mark, toText, toBytes] = codecOf(Buffer.from(bytes));
  const encode = (text: string): Uint8Array => Buffer.concat([mark, toBytes(text)]);
  const text = toText(Buffer.from(bytes.subarray(mark.length)));
  return Buffer.compare(encode(text), bytes) === 0 ? { text, encode } : null;
}

type Codec = readonly [mark: Buffer, (bytes: Buffer) => string, (text: string) => Buffer];

function codecOf(bytes: Buffer): Codec {
  const starts = (mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark);
  const little = (text: string): Buffer => Buffer.from(text, "utf16le");
  if (starts(LITTLE_MARK)) return [LITTLE_MARK, (all) => all.toString("utf16le"), little];
  if (starts(BIG_MARK)) return [BIG_MARK, fromBig, (text) => little(text).swap16()];
  const mark = starts(UTF8_MARK) ? UTF8_MARK : Buffer.alloc(0);
  return [mark, (all) => all.toString("utf8"), (text) => Buffer.from(text, "utf8")];
}

function fromBig(bytes: Buffer): string {
  return bytes.length % 2 === 0 ? bytes.swap16().toString("utf16le") : "";
}

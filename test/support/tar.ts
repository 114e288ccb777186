/**
 * A writer of tar archives (ustar, with pax headers where a field does not fit) that gives the same
 * bytes every time and, unlike a real one, writes whatever it is told: links, devices, paths that
 * leave the folder, names that are no text, checksums that are wrong.
 */

const BLOCK = 512;
/** The time that npm gives every file of a package. */
const NPM_TIME = Date.UTC(1985, 9, 26, 8, 15) / 1000;

const TYPE_FLAGS = {
  file: "0",
  hardlink: "1",
  symlink: "2",
  "character-device": "3",
  "block-device": "4",
  folder: "5",
  fifo: "6",
  pax: "x",
} as const;

export interface TarEntry {
  /** Text, or bytes where a name is to be no valid UTF-8. */
  readonly path: string | Uint8Array;
  readonly type?: keyof typeof TYPE_FLAGS;
  readonly content?: string | Uint8Array;
  readonly mode?: number;
  /** Where a link leads. */
  readonly target?: string;
  readonly hasWrongChecksum?: boolean;
  /** A size in the header other than that of the content. */
  readonly declaredSize?: number;
}

export function writeTar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

function blocksOf(entry: TarEntry): Buffer[] {
  const path = Buffer.from(entry.path);
  const target = Buffer.from(entry.target ?? "");
  const place = placeInHeader(path);
  const records = [
    ...(place === null ? [paxRecord("path", path)] : []),
    ...(target.length > 100 ? [paxRecord("linkpath", target)] : []),
  ];
  const extended =
    records.length === 0
      ? []
      : blocksOf({ path: "PaxHeader", type: "pax", content: Buffer.concat(records) });
  const content = Buffer.from(entry.content ?? "");
  const { name, prefix } = place ?? { name: path.subarray(0, 100), prefix: Buffer.alloc(0) };
  return [...extended, header(entry, { name, prefix, target, size: content.length }), pad(content)];
}

/** A path fits as it is, or cut at a slash into a prefix of 155 bytes and a name of 100. */
function placeInHeader(path: Buffer): { name: Buffer; prefix: Buffer } | null {
  if (path.length <= 100) return { name: path, prefix: Buffer.alloc(0) };
  const cut = path.lastIndexOf("/", 155);
  if (cut <= 0 || path.length - cut - 1 > 100) return null;
  return { name: path.subarray(cut + 1), prefix: path.subarray(0, cut) };
}

/** `length key=value\n`, where the length counts its own digits too. */
function paxRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from("\n")]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length += 1;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

interface HeaderFields {
  readonly name: Buffer;
  readonly prefix: Buffer;
  readonly target: Buffer;
  readonly size: number;
}

function header(entry: TarEntry, fields: HeaderFields): Buffer {
  const type = entry.type ?? "file";
  const block = Buffer.alloc(BLOCK);
  fields.name.copy(block, 0);
  block.write(octal(entry.mode ?? (type === "folder" ? 0o755 : 0o644), 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(entry.declaredSize ?? fields.size, 11), 124);
  block.write(octal(NPM_TIME, 11), 136);
  block.write(" ".repeat(8), 148);
  block.write(TYPE_FLAGS[type], 156);
  fields.target.copy(block, 157, 0, 100);
  block.write("ustar\u000000", 257, "latin1");
  fields.prefix.copy(block, 345);
  const sum =
    block.reduce((total, byte) => total + byte, 0) + (entry.hasWrongChecksum === true ? 1 : 0);
  block.write(`${octal(sum, 6)}\u0000 `, 148, "latin1");
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function pad(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

import { crc32, deflateRawSync } from "node:zlib";

/** One entry as a test or an attacker writes it. */
export interface ZipEntry {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Of Unix; `0o120777` is a link. */
  readonly mode?: number;
  /** What the headers claim, where that is not the truth. */
  readonly claims?: {
    readonly size?: number;
    readonly crc?: number;
    readonly localPath?: string;
    readonly flags?: number;
  };
}

const DEFLATED = 8;
const UTF8_NAMES = 0x800;

/** A zip of these entries in this order, each packed; nothing is checked. */
export function writeZip(
  entries: readonly ZipEntry[],
  { between = "" }: { readonly between?: string } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content, mode = 0o100644, claims = {} } of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const localName = Buffer.from(claims.localPath ?? path);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(claims.flags ?? UTF8_NAMES, 6);
    fields(local, 8, bytes, packed, claims);
    local.writeUInt16LE(localName.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((3 << 8) | 20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(claims.flags ?? UTF8_NAMES, 8);
    fields(central, 10, bytes, packed, claims);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    const own = Buffer.concat([local, localName, packed, Buffer.from(between)]);
    parts.push(own);
    directory.push(Buffer.concat([central, name]));
    offset += own.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

/** Method, time, checksum and both sizes stand side by side in both kinds of header. */
function fields(
  header: Buffer,
  at: number,
  bytes: Buffer,
  packed: Buffer,
  claims: NonNullable<ZipEntry["claims"]>,
): void {
  header.writeUInt16LE(DEFLATED, at);
  header.writeUInt16LE(0, at + 2);
  header.writeUInt16LE(0x5a21, at + 4);
  header.writeUInt32LE(claims.crc ?? crc32(bytes), at + 6);
  header.writeUInt32LE(packed.length, at + 10);
  header.writeUInt32LE(claims.size ?? bytes.length, at + 14);
}

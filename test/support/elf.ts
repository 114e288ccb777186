/** What a made ELF file says to the loader. */
export interface ElfParts {
  readonly loader?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  /** 32-bit and big-endian, as some boards are. */
  readonly isSmall?: boolean;
  /** Makes two files differ. */
  readonly mark?: string;
}

const BASE = 0x400000;

/** A file that starts as a program or library does: header, segments, dynamic entries, strings. */
export function elf(parts: ElfParts): Buffer {
  const { loader, needed = [], rpath, runpath, isSmall = false, mark = "" } = parts;
  const strings = [Buffer.from([0])];
  let length = 1;
  const put = (text: string): number => {
    const bytes = Buffer.from(`${text}\0`);
    strings.push(bytes);
    length += bytes.length;
    return length - bytes.length;
  };
  const entries: [number, number][] = needed.map((name) => [1, put(name)]);
  if (rpath !== undefined) entries.push([15, put(rpath)]);
  if (runpath !== undefined) entries.push([29, put(runpath)]);
  const loaderAt = put(loader ?? "");
  put(mark);
  const width = isSmall ? 4 : 8;
  const headSize = isSmall ? 52 : 64;
  const segmentSize = isSmall ? 32 : 56;
  const dynamicAt = headSize + 3 * segmentSize;
  const dynamicSize = (entries.length + 2) * 2 * width;
  const stringsAt = dynamicAt + dynamicSize;
  const file = Buffer.alloc(stringsAt);
  const half = (at: number, value: number) =>
    isSmall ? file.writeUInt16BE(value, at) : file.writeUInt16LE(value, at);
  const long = (at: number, value: number) =>
    isSmall ? file.writeUInt32BE(value, at) : file.writeUInt32LE(value, at);
  const word = (at: number, value: number) =>
    isSmall ? file.writeUInt32BE(value, at) : file.writeBigUInt64LE(BigInt(value), at);
  file.write("\u007fELF", 0, "latin1");
  file[4] = isSmall ? 1 : 2;
  file[5] = isSmall ? 2 : 1;
  word(isSmall ? 28 : 32, headSize);
  half(isSmall ? 42 : 54, segmentSize);
  half(isSmall ? 44 : 56, 3);
  const size = stringsAt + length;
  const segments: [number, number, number][] = [
    [1, 0, size],
    [2, dynamicAt, dynamicSize],
    [loader === undefined ? 4 : 3, stringsAt + loaderAt, (loader ?? "").length + 1],
  ];
  for (const [index, [type, offset, bytes]] of segments.entries()) {
    const at = headSize + index * segmentSize;
    long(at, type);
    word(at + (isSmall ? 4 : 8), offset);
    word(at + (isSmall ? 8 : 16), BASE + offset);
    word(at + (isSmall ? 16 : 32), bytes);
  }
  for (const [index, [tag, value]] of [...entries, [5, BASE + stringsAt] as const].entries()) {
    word(dynamicAt + index * 2 * width, tag);
    word(dynamicAt + index * 2 * width + width, value);
  }
  return Buffer.concat([file, ...strings]);
}

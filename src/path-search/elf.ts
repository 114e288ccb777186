/**
 * What the system's loader reads of an ELF file before its first instruction.
 * Source: System V gABI, chapters 4 and 5; ld.so(8) for the meaning of the paths.
 */
export interface ElfNeeds {
  /** The loader that the kernel starts for it (PT_INTERP); null where there is none. */
  readonly loader: string | null;
  /** Names as they are written (DT_NEEDED): a bare name is searched, one with `/` is a path. */
  readonly needed: readonly string[];
  /** DT_RPATH, split at `:`. The loader ignores it where there is a DT_RUNPATH. */
  readonly rpath: readonly string[];
  /** DT_RUNPATH, split at `:`; null where there is none. */
  readonly runpath: readonly string[] | null;
}

/** A part of the file; fewer bytes than asked for at its end, null where it cannot be read. */
export type ReadAt = (offset: number, length: number) => Uint8Array | null;

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

/** Limits for a file that lies: real ones have about ten segments and forty dynamic entries. */
const MAX_SEGMENTS = 256;
const MAX_DYNAMIC_BYTES = 64 * 1024;
const MAX_STRING = 4096;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** Null for what is not ELF, or contradicts itself. */
export function readElf(readAt: ReadAt): ElfNeeds | null {
  const file = ElfReader.open(readAt);
  if (file === null) return null;
  const segments = file.segments();
  const loader = segments.find(({ type }) => type === PT_INTERP);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  const entries = dynamic === undefined ? [] : file.dynamic(dynamic);
  const table = entries.find(({ tag }) => tag === DT_STRTAB);
  const strings = table === undefined ? null : offsetOf(segments, table.value);
  const named = (wanted: number): string[] =>
    strings === null
      ? []
      : entries.flatMap(({ tag, value }) =>
          tag === wanted ? (file.text(strings + value) ?? []) : [],
        );
  const paths = (wanted: number): string[] =>
    named(wanted).flatMap((path) => path.split(":").filter((folder) => folder !== ""));
  return {
    loader: loader === undefined ? null : file.text(loader.offset),
    needed: named(DT_NEEDED),
    rpath: paths(DT_RPATH),
    runpath: entries.some(({ tag }) => tag === DT_RUNPATH) ? paths(DT_RUNPATH) : null,
  };
}

class ElfReader {
  readonly #readAt: ReadAt;
  readonly #head: DataView;
  readonly #is64: boolean;
  readonly #isLittle: boolean;

  private constructor(readAt: ReadAt, head: DataView) {
    this.#readAt = readAt;
    this.#head = head;
    this.#is64 = head.getUint8(4) === 2;
    this.#isLittle = head.getUint8(5) === 1;
  }

  static open(readAt: ReadAt): ElfReader | null {
    const head = viewOf(readAt(0, 64));
    if (head === null || head.byteLength < 64 || head.getUint32(0) !== 0x7f454c46) return null;
    return new ElfReader(readAt, head);
  }

  segments(): readonly Segment[] {
    const start = this.#word(this.#head, this.#is64 ? 32 : 28);
    const size = this.#half(this.#head, this.#is64 ? 54 : 42);
    const count = Math.min(this.#half(this.#head, this.#is64 ? 56 : 44), MAX_SEGMENTS);
    const table = viewOf(this.#readAt(start, size * count));
    if (table === null || size < (this.#is64 ? 56 : 32)) return [];
    return Array.from({ length: Math.floor(table.byteLength / size) }, (_, index) => {
      const at = index * size;
      return {
        type: table.getUint32(at, this.#isLittle),
        offset: this.#word(table, at + (this.#is64 ? 8 : 4)),
        address: this.#word(table, at + (this.#is64 ? 16 : 8)),
        size: this.#word(table, at + (this.#is64 ? 32 : 16)),
      };
    });
  }

  dynamic({ offset, size }: Segment): readonly { readonly tag: number; readonly value: number }[] {
    const table = viewOf(this.#readAt(offset, Math.min(size, MAX_DYNAMIC_BYTES)));
    if (table === null) return [];
    const width = this.#is64 ? 8 : 4;
    const entries: { tag: number; value: number }[] = [];
    for (let at = 0; at + 2 * width <= table.byteLength; at += 2 * width) {
      const tag = this.#word(table, at);
      if (tag === DT_NULL) break;
      entries.push({ tag, value: this.#word(table, at + width) });
    }
    return entries;
  }

  /** Up to the next zero byte; null for what is longer than any path. */
  text(offset: number): string | null {
    const bytes = this.#readAt(offset, MAX_STRING);
    const end = bytes?.indexOf(0) ?? -1;
    return bytes === null || end < 0 ? null : Buffer.from(bytes.subarray(0, end)).toString("utf8");
  }

  #half(view: DataView, at: number): number {
    return view.getUint16(at, this.#isLittle);
  }

  #word(view: DataView, at: number): number {
    if (!this.#is64) return view.getUint32(at, this.#isLittle);
    return Number(view.getBigUint64(at, this.#isLittle));
  }
}

/** Where in the file that lies which is loaded at an address. */
function offsetOf(segments: readonly Segment[], address: number): number | null {
  const home = segments.find(
    (one) => one.type === PT_LOAD && address >= one.address && address - one.address < one.size,
  );
  return home === undefined ? null : address - home.address + home.offset;
}

function viewOf(bytes: Uint8Array | null): DataView | null {
  return bytes === null ? null : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import type { ReadAt } from "./elf.ts";

/**
 * Who a program of macOS says that it was signed by. Read, not verified: a forged file can say
 * anything, so that it is no proof of the same signer, but a clear sign of another one.
 * Source: xnu, `EXTERNAL_HEADERS/mach-o/loader.h`, `fat.h` and `osfmk/kern/cs_blobs.h`.
 */
export type Signer = "unsigned" | "ad hoc" | `team ${string}` | `identifier ${string}`;

const FAT = 0xcafebabe;
const MACH_64 = 0xcffaedfe;
const MACH_32 = 0xcefaedfe;
const LC_CODE_SIGNATURE = 0x1d;
const SUPER_BLOB = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
const AD_HOC = 0x2;
/** The first version of a code directory that has a team. */
const HAS_TEAM = 0x20200;

/** Limits for a file that lies: real ones have two architectures, thirty commands, five blobs. */
const MAX_SLICES = 16;
const MAX_COMMANDS_BYTES = 256 * 1024;
const MAX_BLOBS = 64;
const MAX_TEXT = 256;

/** Null for what is no Mach-O file. Of several architectures the weakest word counts. */
export function readSigner(readAt: ReadAt): Signer | null {
  const head = viewOf(readAt(0, 8));
  if (head === null) return null;
  if (head.getUint32(0) !== FAT) return signerOf(readAt, 0);
  const count = head.getUint32(4);
  // Java's class files begin with the same four bytes, and with a version that no count reaches.
  if (count === 0 || count > MAX_SLICES) return null;
  const table = viewOf(readAt(8, count * 20), count * 20);
  if (table === null) return null;
  const signers = Array.from({ length: count }, (_, index) =>
    signerOf(readAt, table.getUint32(index * 20 + 8)),
  );
  if (signers.includes(null)) return null;
  const [first = null] = signers.toSorted((a, b) => rank(a) - rank(b));
  return first;
}

function rank(signer: Signer | null): number {
  return ["unsigned", "ad hoc"].indexOf(signer ?? "") + 1 || 3;
}

function signerOf(readAt: ReadAt, start: number): Signer | null {
  const head = viewOf(readAt(start, 28), 28);
  const magic = head?.getUint32(0);
  if (head === null || (magic !== MACH_64 && magic !== MACH_32)) return null;
  const headSize = magic === MACH_64 ? 32 : 28;
  const size = Math.min(head.getUint32(20, true), MAX_COMMANDS_BYTES);
  const commands = viewOf(readAt(start + headSize, size), size);
  if (commands === null) return "unsigned";
  for (let at = 0; at + 16 <= size;) {
    const length = commands.getUint32(at + 4, true);
    if (commands.getUint32(at, true) === LC_CODE_SIGNATURE)
      return signerOfBlobs(readAt, start + commands.getUint32(at + 8, true));
    if (length < 8) break;
    at += length;
  }
  return "unsigned";
}

function signerOfBlobs(readAt: ReadAt, start: number): Signer {
  const head = viewOf(readAt(start, 12), 12);
  if (head === null || head.getUint32(0) !== SUPER_BLOB) return "unsigned";
  const count = Math.min(head.getUint32(8), MAX_BLOBS);
  const index = viewOf(readAt(start + 12, count * 8), count * 8);
  if (index === null) return "unsigned";
  for (let at = 0; at < count * 8; at += 8) {
    const signer = signerOfDirectory(readAt, start + index.getUint32(at + 4));
    if (signer !== null) return signer;
  }
  return "unsigned";
}

function signerOfDirectory(readAt: ReadAt, start: number): Signer | null {
  const head = viewOf(readAt(start, 52), 52);
  if (head === null || head.getUint32(0) !== CODE_DIRECTORY) return null;
  if ((head.getUint32(12) & AD_HOC) !== 0) return "ad hoc";
  const team = head.getUint32(8) >= HAS_TEAM ? head.getUint32(48) : 0;
  if (team !== 0) return `team ${textAt(readAt, start + team)}`;
  return `identifier ${textAt(readAt, start + head.getUint32(20))}`;
}

function textAt(readAt: ReadAt, offset: number): string {
  const bytes = Buffer.from(readAt(offset, MAX_TEXT) ?? []);
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? bytes.length : end).toString("utf8");
}

function viewOf(bytes: Uint8Array | null, length = 8): DataView | null {
  if (bytes === null || bytes.length < length) return null;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

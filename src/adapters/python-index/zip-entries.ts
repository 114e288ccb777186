import { crc32, inflateRawSync } from "node:zlib";

import yauzl, { type Entry } from "yauzl";

/** A regular file of a zip, unpacked in memory. */
export interface ZipFile {
  readonly path: string;
  readonly bytes: Buffer;
}

// The largest wheel of an MCP server unpacks to 150 MB; a bomb has a ratio of 1,000.
const MAX_ENTRIES = 200_000;
const MAX_UNPACKED = 2 * 1024 * 1024 * 1024;
const MAX_ONE = 512 * 1024 * 1024;
const MAX_RATIO = 150;
const SMALL = 32 * 1024 * 1024;
const MAX_NAME = 1024;

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 0x1;
const DESCRIPTOR = 0x8;
const UTF8_NAMES = 0x800;
/** Lengths of a data descriptor: without and with signature, for 32 and 64 bits. */
const DESCRIPTORS = [12, 16, 20, 24];
const FORMAT_OF_FILE = 0o170000;
const REGULAR = 0o100000;

/** Says what no honest packer makes; the caller names the archive. */
export class ZipRefusal extends Error {
  override readonly name = "ZipRefusal";
}

/**
 * The files of a zip in the order of its central directory, folders left out. Readers disagree about
 * archives whose local headers differ from that directory, or that hide data between the files: an
 * installer that reads a stream would unpack something else than what was digested here. Such an
 * archive is refused, as are links, encrypted files, two files of one name, and bombs.
 */
export async function* zipFiles(archive: Buffer): AsyncGenerator<ZipFile> {
  const zip = await yauzl.fromBufferPromise(archive, {
    strictFileNames: true,
    validateEntrySizes: true,
  });
  if (zip.entryCount > MAX_ENTRIES) throw new ZipRefusal("holds more files than any real package");
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  checkTotals(entries, archive.length);
  const names = new NameSet();
  const spans: Span[] = [];
  for (const entry of entries) {
    const header = await zip.readLocalFileHeaderPromise(entry);
    if (!header.fileName.equals(entry.fileNameRaw))
      throw new ZipRefusal(`has two names for one file: ${entry.fileName}`);
    if (header.compressionMethod !== entry.compressionMethod)
      throw new ZipRefusal(`says in two ways how ${entry.fileName} is packed`);
    const end = header.fileDataStart + entry.compressedSize;
    const hasDescriptor = (header.generalPurposeBitFlag & DESCRIPTOR) !== 0;
    if (!hasDescriptor && header.crc32 !== entry.crc32)
      throw new ZipRefusal(`has two checksums for ${entry.fileName}`);
    spans.push({ start: entry.relativeOffsetOfLocalHeader, end, hasDescriptor });
    checkName(entry);
    const isFolder = entry.fileName.endsWith("/");
    names.add(entry.fileName, isFolder);
    if (isFolder) {
      if (entry.uncompressedSize > 0)
        throw new ZipRefusal(`has a folder with content: ${entry.fileName}`);
      continue;
    }
    checkKind(entry);
    yield {
      path: entry.fileName,
      bytes: unpack(entry, archive.subarray(header.fileDataStart, end)),
    };
  }
  checkSpans(spans, archive);
}

function checkTotals(entries: readonly Entry[], packed: number): void {
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  const isBomb = total > SMALL && total > packed * MAX_RATIO;
  if (total > MAX_UNPACKED || isBomb || entries.some((one) => one.uncompressedSize > MAX_ONE))
    throw new ZipRefusal("unpacks to more than any real package");
}

/**
 * A name is of letters that every reader takes for the same: control characters, and others than ASCII
 * in an unnamed encoding, are read as one thing here and as another there.
 */
function checkName({ fileName, fileNameRaw, generalPurposeBitFlag }: Entry): void {
  const isUtf8 = (generalPurposeBitFlag & UTF8_NAMES) !== 0;
  if (fileNameRaw.some((byte) => byte < 0x20 || byte === 0x7f || (byte > 0x7f && !isUtf8)))
    throw new ZipRefusal(
      `has a file name that installers do not agree on: ${fileName.slice(0, 200)}`,
    );
}

function checkKind(entry: Entry): void {
  const { fileName, versionMadeBy, externalFileAttributes, generalPurposeBitFlag } = entry;
  // Packers that are no Unix leave the mode empty.
  const format = (externalFileAttributes >>> 16) & FORMAT_OF_FILE;
  const isUnix = versionMadeBy >>> 8 === 3;
  if (format !== 0 && format !== REGULAR && (isUnix || format === 0o120000))
    throw new ZipRefusal(`holds a link or a device: ${fileName}`);
  if ((generalPurposeBitFlag & ENCRYPTED) !== 0) throw new ZipRefusal(`is encrypted: ${fileName}`);
}

function unpack(
  { fileName, compressionMethod, uncompressedSize, crc32: sum }: Entry,
  data: Buffer,
): Buffer {
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    throw new ZipRefusal(`is packed in a way that installers do not take: ${fileName}`);
  let bytes: Buffer;
  try {
    bytes =
      compressionMethod === STORED
        ? data
        : inflateRawSync(data, { maxOutputLength: Math.max(1, uncompressedSize) });
  } catch {
    throw new ZipRefusal(`has a damaged file: ${fileName}`);
  }
  if (bytes.length !== uncompressedSize) throw new ZipRefusal(`has a wrong size for ${fileName}`);
  if (crc32(bytes) !== sum) throw new ZipRefusal(`has a wrong checksum for ${fileName}`);
  return bytes;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly hasDescriptor: boolean;
}

const CENTRAL = 0x02014b50;

/** Files lie one behind the other from the first byte to the directory: nothing hides between. */
function checkSpans(spans: readonly Span[], archive: Buffer): void {
  let at = [0];
  for (const { start, end, hasDescriptor } of spans.toSorted((a, b) => a.start - b.start)) {
    if (!at.includes(start)) throw new ZipRefusal("hides data between its files");
    at = hasDescriptor ? DESCRIPTORS.map((length) => end + length) : [end];
  }
  const isNext = at.some(
    (end) => end + 4 <= archive.length && archive.readUInt32LE(end) === CENTRAL,
  );
  if (spans.length > 0 && !isNext) throw new ZipRefusal("hides data behind its files");
}

/** Names that are one on a Mac or on Windows are two files of which only one arrives. */
class NameSet {
  readonly #names = new Map<string, "file" | "folder">();

  add(path: string, isFolder: boolean): void {
    const bare = isFolder ? path.slice(0, -1) : path;
    const parts = bare.split("/");
    const isOdd =
      bare.length > MAX_NAME ||
      /[\0-\x1f\x7f\\:]/.test(bare) ||
      parts.some((part) => part === "" || part === "." || part === ".." || /[. ]$/.test(part));
    if (isOdd)
      throw new ZipRefusal(
        `has a file name that installers do not agree on: ${bare.slice(0, 200)}`,
      );
    let prefix = "";
    for (const [index, part] of parts.entries()) {
      prefix = index === 0 ? part : `${prefix}/${part}`;
      const isLast = index === parts.length - 1;
      this.#place(prefix, isLast && !isFolder ? "file" : "folder", isLast && !isFolder);
    }
  }

  #place(path: string, kind: "file" | "folder", isNew: boolean): void {
    const key = path.normalize("NFC").toLowerCase();
    const known = this.#names.get(key);
    if (known !== undefined && (isNew || known !== kind))
      throw new ZipRefusal(`has two files of one name: ${path}`);
    this.#names.set(key, kind);
  }
}

/** What a made Mach-O file says of its signature. */
export interface MachOParts {
  readonly team?: string;
  readonly identifier?: string;
  readonly isAdHoc?: boolean;
  readonly isSigned?: boolean;
  /** Makes two files differ. */
  readonly mark?: string;
}

/** A file that starts as a program of macOS does: header, one other command, the signature. */
export function machO(parts: MachOParts): Buffer {
  const { team, identifier = "node", isAdHoc = false, isSigned = true, mark = "" } = parts;
  const commands = Buffer.alloc(isSigned ? 40 : 24);
  commands.writeUInt32LE(0x1b, 0);
  commands.writeUInt32LE(24, 4);
  const head = Buffer.alloc(32);
  head.writeUInt32BE(0xcffaedfe, 0);
  head.writeUInt32LE(isSigned ? 2 : 1, 16);
  head.writeUInt32LE(commands.length, 20);
  if (!isSigned) return Buffer.concat([head, commands, Buffer.from(mark)]);
  commands.writeUInt32LE(0x1d, 24);
  commands.writeUInt32LE(16, 28);
  commands.writeUInt32LE(head.length + commands.length, 32);
  const texts = Buffer.from(`${identifier}\0${team ?? ""}\0`);
  const directory = Buffer.alloc(52);
  directory.writeUInt32BE(0xfade0c02, 0);
  directory.writeUInt32BE(52 + texts.length, 4);
  directory.writeUInt32BE(0x20400, 8);
  directory.writeUInt32BE(isAdHoc ? 2 : 0, 12);
  directory.writeUInt32BE(52, 20);
  directory.writeUInt32BE(team === undefined ? 0 : 52 + identifier.length + 1, 48);
  const blobs = Buffer.alloc(20);
  blobs.writeUInt32BE(0xfade0cc0, 0);
  blobs.writeUInt32BE(1, 8);
  blobs.writeUInt32BE(20, 16);
  return Buffer.concat([head, commands, blobs, directory, texts, Buffer.from(mark)]);
}

/** Several architectures in one file. */
export function fat(...slices: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8 + slices.length * 20);
  head.writeUInt32BE(0xcafebabe, 0);
  head.writeUInt32BE(slices.length, 4);
  let offset = head.length;
  for (const [index, slice] of slices.entries()) {
    head.writeUInt32BE(offset, 8 + index * 20 + 8);
    head.writeUInt32BE(slice.length, 8 + index * 20 + 12);
    offset += slice.length;
  }
  return Buffer.concat([head, ...slices]);
}

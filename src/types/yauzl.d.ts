/** The parts of yauzl that pinfold calls; its published types are of an older major version. */
declare module "yauzl" {
  export interface Entry {
    readonly fileName: string;
    readonly fileNameRaw: Buffer;
    readonly versionMadeBy: number;
    readonly generalPurposeBitFlag: number;
    readonly compressionMethod: number;
    readonly crc32: number;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly externalFileAttributes: number;
    readonly relativeOffsetOfLocalHeader: number;
  }
  export interface LocalFileHeader {
    readonly fileDataStart: number;
    readonly generalPurposeBitFlag: number;
    readonly compressionMethod: number;
    readonly crc32: number;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly fileName: Buffer;
  }
  export interface ZipFile {
    readonly entryCount: number;
    eachEntry(): AsyncIterable<Entry>;
    readLocalFileHeaderPromise(entry: Entry): Promise<LocalFileHeader>;
  }
  const yauzl: {
    fromBufferPromise(
      buffer: Buffer,
      options: { strictFileNames: boolean; validateEntrySizes: boolean },
    ): Promise<ZipFile>;
  };
  export default yauzl;
}

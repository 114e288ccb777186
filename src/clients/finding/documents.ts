import type { ParsedConfig } from "../../formats/node.ts";
import { type ConfigFormat, MAX_BYTES, readConfig } from "../../formats/read.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";

/** Why a file cannot be read at all, or what is in it; null where there is none. */
export type Document = { readonly unreadable: string } | ParsedConfig | null;

/** Reads files, each once in a format however many clients read it. */
export class Documents {
  readonly #disk: Disk;
  readonly #read = new Map<string, Document>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  read(file: string, format: ConfigFormat): Document {
    const key = `${format} ${file}`;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const document = this.#open(file, format);
    this.#read.set(key, document);
    return document;
  }

  /** Whether a file holds a text; false for what cannot be read. */
  mentions(file: string, text: string): boolean {
    try {
      const bytes = this.#disk.read(file, MAX_BYTES.json);
      return bytes !== null && new TextDecoder().decode(bytes).includes(text);
    } catch (thrown) {
      if (thrown instanceof DiskError) return false;
      throw thrown;
    }
  }

  #open(file: string, format: ConfigFormat): Document {
    try {
      const bytes = this.#disk.read(file, MAX_BYTES[format]);
      return bytes === null ? null : readConfig(bytes, format);
    } catch (thrown) {
      if (thrown instanceof DiskError) return { unreadable: thrown.message };
      throw thrown;
    }
  }
}

import { decodeText } from "../../formats/decode.ts";
import { type ConfigFormat, MAX_BYTES, parseConfig } from "../../formats/read.ts";
import type { ConfigNode } from "../../formats/node.ts";
import type { Excerpt } from "../../model/diagnosis.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import { excerptOf, linesOf } from "../excerpt/excerpt.ts";

/** Texts of configuration files, each read once and only where something in it has to be shown. */
export class FileTexts {
  readonly #disk: Disk;
  readonly #lines = new Map<string, readonly string[]>();
  readonly #roots = new Map<string, ConfigNode | null>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  excerpt(
    file: string,
    format: ConfigFormat,
    at: { readonly line: number; readonly column: number },
    words?: string,
  ): Excerpt | null {
    const known = this.#lines.get(file) ?? this.#read(file, format);
    this.#lines.set(file, known);
    return excerptOf(known, at, format, words);
  }

  /** The whole file as values; null where nothing of it can be read. */
  root(file: string, format: ConfigFormat): ConfigNode | null {
    const key = `${format} ${file}`;
    const known = this.#roots.get(key);
    if (known !== undefined) return known;
    const { root } = parseConfig(this.#text(file, format) ?? "", format);
    this.#roots.set(key, root);
    return root;
  }

  #read(file: string, format: ConfigFormat): readonly string[] {
    const text = this.#text(file, format);
    return text === null ? [] : linesOf(text, format);
  }

  #text(file: string, format: ConfigFormat): string | null {
    try {
      const bytes = this.#disk.read(file, MAX_BYTES[format]);
      return bytes === null ? null : decodeText(bytes, true).text;
    } catch (thrown) {
      if (thrown instanceof DiskError) return null;
      throw thrown;
    }
  }
}

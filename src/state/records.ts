import { createHash } from "node:crypto";

import * as v from "valibot";

import { messageOf, PinfoldError } from "../errors.ts";
import { byUtf8 } from "../model/digest.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";

const MAX_BYTES = 64 * 1024 * 1024;

/** One kind of record in the state folder: a JSON file for each key, read as untrusted. */
export class Records<Schema extends v.GenericSchema> {
  readonly #disk: Disk;
  readonly #files: Files;
  readonly #folder: string;
  readonly #schema: Schema;

  constructor(disk: Disk, files: Files, folder: string, schema: Schema) {
    this.#disk = disk;
    this.#files = files;
    this.#folder = folder;
    this.#schema = schema;
  }

  /** A key can be any text (a path, a server's name), so the file is named by its digest. */
  pathOf(key: string): string {
    return `${this.#folder}/${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`;
  }

  /**
   * Null where there is none. Throws a PinfoldError `state` where it cannot be used, `tampered` where
   * it is not what was written last.
   */
  read(key: string): v.InferOutput<Schema> | null {
    const path = this.pathOf(key);
    const text = this.#files.believe(path, this.#text(path));
    if (text === null) return null;
    const parsed = v.safeParse(this.#schema, jsonOf(text));
    if (parsed.success) return parsed.output;
    throw unusable(path, parsed.issues[0].message);
  }

  /** Also in the place of a record that was tampered with: the caller's consent is for the new one. */
  write(key: string, value: v.InferInput<Schema>): void {
    const path = this.pathOf(key);
    const text = `${JSON.stringify(value, sortKeys, 1)}\n`;
    if (text === this.#believed(path)) return;
    this.#files.replace(path, text, { expected: this.#text(path), isPrivate: true });
  }

  forget(key: string): void {
    const path = this.pathOf(key);
    if (this.#text(path) !== null) this.#files.forget(path);
  }

  /** Null also for what something else wrote: it is written over. */
  #believed(path: string): string | null {
    try {
      return this.#files.believe(path, this.#text(path));
    } catch (thrown) {
      if (thrown instanceof PinfoldError && thrown.code === "tampered") return null;
      throw thrown;
    }
  }

  #text(path: string): string | null {
    try {
      const bytes = this.#disk.read(path, MAX_BYTES);
      return bytes === null ? null : Buffer.from(bytes).toString("utf8");
    } catch (thrown) {
      if (thrown instanceof DiskError) throw unusable(path, thrown.message);
      throw thrown;
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function unusable(path: string, message: string): PinfoldError {
  return new PinfoldError(
    "state",
    `${path}, a record of this machine's state, cannot be used: ${message}`,
    "if nobody edited it, remove it and look closely at what verify says next",
  );
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => byUtf8(a, b)));
}

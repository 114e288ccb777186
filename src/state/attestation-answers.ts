import * as v from "valibot";

import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { AttestationMemory, KnownAttestations } from "../ports/npm-registry.ts";
import { quietly } from "./quietly.ts";
import { Records } from "./records.ts";

const AnswerRecord = v.object({
  etag: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,256}$/)),
  /** Base64. What is kept is verified again each time, as if it had just come. */
  body: v.pipe(v.string(), v.maxLength(16 * 1024 * 1024), v.base64()),
});

/** The last attestations of each address with the mark by which a registry says that they still hold. */
export class AttestationAnswers implements AttestationMemory {
  readonly #records: Records<typeof AnswerRecord>;

  constructor(disk: Disk, files: Files, cacheFolder: string) {
    this.#records = new Records(disk, files, `${cacheFolder}/attestations`, AnswerRecord);
  }

  read(url: string): KnownAttestations | null {
    const record = quietly(() => this.#records.read(url));
    return record === null
      ? null
      : { etag: record.etag, bytes: Buffer.from(record.body, "base64") };
  }

  write(url: string, { etag, bytes }: KnownAttestations): void {
    quietly(() => this.#records.write(url, { etag, body: Buffer.from(bytes).toString("base64") }));
  }
}

import * as v from "valibot";

import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { AnswerMemory, KnownAnswer } from "../ports/npm-registry.ts";
import { quietly } from "./quietly.ts";
import { Records } from "./records.ts";

const Nullable = v.nullable(v.string());

const AnswerRecord = v.object({
  etag: v.nullable(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,256}$/))),
  list: v.object({
    tags: v.record(v.string(), v.string()),
    versions: v.record(
      v.string(),
      v.object({
        integrity: Nullable,
        published: Nullable,
        publisher: Nullable,
        deprecated: Nullable,
        engines: v.record(v.string(), v.string()),
        signatures: v.pipe(v.array(v.object({ keyid: v.string(), sig: v.string() })), v.readonly()),
      }),
    ),
    gone: v.array(v.string()),
  }),
});

/**
 * The last answer of each address, so that the next question costs no more than "not changed". What
 * cannot be read is asked for again; what cannot be written is asked for each time.
 */
export class RegistryAnswers implements AnswerMemory {
  readonly #records: Records<typeof AnswerRecord>;

  constructor(disk: Disk, files: Files, cacheFolder: string) {
    this.#records = new Records(disk, files, `${cacheFolder}/registries`, AnswerRecord);
  }

  read(url: string): KnownAnswer | null {
    return quietly(() => this.#records.read(url));
  }

  write(url: string, answer: KnownAnswer): void {
    quietly(() =>
      this.#records.write(url, {
        etag: answer.etag,
        list: { ...answer.list, versions: copied(answer.list), gone: [...answer.list.gone] },
      }),
    );
  }
}

/** What a record may change of its own. */
function copied({ versions }: KnownAnswer["list"]) {
  return Object.fromEntries(
    Object.entries(versions).map(([version, listed]) => [
      version,
      { ...listed, signatures: [...listed.signatures] },
    ]),
  );
}

import * as v from "valibot";

import { SHA256 } from "../model/digest.ts";
import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { Folders } from "../state/folders.ts";
import { Records } from "../state/records.ts";

const Digest = v.pipe(v.string(), v.regex(SHA256));

const MadeEditRecord = v.object({
  /** The command that made it: `harden`, `doctor`. */
  by: v.string(),
  at: v.string(),
  /** As it was named, and the regular file behind it. */
  file: v.string(),
  real: v.string(),
  format: v.picklist(["json", "jsonc", "toml", "yaml", "frontmatter"]),
  /** Of the whole file; the bytes of `before` are kept under its digest. */
  before: Digest,
  after: Digest,
  /** The change as lines with those around them; null where it would be too long. */
  patch: v.nullable(v.string()),
  /** What it was for, in the words of the command: ids of servers. */
  about: v.array(v.string()),
  /** What was replaced for which of them, as offsets in the text of before. */
  parts: v.optional(
    v.array(
      v.object({
        about: v.array(v.string()),
        splices: v.array(v.object({ from: v.number(), to: v.number(), text: v.string() })),
      }),
    ),
  ),
});

const HistoryRecord = v.object({ edits: v.array(MadeEditRecord) });

/** A change that was made to a file of the user, and that can be undone. */
export type MadeEdit = v.InferOutput<typeof MadeEditRecord>;

const KEY = "edits";

/** The changes of files of the user that were made and not undone, the oldest first. */
export class EditHistory {
  readonly #records: Records<typeof HistoryRecord>;
  readonly #backups: string;

  constructor(disk: Disk, files: Files, folders: Pick<Folders, "state">) {
    this.#records = new Records(disk, files, `${folders.state}/edits`, HistoryRecord);
    this.#backups = `${folders.state}/edits/before`;
  }

  all(): readonly MadeEdit[] {
    return this.#records.read(KEY)?.edits ?? [];
  }

  add(edit: MadeEdit): void {
    this.#records.write(KEY, { edits: [...this.all(), edit] });
  }

  remove(edit: MadeEdit): void {
    this.replace(edit, null);
  }

  /** Another change stands for it from now on; null for none. */
  replace(edit: MadeEdit, by: MadeEdit | null): void {
    const own = JSON.stringify(edit);
    const edits = this.all().flatMap((one) => {
      if (JSON.stringify(one) !== own) return [one];
      return by === null ? [] : [by];
    });
    this.#records.write(KEY, { edits });
  }

  /** Where the bytes that a file had are kept. They can hold secrets: mode 0600. */
  backupOf({ before }: Pick<MadeEdit, "before">): string {
    return `${this.#backups}/${before.replace("sha256:", "")}`;
  }
}

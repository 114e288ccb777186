import * as v from "valibot";

import { H1, SHA256 } from "../model/digest.ts";
import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { Folders } from "./folders.ts";
import { ManifestStore } from "./manifests.ts";
import { Records } from "./records.ts";

const H1Digest = v.pipe(v.string(), v.regex(H1));

const BaselineRecord = v.object({
  root: v.string(),
  subject: v.string(),
  packages: v.record(
    v.string(),
    v.object({ name: v.string(), version: v.string(), files: H1Digest }),
  ),
  links: v.record(v.string(), v.string()),
});

const EntryPinRecord = v.object({
  id: v.string(),
  /** What the entry ran when it was locked: `npm:NAME`. */
  subject: v.string(),
  versionSpec: v.nullable(v.string()),
  command: v.string(),
  args: v.array(v.string()),
  envNames: v.array(v.string()),
  /** Digest of the parsed entry without values that rotate. */
  entry: v.pipe(v.string(), v.regex(SHA256)),
  /** The directory whose lockfile vouched for it. */
  lockfiles: v.string(),
});

export type EntryPin = v.InferOutput<typeof EntryPinRecord>;

const AdoptedRecord = v.object({
  /** Directories that a person adopted, and where their snapshots are. */
  directories: v.array(v.object({ directory: v.string(), snapshot: v.string() })),
});

/** Everything of this machine that pinfold remembers. */
export class State {
  readonly baselines: Records<typeof BaselineRecord>;
  readonly entryPins: Records<typeof EntryPinRecord>;
  readonly adopted: Records<typeof AdoptedRecord>;
  readonly manifests: ManifestStore;

  constructor(disk: Disk, files: Files, folders: Folders) {
    this.baselines = new Records(disk, files, `${folders.state}/baselines`, BaselineRecord);
    this.entryPins = new Records(disk, files, `${folders.state}/entries`, EntryPinRecord);
    this.adopted = new Records(disk, files, `${folders.state}/adopted`, AdoptedRecord);
    this.manifests = new ManifestStore(disk, files, `${folders.data}/manifests`);
  }
}

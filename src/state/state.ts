import * as v from "valibot";

import { byName } from "../lockfile/fields.ts";
import { H1, SHA256 } from "../model/digest.ts";
import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import { FileEvidenceRecord } from "./file-evidence.ts";
import type { Folders } from "./folders.ts";
import { ManifestStore } from "./manifests.ts";
import { PrivateCopiesRecord } from "./private-copies.ts";
import { Records } from "./records.ts";

const H1Digest = v.pipe(v.string(), v.regex(H1));

const BaselineRecord = v.object({
  root: v.string(),
  subject: v.string(),
  packages: byName(
    v.string(),
    v.object({ name: v.string(), version: v.string(), files: H1Digest }),
  ),
  links: byName(v.string(), v.string()),
  bytecode: v.optional(byName(v.string(), v.string())),
  compiled: v.optional(byName(v.string(), v.string())),
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
  /** Whether its version did not move by itself. */
  isExact: v.optional(v.boolean()),
  /** A person's word on variables that are wrong on any machine. */
  allowed: v.optional(v.object({ reason: v.string(), until: v.string() })),
  /** The remote end, without passwords. */
  endpoint: v.optional(v.nullable(v.string())),
  /** Variables that can change what runs, with the digest of the value that was seen. */
  variables: v.optional(v.record(v.string(), v.pipe(v.string(), v.regex(SHA256)))),
});

/** The servers of one configuration file when some of them were pinned. */
const SourceRecord = v.object({ file: v.string(), entries: v.array(v.string()) });

/** A person's word on an entry that cannot be pinned, for one form of it and until a day. */
const AcceptanceRecord = v.object({
  id: v.string(),
  entry: v.pipe(v.string(), v.regex(SHA256)),
  reason: v.string(),
  until: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
});

export type WheelFacts = v.InferOutput<typeof WheelsRecord>[string];

export type PythonCopy = v.InferOutput<typeof PythonCopyRecord>;
export type EntryPin = v.InferOutput<typeof EntryPinRecord>;

const Sha256Digest = v.pipe(v.string(), v.regex(SHA256));

const AdoptedRecord = v.object({
  /** Directories that a person adopted, where their snapshots are, and the digests of those files. */
  directories: v.array(
    v.object({
      directory: v.string(),
      snapshot: v.string(),
      digests: v.record(v.string(), Sha256Digest),
    }),
  ),
  /** By lockfile, as the user knows it: what was last agreed to. */
  revisions: v.optional(
    v.record(v.string(), v.object({ revision: v.number(), tree: Sha256Digest })),
  ),
});

const LauncherRecord = v.object({
  /** The command as the entries write it: `npx`, an absolute path. */
  command: v.string(),
  /** One for each way in which a client finds it. */
  chains: v.array(
    v.object({
      origin: v.string(),
      path: v.string(),
      cwd: v.nullable(v.string()),
      programs: v.array(
        v.object({
          role: v.picklist(["launcher", "target", "interpreter", "script", "library"]),
          name: v.string(),
          usedBy: v.nullable(v.string()),
          path: v.string(),
          hops: v.array(v.object({ path: v.string(), target: v.string(), owner: v.string() })),
          real: v.string(),
          sha256: Sha256Digest,
          owner: v.string(),
          mode: v.number(),
          shebang: v.nullable(v.string()),
          signer: v.optional(v.string()),
        }),
      ),
      code: v.array(v.object({ root: v.string(), name: v.string(), files: H1Digest })),
      others: v.array(v.string()),
      allowed: v.array(
        v.object({
          hazard: v.string(),
          path: v.string(),
          detail: v.optional(v.string()),
          reason: v.string(),
          until: v.string(),
        }),
      ),
    }),
  ),
});

/** What the wheels of one package hold, by the sha256 of the archive: digested once, when it was fetched. */
const WheelsRecord = v.record(
  v.pipe(v.string(), v.regex(SHA256)),
  v.object({
    files: H1Digest,
    count: v.number(),
    bytes: v.number(),
    startupHooks: v.array(v.string()),
  }),
);
/** What a private copy of packages of Python is run with, as it was when the copy was made. */
const PythonCopyRecord = v.object({
  /** The Python that it stands on, as the environment links to it, and without links. */
  python: v.object({ path: v.string(), real: v.string() }),
  /** Where that Python looks for its own modules; null where nothing stood. */
  library: v.array(v.object({ path: v.string(), files: v.nullable(H1Digest) })),
  /** Compiled files, which were made here. */
  bytecode: H1Digest,
});

/** Texts of lockfiles that were in force before the present one, the last one first. */
const EarlierRecord = v.object({ subject: v.string(), lockfiles: v.array(v.string()) });

/** The commands in whose pinned chains an interpreter of a name is. */
const InterpreterRecord = v.object({ commands: v.array(v.string()) });

/** A policy that was in force: the file, and the highest revision that was seen of it. */
const PolicyRecord = v.object({ file: v.string(), revision: v.nullable(v.number()) });

/** The key of the one record of what was seen. */
export const SIGHTINGS = "versions";

/** When versions of packages were first seen, by `PURL@VERSION`, and what was claimed of them then. */
const SightingRecord = v.object({
  versions: v.record(
    v.string(),
    v.object({ firstSeen: v.string(), claimed: v.nullable(v.string()) }),
  ),
});

const ClientPathRecord = v.object({ client: v.string(), path: v.string() });

/**
 * Folders of the state folder whose files are records: each change is in the audit log, and what is
 * read is compared with it. Snapshots of adopted directories are below `adopted`.
 */
export const STATE_KINDS = [
  "baselines",
  "entries",
  "sources",
  "accepted",
  "adopted",
  "launchers",
  "client-paths",
  "python-copies",
  "earlier-pins",
  "interpreters",
  "wheels",
  "file-evidence",
  "private-copies",
  "policies",
  "sightings",
] as const;

/** Everything of this machine that pinfold remembers. */
export class State {
  readonly baselines: Records<typeof BaselineRecord>;
  readonly entryPins: Records<typeof EntryPinRecord>;
  readonly sources: Records<typeof SourceRecord>;
  readonly acceptances: Records<typeof AcceptanceRecord>;
  readonly adopted: Records<typeof AdoptedRecord>;
  /** Chains between a command and the package, by command. */
  readonly launchers: Records<typeof LauncherRecord>;
  /** By the folder of the copy. */
  readonly pythonCopies: Records<typeof PythonCopyRecord>;
  /** Earlier pins of a subject, by its label. */
  readonly earlierPins: Records<typeof EarlierRecord>;
  /** Where the pins of an interpreter are, by its name: `node`. */
  readonly interpreters: Records<typeof InterpreterRecord>;
  /** The PATH that a client was seen to have, by client. */
  readonly clientPaths: Records<typeof ClientPathRecord>;
  /** Wheels that were digested, by `NAME@VERSION`. */
  readonly wheels: Records<typeof WheelsRecord>;
  /** Who made archives of Python, by `NAME@VERSION`. */
  readonly fileEvidence: Records<typeof FileEvidenceRecord>;
  /** The copies of Node and pinfold itself that configuration starts. */
  readonly privateCopies: Records<typeof PrivateCopiesRecord>;
  /** Policies that were seen, by their directory. */
  readonly policies: Records<typeof PolicyRecord>;
  /** Young versions. */
  readonly sightings: Records<typeof SightingRecord>;
  readonly manifests: ManifestStore;

  constructor(disk: Disk, files: Files, folders: Folders) {
    const records = <Schema extends v.GenericSchema>(
      kind: (typeof STATE_KINDS)[number],
      schema: Schema,
    ): Records<Schema> => new Records(disk, files, `${folders.state}/${kind}`, schema);
    this.baselines = records("baselines", BaselineRecord);
    this.entryPins = records("entries", EntryPinRecord);
    this.sources = records("sources", SourceRecord);
    this.acceptances = records("accepted", AcceptanceRecord);
    this.adopted = records("adopted", AdoptedRecord);
    this.launchers = records("launchers", LauncherRecord);
    this.pythonCopies = records("python-copies", PythonCopyRecord);
    this.earlierPins = records("earlier-pins", EarlierRecord);
    this.interpreters = records("interpreters", InterpreterRecord);
    this.clientPaths = records("client-paths", ClientPathRecord);
    this.wheels = records("wheels", WheelsRecord);
    this.fileEvidence = records("file-evidence", FileEvidenceRecord);
    this.privateCopies = records("private-copies", PrivateCopiesRecord);
    this.policies = records("policies", PolicyRecord);
    this.sightings = records("sightings", SightingRecord);
    this.manifests = new ManifestStore(disk, files, `${folders.data}/manifests`);
  }
}

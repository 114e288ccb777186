import * as v from "valibot";

import { SHA512_INTEGRITY } from "../model/digest.ts";
import { isNpmName, type LockedEcosystem } from "../model/subject.ts";
import { EvidencePin } from "./evidence-pin.ts";
import {
  H1Digest,
  InnerPath,
  LOCKFILE_VERSION,
  MAX_PACKAGES,
  Names,
  byName,
  purlOfA,
  Revision,
  Sha256,
  ShortText,
} from "./fields.ts";
import { type PypiLockfile, PypiLockfileSchema, PypiPackagePin } from "./pypi-schema.ts";

export { LOCKFILE_VERSION } from "./fields.ts";

const Version = v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+[0-9A-Za-z.+-]*$/), v.maxLength(256));
/** `node_modules/NAME`, any number of times. */
export function isPackagePath(path: string): boolean {
  if (!path.startsWith("node_modules/") || path.length > 2048) return false;
  return path.slice("node_modules/".length).split("/node_modules/").every(isNpmName);
}

/** Install scripts by the digest of their text; `approved` and what they left, per platform. */
const Hooks = v.looseObject({
  scripts: Sha256,
  approved: v.optional(v.literal(true)),
  files: v.optional(byName(ShortText, H1Digest)),
});

const PackagePin = v.looseObject({
  /** Only where the folder has another name (an npm alias). */
  name: v.optional(v.pipe(v.string(), v.check(isNpmName, "is not a package name"))),
  version: Version,
  integrity: v.pipe(v.string(), v.regex(SHA512_INTEGRITY, "is not one sha512 integrity")),
  files: H1Digest,
  /** Where npm rewrites the package while it installs it (CRLF in the shebang of a program). */
  installed: v.optional(H1Digest),
  /** Packages that lie inside this one's archive, as paths below it. */
  bundled: v.optional(v.array(v.pipe(v.string(), v.check(isPackagePath, "is not a package path")))),
  optional: v.optional(v.literal(true)),
  os: v.optional(Names),
  cpu: v.optional(Names),
  libc: v.optional(Names),
  hooks: v.optional(Hooks),
  evidence: v.optional(EvidencePin),
});

const Purl = purlOfA("npm", "an npm package");

/** An npm subject's lockfile. Unknown fields are kept, but for names in `critical`. */
export const NpmLockfileSchema = v.looseObject({
  lockfileVersion: v.literal(LOCKFILE_VERSION),
  critical: v.optional(Names),
  subject: Purl,
  extras: v.optional(v.array(Purl)),
  version: Version,
  revision: Revision,
  tree: Sha256,
  bin: byName(ShortText, InnerPath),
  resolver: v.looseObject({ npm: ShortText, node: ShortText }),
  /** Variables that change what runs and that the server is started with all the same. */
  allowEnv: v.optional(Names),
  packages: v.pipe(
    byName(v.pipe(v.string(), v.check(isPackagePath, "is not a package path")), PackagePin),
    v.check((packages) => Object.keys(packages).length <= MAX_PACKAGES, "has too many packages"),
  ),
});

export type NpmLockfile = v.InferOutput<typeof NpmLockfileSchema>;
export type PackagePin = v.InferOutput<typeof PackagePin>;

const PLATFORM = /^[a-z0-9]+-[a-z0-9_]+$/;

/** A program of the disk on one platform: `linux-x64`. */
const ProgramPin = v.looseObject({
  /** Of the binary, or of the script that the entry names. */
  sha256: Sha256,
  /** The code that a script loads, by the folder's place beside the script. */
  code: v.optional(byName(ShortText, H1Digest)),
});

/** The lockfile of a program that no registry has: digests per platform. */
export const ExecutableLockfileSchema = v.looseObject({
  lockfileVersion: v.literal(LOCKFILE_VERSION),
  critical: v.optional(Names),
  subject: purlOfA("executable", "a program"),
  revision: Revision,
  tree: Sha256,
  packages: v.pipe(
    byName(v.pipe(v.string(), v.regex(PLATFORM, "is not a platform")), ProgramPin),
    v.check((packages) => Object.keys(packages).length <= 64, "has too many platforms"),
  ),
});

export type ExecutableLockfile = v.InferOutput<typeof ExecutableLockfileSchema>;
export type ProgramPin = v.InferOutput<typeof ProgramPin>;

/** Each kind of subject with its lockfile: a further one is a member here and in `SCHEMAS`. */
export interface LockfileOf {
  readonly npm: NpmLockfile;
  readonly pypi: PypiLockfile;
  readonly executable: ExecutableLockfile;
}
export type Lockfile = LockfileOf[LockedEcosystem];

/** Fields that this program understands; a `critical` name outside of it is refused. */
export const KNOWN_FIELDS: Readonly<Record<LockedEcosystem, ReadonlySet<string>>> = {
  npm: new Set([...Object.keys(NpmLockfileSchema.entries), ...Object.keys(PackagePin.entries)]),
  pypi: new Set([
    ...Object.keys(PypiLockfileSchema.entries),
    ...Object.keys(PypiPackagePin.entries),
  ]),
  executable: new Set([
    ...Object.keys(ExecutableLockfileSchema.entries),
    ...Object.keys(ProgramPin.entries),
  ]),
};

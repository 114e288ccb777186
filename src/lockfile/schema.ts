import * as v from "valibot";

import { H1, SHA256, SHA512_INTEGRITY } from "../model/digest.ts";
import { isNpmName, type LockedEcosystem, parsePurl } from "../model/subject.ts";

/** The newest format that this program writes and understands. */
export const LOCKFILE_VERSION = 1;

/** A tree larger than any real one (the largest seen has 1,100). */
const MAX_PACKAGES = 20_000;

const Version = v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+[0-9A-Za-z.+-]*$/), v.maxLength(256));
const H1Digest = v.pipe(v.string(), v.regex(H1, "is not an h1 digest"));
const ShortText = v.pipe(v.string(), v.maxLength(256));
const Names = v.pipe(v.array(ShortText), v.maxLength(64));

/** Put in front of records: the library's own takes a list for an empty one. */
const NotAList = v.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "is not an object",
);

/** A path inside a package: relative, with `/`, and never upwards. */
function isInnerPath(path: string): boolean {
  if (path === "" || path.startsWith("/") || /[\\\0\r\n]/.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** `node_modules/NAME`, any number of times. */
export function isPackagePath(path: string): boolean {
  if (!path.startsWith("node_modules/") || path.length > 2048) return false;
  return path.slice("node_modules/".length).split("/node_modules/").every(isNpmName);
}

const InnerPath = v.pipe(v.string(), v.maxLength(1024), v.check(isInnerPath, "leaves its package"));

/** Install scripts by the digest of their text; `approved` and what they left, per platform. */
const Hooks = v.looseObject({
  scripts: v.pipe(v.string(), v.regex(SHA256)),
  approved: v.optional(v.literal(true)),
  files: v.optional(v.pipe(NotAList, v.record(ShortText, H1Digest))),
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
  evidence: v.optional(v.pipe(NotAList, v.looseObject({}))),
});

const purlOfA = (ecosystem: LockedEcosystem, what: string) =>
  v.pipe(
    v.string(),
    v.check((text) => parsePurl(text)?.ecosystem === ecosystem, `is not the purl of ${what}`),
  );
const Purl = purlOfA("npm", "an npm package");

const Revision = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const TreeDigest = v.pipe(v.string(), v.regex(SHA256, "is not a sha256 digest"));

/** An npm subject's lockfile. Unknown fields are kept, but for names in `critical`. */
export const NpmLockfileSchema = v.looseObject({
  lockfileVersion: v.literal(LOCKFILE_VERSION),
  critical: v.optional(Names),
  subject: Purl,
  extras: v.optional(v.array(Purl)),
  version: Version,
  revision: Revision,
  tree: TreeDigest,
  bin: v.pipe(NotAList, v.record(ShortText, InnerPath)),
  resolver: v.looseObject({ npm: ShortText, node: ShortText }),
  packages: v.pipe(
    NotAList,
    v.record(v.pipe(v.string(), v.check(isPackagePath, "is not a package path")), PackagePin),
    v.check((packages) => Object.keys(packages).length <= MAX_PACKAGES, "has too many packages"),
  ),
});

export type NpmLockfile = v.InferOutput<typeof NpmLockfileSchema>;
export type PackagePin = v.InferOutput<typeof PackagePin>;

const PLATFORM = /^[a-z0-9]+-[a-z0-9_]+$/;

/** A program of the disk on one platform: `linux-x64`. */
const ProgramPin = v.looseObject({
  /** Of the binary, or of the script that the entry names. */
  sha256: v.pipe(v.string(), v.regex(SHA256)),
  /** The code that a script loads, by the folder's place beside the script. */
  code: v.optional(v.pipe(NotAList, v.record(ShortText, H1Digest))),
});

/** The lockfile of a program that no registry has: digests per platform. */
export const ExecutableLockfileSchema = v.looseObject({
  lockfileVersion: v.literal(LOCKFILE_VERSION),
  critical: v.optional(Names),
  subject: purlOfA("executable", "a program"),
  revision: Revision,
  tree: TreeDigest,
  packages: v.pipe(
    NotAList,
    v.record(v.pipe(v.string(), v.regex(PLATFORM, "is not a platform")), ProgramPin),
    v.check((packages) => Object.keys(packages).length <= 64, "has too many platforms"),
  ),
});

export type ExecutableLockfile = v.InferOutput<typeof ExecutableLockfileSchema>;
export type ProgramPin = v.InferOutput<typeof ProgramPin>;

/** Each kind of subject with its lockfile: a further one is a member here and in `SCHEMAS`. */
export interface LockfileOf {
  readonly npm: NpmLockfile;
  readonly executable: ExecutableLockfile;
}
export type Lockfile = LockfileOf[LockedEcosystem];

/** Fields that this program understands; a `critical` name outside of it is refused. */
export const KNOWN_FIELDS: Readonly<Record<LockedEcosystem, ReadonlySet<string>>> = {
  npm: new Set([...Object.keys(NpmLockfileSchema.entries), ...Object.keys(PackagePin.entries)]),
  executable: new Set([
    ...Object.keys(ExecutableLockfileSchema.entries),
    ...Object.keys(ProgramPin.entries),
  ]),
};

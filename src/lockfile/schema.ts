import * as v from "valibot";

import { H1, SHA256, SHA512_INTEGRITY } from "../model/digest.ts";
import { isNpmName, parsePurl } from "../model/subject.ts";

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

const Purl = v.pipe(
  v.string(),
  v.check((text) => parsePurl(text) !== null, "is not the purl of an npm package"),
);

/** An npm subject's lockfile. Unknown fields are kept, but for names in `critical`. */
export const NpmLockfileSchema = v.looseObject({
  lockfileVersion: v.literal(LOCKFILE_VERSION),
  critical: v.optional(Names),
  subject: Purl,
  extras: v.optional(v.array(Purl)),
  version: Version,
  revision: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  tree: v.pipe(v.string(), v.regex(SHA256, "is not a sha256 digest")),
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

/** Fields that this program understands; a `critical` name outside of it is refused. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...Object.keys(NpmLockfileSchema.entries),
  ...Object.keys(PackagePin.entries),
]);

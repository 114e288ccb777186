import * as v from "valibot";

import { isPypiSubjectName } from "../model/subject.ts";
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

const VERSION =
  /^(?:\d+!)?\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?(?:\.post\d+)?(?:\.dev\d+)?(?:\+[a-z0-9]+(?:\.[a-z0-9]+)*)?$/;
const PACKAGE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:@[^@]+)?$/;
const PLATFORM = /^[a-z0-9]+-[a-z0-9_]+$/;
// Of a wheel: name, version, an optional build, then tags. Of a source archive: name and version.
const FILE = /^[A-Za-z0-9](?:[A-Za-z0-9._+!-]*[A-Za-z0-9])?\.(?:whl|tar\.gz|zip)$/;
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const MAX_ARTIFACTS = 1_000;

/** Normalized (PEP 440). */
const Version = v.pipe(v.string(), v.maxLength(256), v.regex(VERSION, "is not a normal version"));
const Address = v.pipe(v.string(), v.maxLength(2048), v.regex(/^[a-z][a-z+]*:\/\/[^\s]+$/));

/** One file of an index: a wheel, or a source archive that is built on each machine. */
const Artifact = v.pipe(
  v.looseObject({
    file: v.pipe(v.string(), v.maxLength(512), v.regex(FILE, "is not the name of an archive")),
    sha256: Sha256,
    /** Of a wheel only: h1 of what an installer unpacks. */
    files: v.optional(H1Digest),
  }),
  v.check(
    ({ file, files }) => file.endsWith(".whl") === (files !== undefined),
    "a wheel has `files`, and nothing else has",
  ),
);

const Source = v.union([
  v.looseObject({
    git: Address,
    commit: v.pipe(v.string(), v.regex(COMMIT, "is not a whole commit")),
    subdirectory: v.optional(InnerPath),
  }),
  v.looseObject({ url: Address }),
]);

export const PypiPackagePin = v.looseObject({
  version: Version,
  /** PEP 508: where it is installed at all. */
  marker: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  artifacts: v.pipe(v.array(Artifact), v.maxLength(MAX_ARTIFACTS)),
  /** Its files come from a build on the machine: only the archive or commit is pinned. */
  builtLocally: v.optional(v.literal(true)),
  /** Where it comes from, when that is no index. */
  source: v.optional(Source),
  /** Files of it that Python runs at each start: `.pth`, `sitecustomize`. */
  startupHooks: v.optional(v.pipe(v.array(InnerPath), v.maxLength(64))),
  evidence: v.optional(EvidencePin),
});

/** The lockfile of a package of a Python index with its closure, for several platforms. */
export const PypiLockfileSchema = v.looseObject({
  lockfileVersion: v.literal(LOCKFILE_VERSION),
  critical: v.optional(Names),
  subject: purlOfA("pypi", "a package of a Python index"),
  extras: v.optional(v.array(purlOfA("pypi", "a package of a Python index"))),
  version: Version,
  revision: Revision,
  tree: Sha256,
  /** Programs of the subject and the `module:function` that they start. */
  entryPoints: byName(ShortText, ShortText),
  /** `linux-x64` and so on: artifacts are pinned for these. */
  platforms: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(64), v.regex(PLATFORM, "is not a platform"))),
    v.minLength(1),
    v.maxLength(64),
  ),
  /** `python` is the `3.12` from which on artifacts are pinned; `requiresPython` the subject's own range. */
  resolver: v.looseObject({
    uv: ShortText,
    python: v.pipe(v.string(), v.regex(/^3\.\d{1,3}$/, "is not a Python")),
    requiresPython: v.optional(ShortText),
  }),
  /** Variables that change what runs and that the server is started with all the same. */
  allowEnv: v.optional(Names),
  /** By normalized name; `NAME@VERSION` where markers choose between versions of it. */
  packages: v.pipe(
    byName(
      v.pipe(v.string(), v.maxLength(512), v.regex(PACKAGE, "is not a package")),
      PypiPackagePin,
    ),
    v.check((packages) => Object.keys(packages).length <= MAX_PACKAGES, "has too many packages"),
  ),
});

export type PypiLockfile = v.InferOutput<typeof PypiLockfileSchema>;
export type PypiPackagePin = v.InferOutput<typeof PypiPackagePin>;
export type PypiArtifact = PypiPackagePin["artifacts"][number];

/** The package's name: what stands before the `@` of a key. */
export function packageNameOf(key: string): string {
  return key.split("@")[0] ?? key;
}

/** The name without its PEP 508 extras and without what marks another source than an index. */
export function distributionOf(subjectName: string): string {
  return isPypiSubjectName(subjectName) ? (/^[a-z0-9-]+/.exec(subjectName)?.[0] ?? "") : "";
}

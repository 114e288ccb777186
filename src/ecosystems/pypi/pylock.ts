import * as v from "valibot";

import { PinfoldError } from "../../errors.ts";
import type { ResolvedArtifact, ResolvedPackage } from "../../ports/python-resolver.ts";
import { normalName } from "./names.ts";

const MAX_PACKAGES = 5_000;

const HASH = /^[0-9a-f]{64}$/;
const Time = v.fallback(
  v.optional(
    v.union([
      v.pipe(
        v.date(),
        v.transform((date) => date.toISOString()),
      ),
      v.string(),
    ]),
  ),
  undefined,
);

const Artifact = v.looseObject({
  url: v.pipe(v.string(), v.maxLength(4096)),
  name: v.optional(v.string()),
  "upload-time": Time,
  hashes: v.optional(v.record(v.string(), v.string())),
});
type Artifact = v.InferOutput<typeof Artifact>;

const Package = v.looseObject({
  name: v.pipe(v.string(), v.maxLength(214)),
  version: v.optional(v.pipe(v.string(), v.maxLength(256))),
  marker: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  wheels: v.optional(v.array(Artifact)),
  sdist: v.optional(Artifact),
  archive: v.optional(Artifact),
  directory: v.optional(v.looseObject({})),
  vcs: v.optional(
    v.looseObject({
      type: v.string(),
      url: v.optional(v.pipe(v.string(), v.maxLength(2048))),
      "commit-id": v.string(),
      subdirectory: v.optional(v.string()),
    }),
  ),
});
type Package = v.InferOutput<typeof Package>;

const Pylock = v.looseObject({
  "lock-version": v.string(),
  packages: v.optional(v.pipe(v.array(Package), v.maxLength(MAX_PACKAGES))),
});

/**
 * The closure of a pylock.toml (PEP 751), already parsed as TOML. Throws where it is none, or where an
 * archive has no sha256: what has no digest cannot be pinned.
 *
 * @param python the lower bound that was asked for: a marker that says it again says nothing
 */
export function closureOf(toml: unknown, python: string): readonly ResolvedPackage[] {
  const parsed = v.safeParse(Pylock, toml);
  if (!parsed.success || !parsed.output["lock-version"].startsWith("1."))
    throw new PinfoldError(
      "input",
      "uv printed something else than a pylock.toml",
      "run uv --version; a uv of 0.9 or newer is needed",
    );
  return (parsed.output.packages ?? []).map((one) => packageOf(one, python));
}

function packageOf(one: Package, python: string): ResolvedPackage {
  const name = normalName(one.name);
  if (one.directory !== undefined)
    throw new PinfoldError(
      "refused",
      `${name} comes from a folder of this disk`,
      "a lockfile can hold what every machine can fetch: publish it, or use a git address",
    );
  const archive = one.archive === undefined ? null : artifactOf(one.archive, name);
  const isWheel = archive?.file.endsWith(".whl") === true;
  const wheels = (one.wheels ?? []).map((wheel) => artifactOf(wheel, name));
  const sdist = one.sdist === undefined ? null : artifactOf(one.sdist, name);
  return {
    name,
    version: one.version ?? "",
    marker: withoutBound(one.marker ?? null, python),
    wheels: archive !== null && isWheel ? [archive] : wheels,
    sdist: archive !== null && !isWheel ? archive : sdist,
    source: sourceOf(one, archive),
  };
}

function sourceOf(
  { vcs, name }: Package,
  archive: ResolvedArtifact | null,
): ResolvedPackage["source"] {
  if (archive !== null) return { url: archive.url };
  if (vcs === undefined) return null;
  if (vcs.type !== "git" || vcs.url === undefined)
    throw new PinfoldError(
      "refused",
      `${name} comes from a repository that is not git`,
      "only git repositories can be pinned by their commit",
    );
  const { url: git, "commit-id": commit, subdirectory = null } = vcs;
  return { git: withoutUser(git), commit: commit.toLowerCase(), subdirectory };
}

/** Names and passwords in addresses are no part of a pin. */
function withoutUser(address: string): string {
  return address.replace(/^([a-z+]+:\/\/)[^/@]*@/i, "$1");
}

function artifactOf({ url, name, hashes, ...rest }: Artifact, owner: string): ResolvedArtifact {
  const sha256 = hashes?.["sha256"]?.toLowerCase() ?? "";
  const [bare = ""] = url.split(/[?#]/);
  const file = name ?? decoded(bare.slice(bare.lastIndexOf("/") + 1));
  if (!HASH.test(sha256))
    throw new PinfoldError(
      "refused",
      `the index gives no sha256 of ${file} (${owner})`,
      "what has no digest cannot be pinned: ask whoever runs the index to serve sha256 hashes",
    );
  return { file, url, sha256: `sha256:${sha256}`, published: rest["upload-time"] ?? null };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withoutBound(marker: string | null, python: string): string | null {
  if (marker === null) return null;
  const bound = `python_full_version >= '${python}'`;
  if (marker === bound) return null;
  const isPlain = !marker.includes(" or ") || marker.startsWith(`${bound} and (`);
  return isPlain && marker.startsWith(`${bound} and `)
    ? marker.slice(`${bound} and `.length)
    : marker;
}

import { parsePrograms } from "../../ecosystems/pypi/entry-points.ts";
import { fits, parseWheelName } from "../../ecosystems/pypi/wheel-tags.ts";
import type { PackageFile, PackageState } from "../../difference/package-state.ts";
import { PinfoldError } from "../../errors.ts";
import { evidenceRecord } from "../../lockfile/evidence-pin.ts";
import type { PypiPackagePin } from "../../lockfile/pypi-schema.ts";
import { prefixOf } from "../../model/npm-tree.ts";
import { packagePurl } from "../../policy/pattern.ts";
import type { KnownTime } from "../../policy/published.ts";
import { ofAll } from "../../policy/pin-facts.ts";
import type { IndexProject, PythonIndex, Wheel } from "../../ports/python-index.ts";
import type { ResolvedArtifact } from "../../ports/python-resolver.ts";
import type { Sightings } from "../../state/sightings.ts";
import type { ManifestStore } from "../../state/manifests.ts";

export interface StateContext {
  readonly pythonIndex: PythonIndex;
  readonly manifests: ManifestStore;
  readonly sightings: Sightings;
  readonly cacheFolder: string;
  /** Where archives are to be had, by file name. */
  readonly places: ReadonlyMap<string, ResolvedArtifact>;
  readonly pageOf: (name: string) => IndexProject | null;
  /** Of this machine: the wheel that it would install is the one that is compared. */
  readonly platform: string;
  readonly python: string;
}

/**
 * A pinned package as it is compared: from one of its wheels, which must have the pinned bytes. Where
 * it is not to be had any more the list of its files may be; of what is built on each machine there is
 * nothing to compare.
 */
export async function packageState(
  context: StateContext,
  name: string,
  pin: PypiPackagePin,
): Promise<PackageState> {
  const { version, artifacts, builtLocally } = pin;
  const artifact = ownWheel(context, artifacts);
  const place = artifact === null ? undefined : context.places.get(artifact.file);
  const wheel =
    artifact === null || place === undefined
      ? null
      : await wheelOrNull(context, artifact, place.url);
  const listed =
    wheel !== null || artifact?.files === undefined
      ? null
      : context.manifests.read(artifact.files, prefixOf(name, version));
  const page = context.pageOf(name);
  const yanked = page?.files.find(({ file }) => file === artifact?.file)?.yanked ?? null;
  const purl = packagePurl("pypi", name);
  const known = youngest(context, purl, artifacts);
  const digest = ofAll(artifacts.map(({ sha256 }) => sha256));
  return {
    name,
    purl,
    digest,
    version,
    publishedBy: known.origin,
    scriptsDigest: builtLocally === true ? digest : null,
    published: known.time,
    publisher: null,
    deprecated:
      yanked === null ? null : `taken back by its authors${yanked === "" ? "" : `: ${yanked}`}`,
    evidence: evidenceRecord(pin.evidence),
    scripts: {
      ...(builtLocally === true ? { build: artifacts[0]?.file ?? "its repository" } : {}),
      ...Object.fromEntries(hooksOf(pin)),
    },
    outside: wheel === null ? {} : outsideRequirements(wheel.metadata),
    programs: wheel === null ? {} : parsePrograms(wheel.entryPoints),
    files:
      wheel === null
        ? (listed?.map(({ path, sha256 }) => ({ path, sha256, size: null, bytes: null })) ?? null)
        : filesOf(wheel, `${name}-${version}`),
  };
}

/** A file that is added to an old version years later is as young as it is: each has its own time. */
function youngest(
  { sightings, places }: StateContext,
  purl: string,
  artifacts: readonly Artifact[],
): KnownTime {
  const times = artifacts.flatMap(({ file }) => {
    const place = places.get(file);
    return place === undefined ? [] : [sightings.time(purl, file, place.published)];
  });
  const known = times.filter(({ time }) => time !== null);
  return known.reduce((a, b) => ((b.time ?? "") > (a.time ?? "") ? b : a), {
    time: null,
    origin: "registry",
  });
}

/** Requirements with an address (PEP 508): `Requires-Dist: NAME @ git+https://…`. */
function outsideRequirements(metadata: string): Readonly<Record<string, string>> {
  const found = [...metadata.matchAll(/^Requires-Dist: *([\w.-]+)[^@\n]*@ *(\S+)/gm)];
  return Object.fromEntries(found.map(([, name = "", where = ""]) => [name, where.slice(0, 300)]));
}

function hooksOf({ startupHooks = [] }: PypiPackagePin): readonly (readonly [string, string])[] {
  return startupHooks.map((file) => [`every start of Python (${file})`, file]);
}

type Artifact = PypiPackagePin["artifacts"][number];

/** The wheel that this machine could install, one for any machine first; else the first of all. */
function ownWheel(
  { platform, python }: StateContext,
  artifacts: readonly Artifact[],
): Artifact | null {
  const named = artifacts.flatMap((artifact) => {
    const wheel = parseWheelName(artifact.file);
    return wheel === null ? [] : [{ artifact, wheel }];
  });
  const own = named.find(({ wheel }) => fits(wheel, platform, python)) ?? named[0];
  return own?.artifact ?? null;
}

/** Paths without the version that stands in them, so that two versions' files are compared by name. */
function filesOf({ files, contents }: Wheel, stem: string): readonly PackageFile[] {
  const spelled = stem.replaceAll(/[-_.]+/g, "[-_.]+");
  const folder = new RegExp(`^${spelled}\\.(dist-info|data)/`, "i");
  return files.map(({ path, sha256 }) => ({
    path: path.replace(folder, ".$1/"),
    sha256,
    size: contents.get(path)?.size ?? null,
    bytes: contents.get(path)?.bytes ?? null,
  }));
}

/** What an index does not have any more is no reason to stop. */
async function wheelOrNull(
  { pythonIndex, cacheFolder }: StateContext,
  { file, sha256 }: Artifact,
  url: string,
): Promise<Wheel | null> {
  try {
    return await pythonIndex.wheel({
      file,
      url,
      sha256,
      cacheFolder,
      keep: true,
      withContents: true,
    });
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return null;
    throw thrown;
  }
}

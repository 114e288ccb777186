import { PinfoldError } from "../../errors.ts";
import { packageNameOf, type PypiLockfile } from "../../lockfile/pypi-schema.ts";
import { findProgram } from "../../path-search/find-program.ts";
import type { ResolvedArtifact } from "../../ports/python-resolver.ts";
import type { CheckContext } from "../define.ts";
import type { ResolvedClosure } from "../../verify/python-resolve.ts";
import { ownUv } from "../../verify/own-uv.ts";

/** What uv answered for some of a lockfile's packages: no package is in it twice. */
export type LocatedPart = Pick<ResolvedClosure, "request" | "resolution">;

/**
 * Where the archives of a lockfile are to be had, by file name: the index that uv is set to is asked for
 * exactly the pinned versions. Nothing is resolved, and nothing is built.
 */
export async function locateArtifacts(
  context: LocateContext,
  lockfile: Pick<PypiLockfile, "packages" | "resolver">,
): Promise<ReadonlyMap<string, ResolvedArtifact>> {
  return placesOf(await locateParts(context, lockfile));
}

type LocateContext = Omit<CheckContext, "manifests" | "onProgress">;

/** The same with what was asked, for further questions to the same indexes. */
export async function locateParts(
  { world, dataFolder, cacheFolder }: LocateContext,
  { packages, resolver }: Pick<PypiLockfile, "packages" | "resolver">,
): Promise<readonly LocatedPart[]> {
  const { machine, disk, pythonResolver } = world;
  const path = machine.env["PATH"] ?? "";
  // It is fetched by its pinned digest and writes no pin: nobody needs to be asked.
  const consent = (): Promise<boolean> => Promise.resolve(true);
  const uv =
    findProgram(disk, "uv", path) ?? (await ownUv({ ...world, dataFolder, consent }, path));
  const ofIndex = Object.entries(packages).filter(([, { source }]) => source === undefined);
  const parts: LocatedPart[] = [];
  for (const wave of wavesOf(ofIndex)) {
    const request = {
      uv,
      config: true,
      env: {},
      session: machine.env,
      path,
      home: machine.home,
      cacheFolder: `${cacheFolder}/uv`,
      requirements: wave.map(
        ([key, { version, marker }]) =>
          `${packageNameOf(key)}==${version}${marker === undefined ? "" : ` ; ${marker}`}`,
      ),
      python: resolver.python,
      interpreter: null,
      options: [],
      mayBuild: [],
      isAlone: true,
    };
    parts.push({ request, resolution: await pythonResolver.resolve(request) });
  }
  if (placesOf(parts).size === 0 && ofIndex.length > 0)
    throw new PinfoldError(
      "network",
      "the index names no archive of the pinned versions",
      "check uv's index settings, then run the command again",
    );
  return parts;
}

export function placesOf(parts: readonly LocatedPart[]): ReadonlyMap<string, ResolvedArtifact> {
  const places = new Map<string, ResolvedArtifact>();
  for (const { resolution } of parts)
    for (const { wheels, sdist } of resolution.packages)
      for (const artifact of [...wheels, ...(sdist === null ? [] : [sdist])])
        places.set(artifact.file, artifact);
  return places;
}

/** Two versions of one package do not fit into one request. */
function wavesOf<One extends readonly [string, unknown]>(
  entries: readonly One[],
): readonly One[][] {
  const waves: One[][] = [];
  for (const entry of entries) {
    const isFree = (wave: One[]): boolean =>
      !wave.some(([key]) => packageNameOf(key) === packageNameOf(entry[0]));
    const free = waves.find(isFree);
    if (free === undefined) waves.push([entry]);
    else free.push(entry);
  }
  return waves;
}

import { PinfoldError } from "../../errors.ts";
import { packageNameOf, type PypiLockfile } from "../../lockfile/pypi-schema.ts";
import { findProgram } from "../../path-search/find-program.ts";
import type { ResolvedArtifact } from "../../ports/python-resolver.ts";
import type { CheckContext } from "../define.ts";
import { ownUv } from "../../verify/own-uv.ts";

/**
 * Where the archives of a lockfile are to be had, by file name: the index that uv is set to is asked for
 * exactly the pinned versions. Nothing is resolved, and nothing is built.
 */
export async function locateArtifacts(
  { world, dataFolder, cacheFolder }: Omit<CheckContext, "manifests" | "onProgress">,
  { packages, resolver }: Pick<PypiLockfile, "packages" | "resolver">,
): Promise<ReadonlyMap<string, ResolvedArtifact>> {
  const { machine, disk, pythonResolver } = world;
  const path = machine.env["PATH"] ?? "";
  // It is fetched by its pinned digest and writes no pin: nobody needs to be asked.
  const consent = (): Promise<boolean> => Promise.resolve(true);
  const uv =
    findProgram(disk, "uv", path) ?? (await ownUv({ ...world, dataFolder, consent }, path));
  const ofIndex = Object.entries(packages).filter(([, { source }]) => source === undefined);
  const places = new Map<string, ResolvedArtifact>();
  for (const wave of wavesOf(ofIndex)) {
    const resolution = await pythonResolver.resolve({
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
    });
    for (const { wheels, sdist } of resolution.packages)
      for (const artifact of [...wheels, ...(sdist === null ? [] : [sdist])])
        places.set(artifact.file, artifact);
  }
  if (places.size === 0 && ofIndex.length > 0)
    throw new PinfoldError(
      "network",
      "the index names no archive of the pinned versions",
      "check uv's index settings, then run the command again",
    );
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

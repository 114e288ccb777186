import { posix } from "node:path";

import { type FileDigest, h1Of, sha256Of } from "../../model/digest.ts";
import { type ObservedPackage, type ObservedTree, prefixOf } from "../../model/npm-tree.ts";
import type {
  Distribution,
  EnvironmentFile,
  EnvironmentLayout,
  FolderReading,
} from "../../model/python-environment.ts";
import { unplacedScript } from "./console-scripts.ts";
import { distributionsOf, type UnusableDistribution } from "./distributions.ts";
import { isCache, isInstallers, isMakers } from "./generated.ts";
import { manifestPath } from "./install-paths.ts";

/** An environment as it was read: what belongs to which distribution, and what to none. */
export interface ObservedEnvironment {
  readonly root: string;
  readonly layout: EnvironmentLayout;
  readonly reading: FolderReading;
  readonly files: ReadonlyMap<string, EnvironmentFile>;
  readonly distributions: readonly Distribution[];
  readonly unusable: readonly UnusableDistribution[];
  /** The distributions by name, each with the digest of the files that are its wheel's. */
  readonly tree: ObservedTree;
  /** Files that no distribution and no maker of environments accounts for. */
  readonly unclaimed: readonly string[];
  /** Programs of distributions that are not there, by their path. */
  readonly missingScripts: readonly { readonly path: string; readonly distribution: string }[];
}

/**
 * Shares the files of an environment out to its distributions. The RECORD of each says which are
 * its own; that is a claim, which holds only if the digest over these files is the pinned one.
 */
export function observeEnvironment(
  root: string,
  layout: EnvironmentLayout,
  reading: FolderReading,
): ObservedEnvironment {
  const files = new Map(reading.files.map((file) => [file.path, file]));
  const { found, unusable } = distributionsOf(root, layout, reading);
  const programs = new Set(found.flatMap((one) => programPaths(one, layout).map(([path]) => path)));
  const owned = new Set<string>();
  const packages = found.map((distribution): [string, ObservedPackage] => {
    const own: FileDigest[] = [];
    let bytes = 0;
    let fileCount = 0;
    for (const [path, hasHash] of distribution.claims) {
      const file = files.get(path);
      if (file === undefined) continue;
      // Whoever claims the file of a program, a hook or a cache in vain gains nothing by it.
      if (isCache(path) && !hasHash) continue;
      owned.add(path);
      bytes += file.size;
      fileCount += 1;
      if (isInstallers(path, distribution.folder) || programs.has(path)) continue;
      const inner = manifestPath(path, distribution, layout);
      own.push({ path: inner, sha256: wheelDigest(file, { root, layout, reading }) });
    }
    const { name, version, dependencies } = distribution;
    const facts = { name, version, bin: {}, installScripts: {}, dependencies };
    const observed = { path: name, facts, fileCount, bytes, odd: [] };
    return [name, { ...observed, files: h1Of(prefixOf(name, version), own), entries: own }];
  });
  const tree = { root, packages: new Map(packages), links: [], loose: reading.odd };
  const unclaimed = reading.files
    .map(({ path }) => path)
    .filter(
      (path) =>
        !owned.has(path) && !programs.has(path) && !isCache(path) && !isMakers(path, layout),
    );
  const missingScripts = found.flatMap((one) =>
    [...one.claims.keys()]
      .filter((path) => programs.has(path) && !files.has(path))
      .map((path) => ({ path, distribution: one.name })),
  );
  return {
    root,
    layout,
    reading,
    files,
    distributions: found,
    unusable,
    tree,
    unclaimed,
    missingScripts,
  };
}

/** The files of a distribution's programs, with what each starts. */
export function programPaths(
  { name, programs }: Distribution,
  { scripts }: EnvironmentLayout,
): readonly (readonly [string, string])[] {
  const [, pip] = Object.entries(programs).find(([program]) => /^pip3?$/.test(program)) ?? [];
  const named = Object.entries(programs).map(
    ([program, reference]) => [`${scripts}/${program}`, reference] as const,
  );
  // pip writes itself under the version of each Python that it is installed for.
  const numbered = name === "pip" && pip !== undefined ? NUMBERS : [];
  return [...named, ...numbered.map((one) => [`${scripts}/pip${one}`, pip ?? ""] as const)];
}

const NUMBERS = Array.from({ length: 12 }, (_, minor) => `3.${minor + 7}`);

/** A script of a wheel gets another first line where it is installed: undone before it is hashed. */
function wheelDigest(
  { path, sha256 }: EnvironmentFile,
  {
    root,
    layout,
    reading,
  }: {
    readonly root: string;
    readonly layout: EnvironmentLayout;
    readonly reading: FolderReading;
  },
): string {
  if (posix.dirname(path) !== layout.scripts) return sha256;
  const text = reading.texts[path];
  if (text?.startsWith("#!") !== true) return sha256;
  const original = unplacedScript(text, { root, scripts: layout.scripts });
  return original === null ? sha256 : sha256Of(original).slice("sha256:".length);
}

import * as v from "valibot";

import type { NpmLockfile, PackagePin } from "../../lockfile/schema.ts";
import { folderName } from "../../model/npm-tree.ts";
import { programsOf } from "./package-facts.ts";

/**
 * What npm itself keeps of a tree of `_npx`: texts by their path in its folder, in the order in which
 * they are written. npm believes the last one only where nothing else is newer.
 */
export type NpxFiles = readonly (readonly [path: string, text: string])[];

export interface NpxFilesInput {
  /** The name of the folder, which npm takes for the name of the project. */
  readonly hash: string;
  readonly specs: readonly string[];
  /** Packages that were asked for, with the version that is there. */
  readonly requested: Readonly<Record<string, string>>;
  readonly lockfile: NpmLockfile;
  /** package.json of each package that is there, by its path. */
  readonly manifests: ReadonlyMap<string, string>;
}

/**
 * The files that npx leaves in a folder of `_npx`, for a tree that was laid without npm (npm 11.19.1,
 * lockfileVersion 3). Without `package-lock.json` a tree that is broken later would be installed anew
 * with the dependencies of that day.
 */
export function npxFiles(input: NpxFilesInput): NpxFiles {
  const { hash, specs, requested, lockfile, manifests } = input;
  // npm saves what it found, not what it was asked: an exact version becomes a range too.
  const dependencies = Object.fromEntries(
    Object.entries(requested).map(([name, version]) => [name, `^${version}`]),
  );
  const all = Object.entries(lockfile.packages).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const entries = all.map(([path, pin]): LockEntry => [
    path,
    lockEntry(path, pin, manifests.get(path)),
  ]);
  const installed = entries.filter(([path]) => manifests.has(path));
  const lock = (entriesOf: readonly LockEntry[]): string => {
    const packages: Record<string, object> = Object.fromEntries(entriesOf);
    return json({ name: hash, lockfileVersion: 3, requires: true, packages });
  };
  return [
    ["package.json", json({ dependencies, _npx: { packages: specs } })],
    ["package-lock.json", lock([["", { dependencies }], ...entries])],
    ["node_modules/.package-lock.json", lock(installed)],
  ];
}

type LockEntry = readonly [path: string, entry: object];

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const Names = v.fallback(v.optional(v.record(v.string(), v.string())), undefined);
const Manifest = v.looseObject({
  bin: v.optional(v.unknown()),
  dependencies: Names,
  optionalDependencies: Names,
  peerDependencies: Names,
  peerDependenciesMeta: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  engines: Names,
});

/** What npm needs to see that a tree is whole: who asks for what, and what starts what. */
function lockEntry(path: string, pin: PackagePin, text: string | undefined): object {
  const { version, integrity, optional, os, cpu, libc, hooks, name } = pin;
  const parsed = text === undefined ? null : v.safeParse(Manifest, parsedJson(text));
  const manifest = parsed?.success === true ? parsed.output : {};
  const { optionalDependencies, peerDependencies, peerDependenciesMeta, engines } = manifest;
  const dependencies = Object.entries(manifest.dependencies ?? {}).filter(
    ([one]) => !Object.hasOwn(optionalDependencies ?? {}, one),
  );
  const bin = programsOf(name ?? folderName(path), manifest.bin) ?? {};
  return {
    ...(name === undefined ? {} : { name }),
    version,
    integrity,
    ...(hooks === undefined ? {} : { hasInstallScript: true }),
    ...(optional === true ? { optional } : {}),
    ...(os === undefined ? {} : { os }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(libc === undefined ? {} : { libc }),
    ...(dependencies.length === 0 ? {} : { dependencies: Object.fromEntries(dependencies) }),
    ...(Object.keys(bin).length === 0 ? {} : { bin }),
    ...(engines === undefined ? {} : { engines }),
    ...(optionalDependencies === undefined ? {} : { optionalDependencies }),
    ...(peerDependencies === undefined ? {} : { peerDependencies }),
    ...(peerDependenciesMeta === undefined ? {} : { peerDependenciesMeta }),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return null;
  }
}

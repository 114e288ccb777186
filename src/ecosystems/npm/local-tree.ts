import { posix } from "node:path";

import * as v from "valibot";

import { type Disk, DiskError } from "../../ports/disk.ts";
import { MAX_PACKAGE_JSON, packageFacts, programsOf } from "./package-facts.ts";

/** A package that npm sees in a folder's node_modules. */
export interface LocalPackage {
  /** Its folder. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly programs: readonly string[];
  /** Its package.json says where it came from, which is what a tag is compared with. */
  readonly hasResolved: boolean;
}

const MAX_LOCK = 64 * 1024 * 1024;
/** Trees nest; more than this many levels are a loop of links. */
const MAX_DEPTH = 16;

const Hidden = v.looseObject({
  packages: v.record(
    v.string(),
    v.looseObject({
      name: v.optional(v.string()),
      version: v.optional(v.string()),
      bin: v.optional(v.record(v.string(), v.unknown())),
      resolved: v.optional(v.unknown()),
    }),
  ),
});

/** The package.json of a folder; null where there is none that npm could use. */
export function localPackage(disk: Disk, path: string): LocalPackage | null {
  const text = textOf(disk, `${path}/package.json`, MAX_PACKAGE_JSON);
  const facts = text === null ? null : packageFacts(text, false);
  if (text === null || facts === null) return null;
  return {
    path,
    name: facts.name,
    version: facts.version,
    programs: Object.keys(facts.bin),
    hasResolved: /"_?resolved"\s*:/.test(text),
  };
}

const Own = v.looseObject({
  name: v.optional(v.string()),
  bin: v.optional(v.unknown()),
  directories: v.optional(v.looseObject({ bin: v.optional(v.string()) })),
});

/** Programs of a project's own package.json, which needs neither a name nor a version for them. */
export function ownPrograms(disk: Disk, folder: string): readonly string[] {
  const text = textOf(disk, `${folder}/package.json`, MAX_PACKAGE_JSON);
  const parsed = v.safeParse(Own, text === null ? null : jsonOf(text.replace(/^\uFEFF/, "")));
  if (!parsed.success) return [];
  const { name = posix.basename(folder), bin, directories } = parsed.output;
  if (bin !== undefined) return Object.keys(programsOf(name, bin) ?? {});
  return directories?.bin === undefined
    ? []
    : filesBelow(disk, posix.join(folder, directories.bin), 0);
}

/** Names of the files of a folder and of those in it. */
function filesBelow(disk: Disk, folder: string, depth: number): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  return (guarded(() => disk.list(folder)) ?? []).flatMap(({ name, kind }) =>
    kind === "folder" ? filesBelow(disk, `${folder}/${name}`, depth + 1) : [name],
  );
}

/**
 * Every package that arborist finds from a folder: its own package.json, node_modules at any depth,
 * and what `node_modules/.package-lock.json` says, which is believed in place of the disk.
 */
export function localPackages(disk: Disk, folder: string): readonly LocalPackage[] {
  const found: LocalPackage[] = [];
  const seen = new Set<string>();
  const own = localPackage(disk, folder);
  if (own !== null) found.push(own);
  const visit = (path: string, depth: number): void => {
    const real = guarded(() => disk.realPath(path));
    if (real === null || seen.has(real) || depth > MAX_DEPTH) return;
    seen.add(real);
    const one = localPackage(disk, path);
    if (one !== null) found.push(one);
    below(`${path}/node_modules`, depth + 1);
  };
  const below = (place: string, depth: number): void => {
    for (const { name, kind } of guarded(() => disk.list(place)) ?? []) {
      if (name.startsWith(".") || kind === "file" || kind === "other") continue;
      if (!name.startsWith("@")) visit(`${place}/${name}`, depth);
      else
        for (const inner of guarded(() => disk.list(`${place}/${name}`)) ?? [])
          visit(`${place}/${name}/${inner.name}`, depth);
    }
  };
  below(`${folder}/node_modules`, 0);
  return [...found, ...claimed(disk, folder)];
}

function claimed(disk: Disk, folder: string): readonly LocalPackage[] {
  const text = textOf(disk, `${folder}/node_modules/.package-lock.json`, MAX_LOCK);
  if (text === null) return [];
  const parsed = v.safeParse(Hidden, jsonOf(text));
  if (!parsed.success) return [];
  return Object.entries(parsed.output.packages).flatMap(([path, entry]) => {
    const name = entry.name ?? path.slice(path.lastIndexOf("node_modules/") + 13);
    if (entry.version === undefined) return [];
    return [
      {
        path: `${folder}/${path}`,
        name,
        version: entry.version,
        programs: Object.keys(entry.bin ?? {}),
        hasResolved: false,
      },
    ];
  });
}

function textOf(disk: Disk, path: string, limit: number): string | null {
  const bytes = guarded(() => disk.read(path, limit));
  return bytes === null ? null : Buffer.from(bytes).toString("utf8");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What this user cannot read, npx started by the same user cannot either. */
function guarded<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

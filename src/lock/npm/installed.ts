import * as v from "valibot";

import { folderName, type ObservedTree } from "../../model/npm-tree.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import type { PlannedPackage } from "../../ports/npm-registry.ts";

const MAX_BYTES = 16 * 1024 * 1024;

const PackageLock = v.looseObject({
  packages: v.record(
    v.string(),
    v.looseObject({
      name: v.optional(v.string()),
      version: v.optional(v.string()),
      optional: v.optional(v.boolean()),
      os: v.optional(v.unknown()),
      cpu: v.optional(v.unknown()),
      libc: v.optional(v.unknown()),
    }),
  ),
});

/**
 * The packages of an installed tree, and those of other platforms that npm left out of it. The
 * latter are only in package-lock.json, which anybody can have written: what it names is fetched
 * and shown like everything else, and nothing but "optional" is believed of it.
 */
export function installedPackages(disk: Disk, tree: ObservedTree): readonly PlannedPackage[] {
  const lock = readLock(disk, `${tree.root}/package-lock.json`);
  const installed = [...tree.packages.values()].flatMap(({ path, facts }): PlannedPackage[] => {
    if (facts === null) return [];
    const { name, version } = facts;
    return [{ path, name, version, optional: lock[path]?.optional === true }];
  });
  const elsewhere = Object.entries(lock).flatMap(([path, entry]): PlannedPackage[] => {
    const isForPlatform =
      entry.os !== undefined || entry.cpu !== undefined || entry.libc !== undefined;
    if (tree.packages.has(path) || entry.optional !== true || !isForPlatform) return [];
    if (entry.version === undefined) return [];
    return [{ path, name: entry.name ?? folderName(path), version: entry.version, optional: true }];
  });
  return [...installed, ...elsewhere];
}

function readLock(disk: Disk, file: string): v.InferOutput<typeof PackageLock>["packages"] {
  try {
    const bytes = disk.read(file, MAX_BYTES);
    const text = bytes === null ? "{}" : Buffer.from(bytes).toString("utf8");
    const parsed = v.safeParse(PackageLock, JSON.parse(text));
    return parsed.success ? parsed.output.packages : {};
  } catch (thrown) {
    if (thrown instanceof DiskError || thrown instanceof SyntaxError) return {};
    throw thrown;
  }
}

import { join } from "node:path";

import * as v from "valibot";

import { messageOf, PinfoldError } from "../errors.ts";
import type { Disk } from "../ports/disk.ts";

/** A package that pinfold needs to run, and where it goes in the copy. */
export interface PlacedPackage {
  /** Its folder, without links. */
  readonly source: string;
  /** `node_modules/a`, `node_modules/a/node_modules/b`; pinfold's own is "". */
  readonly place: string;
}

const MAX_BYTES = 1024 * 1024;
const MAX_PACKAGES = 2_000;

const Names = v.optional(v.record(v.string(), v.string()), {});

const Manifest = v.object({
  dependencies: Names,
  optionalDependencies: Names,
  peerDependencies: Names,
  peerDependenciesMeta: v.optional(
    v.record(v.string(), v.object({ optional: v.optional(v.boolean(), false) })),
    {},
  ),
  files: v.optional(v.array(v.string())),
});

/** What we need of a package.json. */
export type Manifest = v.InferOutput<typeof Manifest>;

interface Need {
  readonly name: string;
  readonly isOptional: boolean;
}

/**
 * pinfold and every package that it needs, as Node finds them from its folder: from a checkout, from a
 * global install, from a store with links (pnpm). In the copy a package stands at the top unless another
 * of its name does, so that each finds the same ones as here.
 *
 * @throws {PinfoldError} `input` where one that is needed is missing
 */
export function packagesOf(disk: Disk, root: string): readonly PlacedPackage[] {
  const taken = new Map<string, string>();
  const packages: PlacedPackage[] = [{ source: root, place: "" }];
  for (const { source, place } of packages) {
    // Its own first, so that none of them is shadowed by what comes later.
    for (const { name, isOptional } of needsOf(manifestOf(disk, source))) {
      const found = resolved(disk, source, name);
      if (found === null && isOptional) continue;
      if (found === null)
        throw new PinfoldError(
          "input",
          `pinfold's own package ${name} is not installed (needed by ${source})`,
          "install pinfold anew",
        );
      const visible = visiblePlaces(place, name).find((at) => taken.has(at));
      if (visible !== undefined && taken.get(visible) === found) continue;
      const at = visible === undefined ? `node_modules/${name}` : under(place, name);
      taken.set(at, found);
      packages.push({ source: found, place: at });
      if (packages.length > MAX_PACKAGES)
        throw new PinfoldError("input", `${root} has too many packages`, "install pinfold anew");
    }
  }
  return packages;
}

/** @throws {PinfoldError} `input` where the package has none that can be read */
export function manifestOf(disk: Disk, folder: string): Manifest {
  const path = join(folder, "package.json");
  try {
    const bytes = disk.read(path, MAX_BYTES);
    return v.parse(Manifest, JSON.parse(Buffer.from(bytes ?? []).toString("utf8")));
  } catch (thrown) {
    throw new PinfoldError(
      "input",
      `${path} cannot be used: ${messageOf(thrown)}`,
      "install pinfold anew",
      thrown,
    );
  }
}

/** A peer that is optional is another program's: of a checkout it would be what develops pinfold. */
function needsOf(manifest: Manifest): readonly Need[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const peers = Object.keys(peerDependencies).filter(
    (name) => peerDependenciesMeta[name]?.optional !== true,
  );
  // npm writes optional ones under both names.
  const names = new Set([
    ...Object.keys(dependencies),
    ...peers,
    ...Object.keys(optionalDependencies),
  ]);
  return [...names].map((name) => ({
    name,
    isOptional: Object.hasOwn(optionalDependencies, name),
  }));
}

/** The folder that Node takes for a package, looked for from `folder` upwards. */
function resolved(disk: Disk, folder: string, name: string): string | null {
  for (let at = folder; ;) {
    const found = disk.realPath(join(at, "node_modules", name));
    if (found !== null && disk.stat(join(found, "package.json"))?.kind === "file") return found;
    const above = join(at, "..");
    if (above === at) return null;
    at = above;
  }
}

/** Where in the copy a package of that name is looked for from a place, the nearest first. */
function visiblePlaces(place: string, name: string): string[] {
  const places = [under(place, name)];
  for (let at = place; at !== "";) {
    at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")));
    places.push(under(at, name));
  }
  return places;
}

function under(place: string, name: string): string {
  return place === "" ? `node_modules/${name}` : `${place}/node_modules/${name}`;
}

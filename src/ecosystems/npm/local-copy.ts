import { parseNpmSpec } from "../../launchers/npm-spec.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import type { NpxLocation } from "./locate.ts";
import { MAX_PACKAGE_JSON, packageFacts } from "./package-facts.ts";

/**
 * The copy of the same exact version that npx runs in place of its cache's: the project's, then the
 * global one (libnpmexec, `missingFromTree`). Null where there is none.
 */
export function localCopyOf(disk: Disk, { specs, settings }: NpxLocation): string | null {
  const [first] = specs;
  const spec = first === undefined ? null : parseNpmSpec(first);
  if (spec?.pinLevel !== "exact") return null;
  const version = spec.versionSpec?.replace(/^[v=\s]+/, "");
  const places = [
    `${settings.localPrefix}/node_modules/${spec.name}`,
    `${settings.globalPrefix}/lib/node_modules/${spec.name}`,
  ];
  return places.find((place) => versionAt(disk, place) === version) ?? null;
}

function versionAt(disk: Disk, folder: string): string | null {
  try {
    const bytes = disk.read(`${folder}/package.json`, MAX_PACKAGE_JSON);
    if (bytes === null) return null;
    return packageFacts(Buffer.from(bytes).toString("utf8"), false)?.version ?? null;
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

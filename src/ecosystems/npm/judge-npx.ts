import type { NpmLockfile } from "../../lockfile/schema.ts";
import { parseNpmSpec } from "../../launchers/npm-spec.ts";
import type { NpxEvidence } from "../../model/entry-evidence.ts";
import type { Launch } from "../../model/launch.ts";
import { folderName } from "../../model/npm-tree.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import { judgeSettings } from "./judge-settings.ts";
import type { LocalPackage } from "./local-tree.ts";
import type { NpxLocation } from "./locate.ts";
import { isFrozen } from "./npx-tree.ts";
import { preferredPrograms } from "./preferred.ts";

const MAX_NPMRC = 1024 * 1024;

export interface JudgeNpxInput {
  readonly name: string;
  readonly launch: Launch;
  readonly location: NpxLocation;
  readonly lockfile: NpmLockfile | null;
  readonly packagesOf?: (folder: string) => readonly LocalPackage[];
}

/** What npm's configuration and the folders around the server make npx do. */
export function judgeNpx(disk: Disk, input: JudgeNpxInput): NpxEvidence {
  const { name, launch, location, lockfile, packagesOf } = input;
  const { settings, specs, cwd, isOtherHome } = location;
  const { localPrefix, globalPrefix } = settings;
  return {
    name,
    settings: judgeSettings(settings, {
      scopes: scopesOf(specs, lockfile),
      isExact: isFrozen(launch),
      isOtherHome,
      read: (file) => textOf(disk, file),
    }),
    preferred: preferredPrograms(
      disk,
      { specs, bin: launch.bin, cwd, localPrefix, globalPrefix },
      packagesOf,
    ),
  };
}

function scopesOf(specs: readonly string[], lockfile: NpmLockfile | null): ReadonlySet<string> {
  const pinned = Object.entries(lockfile?.packages ?? {}).map(
    ([path, { name }]) => name ?? folderName(path),
  );
  const names = [...specs.map((spec) => parseNpmSpec(spec)?.name ?? spec), ...pinned];
  return new Set(names.filter((one) => one.startsWith("@")).map((one) => one.split("/")[0] ?? one));
}

function textOf(disk: Disk, file: string): string | null {
  try {
    const bytes = disk.read(file, MAX_NPMRC);
    return bytes === null ? null : Buffer.from(bytes).toString("utf8");
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

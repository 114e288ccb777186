import { satisfies } from "@renovatebot/pep440";

import type { PypiLocation } from "../ecosystems/pypi/locate.ts";
import { type EnvironmentPlace, versionIn } from "../ecosystems/pypi/places/define.ts";
import { distributionOf } from "../lockfile/pypi-schema.ts";
import type { Disk } from "../ports/disk.ts";
import type { KnownServer } from "./servers.ts";

/**
 * The environment that the next start runs as it is, resolving nothing; null where there is none. uvx
 * prefers an installed tool to a resolution where the tool is what is asked for, and nothing is said of
 * how to resolve: neither `@latest` nor `--isolated`, no index, no bound of time. Tried with uv 0.13.
 */
export function fixedPlace(
  disk: Disk,
  { found, isFixed }: PypiLocation,
  server: KnownServer,
): EnvironmentPlace | null {
  if (isFixed) return found[0] ?? null;
  const { launch, pypi } = server;
  const isPlain = launch.installer.length === 0 && launch.extras.length === 0;
  if (!isPlain || pypi === null || launch.launcher === "pipx run") return null;
  const tool = found.find(({ maker }) => maker === "uv tool");
  if (tool === undefined || launch.pinLevel !== "range") return tool ?? null;
  const version = versionIn(disk, tool.root, distributionOf(pypi.name));
  return version !== null && satisfies(version, launch.versionSpec ?? "") ? tool : null;
}

/** Whether the next start has uv resolve; a module of an environment is started or is not there. */
export function isResolved(disk: Disk, location: PypiLocation, server: KnownServer): boolean {
  return !location.isFixed && fixedPlace(disk, location, server) === null;
}

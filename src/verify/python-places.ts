import { locatePypi, type PypiLocation } from "../ecosystems/pypi/locate.ts";
import type { EnvironmentPlace } from "../ecosystems/pypi/places/define.ts";
import { PinfoldError } from "../errors.ts";
import type { PypiLockfile } from "../lockfile/pypi-schema.ts";
import type { CollectContext } from "./collect.ts";
import { pythonOf } from "./python-command.ts";
import type { KnownServer } from "./servers.ts";

type PlacesContext = Pick<CollectContext, "disk" | "machine" | "clientPath" | "capturedPath">;

/** Where the environments of a server are; `lockfile` says which programs it has. */
export function locateServer(
  context: PlacesContext,
  server: KnownServer,
  lockfile: PypiLockfile | null,
): PypiLocation {
  const { disk, machine } = context;
  const { entry, launch, pypi: subject } = server;
  if (subject === null)
    throw new PinfoldError("internal", "not a server of a Python index", "please report this");
  const programs = Object.keys(lockfile?.entryPoints ?? {});
  const python = launch.launcher === "python -m" ? pythonOf(context, server) : null;
  return locatePypi({ disk, machine, entry, launch, subject, programs, python });
}

/**
 * The environment that the next start runs as it is, resolving nothing; null where there is none. uvx
 * prefers an installed tool to a resolution, where it is of the version that is asked for, unless it is
 * told to take the latest or further packages.
 */
export function fixedPlace(
  { found, isFixed }: PypiLocation,
  { launch }: KnownServer,
): EnvironmentPlace | null {
  const isTool = ({ maker }: EnvironmentPlace): boolean =>
    maker === "uv tool" && launch.launcher !== "pipx run" && launch.extras.length === 0;
  return found.find((one) => isFixed || isTool(one)) ?? null;
}

import { locatePypi, type PypiLocation } from "../ecosystems/pypi/locate.ts";
import { PinfoldError } from "../errors.ts";
import type { PypiLockfile } from "../lockfile/pypi-schema.ts";
import type { CollectContext } from "./collect.ts";
import { pythonOf } from "./python-command.ts";
import type { KnownServer } from "./servers.ts";

type PlacesContext = Pick<
  CollectContext,
  "disk" | "machine" | "state" | "clientPath" | "capturedPath"
>;

/** Where the environments of a server are; `lockfile` says which programs it has. */
export function locateServer(
  context: PlacesContext,
  server: KnownServer,
  lockfile: PypiLockfile | null,
): PypiLocation {
  const { disk, machine, state } = context;
  const { entry, launch, pypi: subject } = server;
  if (subject === null)
    throw new PinfoldError("internal", "not a server of a Python index", "please report this");
  const programs = Object.keys(lockfile?.entryPoints ?? {});
  const python = launch.launcher === "python -m" ? pythonOf(context, server) : null;
  const isKnown = (root: string): boolean => state.baselines.read(root) !== null;
  return locatePypi({ disk, machine, entry, launch, subject, programs, python, isKnown });
}

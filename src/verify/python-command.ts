import { posix } from "node:path";

import { pythonNameOf } from "../ecosystems/pypi/locate.ts";
import { clientPath } from "../path-search/client-path.ts";
import { findProgram } from "../path-search/find-program.ts";
import type { CollectContext } from "./collect.ts";
import type { KnownServer } from "./servers.ts";

/** The Python that `python -m` starts, links not followed: an environment is known by its place. */
export function pythonOf(
  context: Pick<CollectContext, "disk" | "machine" | "clientPath" | "capturedPath">,
  { entry, launch }: KnownServer,
): string | null {
  const command = pythonNameOf(launch.wrappers.length === 0 ? entry.command : "python");
  const { disk, machine, clientPath: given, capturedPath: captured } = context;
  if (command.includes("/")) return posix.resolve(launch.cwd ?? entry.cwd ?? machine.home, command);
  return findProgram(disk, command, clientPath(entry, { disk, machine, given, captured }).path);
}

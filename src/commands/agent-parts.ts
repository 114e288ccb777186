import { PinfoldError } from "../errors.ts";
import type { ServiceManager } from "../ports/service.ts";
import { knownCopies } from "../private-copy/known.ts";
import { foldersOf } from "../state/folders.ts";
import type { PrivateCopy } from "../state/private-copies.ts";
import { State } from "../state/state.ts";
import type { CommandContext } from "./define.ts";

/** @throws {PinfoldError} `refused` where this system has no service manager that pinfold knows */
export async function manager({ serviceManager, world }: CommandContext): Promise<ServiceManager> {
  const found = await serviceManager();
  if (found !== null) return found;
  throw new PinfoldError(
    "refused",
    `${world.machine.platform} has no service manager that pinfold knows`,
    "pinfold watch runs the agent in the foreground",
  );
}

export function stateOf({ world }: CommandContext): State {
  return new State(world.disk, world.files, foldersOf(world.machine));
}

/** The private copy that the service starts; null where it is not installed. */
export function installedCopy(state: State): PrivateCopy | null {
  return knownCopies(state).findLast(({ users }) => users.includes("agent")) ?? null;
}

/** The text of a file of ours; null where there is none. */
export function textOf({ world }: CommandContext, path: string): string | null {
  const bytes = world.disk.read(path, 1024 * 1024);
  return bytes === null ? null : Buffer.from(bytes).toString("utf8");
}

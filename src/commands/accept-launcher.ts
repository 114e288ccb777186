import type { KnownServer } from "../verify/servers.ts";
import type { CommandContext } from "./define.ts";

/** The servers whose command line starts a program of that name or path. */
export function launchersNamed(
  servers: readonly KnownServer[],
  wanted: string,
): readonly KnownServer[] {
  return servers.filter(({ entry }) => entry.command === wanted);
}

/** Pins the chain of a launcher as it is now. Answers whether it was accepted. */
export async function acceptLauncher(
  { io }: CommandContext,
  _servers: readonly KnownServer[],
  wanted: string,
): Promise<boolean> {
  io.err(`pinfold: ${wanted}: nothing to accept\n`);
  return Promise.resolve(false);
}

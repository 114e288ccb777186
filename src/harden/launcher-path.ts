import { isAbsolute } from "node:path/posix";

import { judgeChains } from "../verify/chains.ts";
import { type ChainContext, ChainReading } from "../verify/find-chains.ts";
import { judgeEvidence } from "../verify/judge.ts";
import type { KnownServer } from "../verify/servers.ts";

/**
 * Where its client finds the program that an entry starts, as an absolute path; null where there is
 * none, or where something is wrong with it: a path in a file outlives the day on which it is right.
 */
export function launcherPath(context: ChainContext, server: KnownServer): string | null {
  const { command } = server.entry;
  if (command === null || isAbsolute(command)) return command;
  const reading = new ChainReading(context);
  const { chain } = judgeChains(context, [server], undefined, reading).evidence.get(
    server.entry.id,
  ) ?? { chain: undefined };
  if (chain === undefined) return null;
  const { findings } = judgeEvidence({ chain }, server.entry.id);
  if (findings.some(({ severity }) => severity === "error")) return null;
  const found = reading.find(server).find((one) => one.command === command);
  return found?.chain.programs[0]?.path ?? null;
}

// The second composition root: for a command that becomes another program, where every millisecond
// counts and the standard streams may not be touched. It is built as one file of its own, without what
// a start does not need; that is loaded from the files of cli.ts when it is asked for.
import {
  buildLockWorld,
  buildWorld,
  clientEnvironment,
  ownProgram,
} from "./adapters/build-world.ts";
import { threadedDigest } from "./adapters/digest-ahead/index.ts";
import { muteTerminal } from "./adapters/mute-terminal.ts";
import { nodeStarter } from "./adapters/node-starter.ts";
import type { Command, CommandContext } from "./commands/define.ts";
import { parseOptions } from "./commands/options.ts";
import { run } from "./commands/run.ts";

/** Answers an exit code where the process did not become a server. */
export async function runLean(
  command: Command,
  args: readonly string[],
  version: string,
): Promise<number> {
  const options = parseOptions(command, args, process.cwd());
  const world = buildWorld(version, command.name, []);
  const context: CommandContext = {
    io: muteTerminal,
    world,
    async clients() {
      const { CLIENTS } = await import("./clients/index.ts");
      return CLIENTS;
    },
    starting: () => ({ starter: nodeStarter, digestAhead: threadedDigest }),
    lockWorld: () => buildLockWorld(world),
    clientEnvironment,
    ownProgram,
    agentHost: notHere,
    askAgent: () => Promise.resolve(null),
    serviceManager: () => Promise.resolve(null),
    doctorPorts: notHere,
    revisions: notHere,
    options,
  };
  return run(context);
}

function notHere(): never {
  throw new Error("a start needs nothing of that");
}

import { Agent } from "../daemon/agent.ts";
import { identify } from "../daemon/identify.ts";
import { injectedVariables } from "../daemon/injected.ts";
import { AgentFiles } from "../daemon/memory.ts";
import { selfCheck } from "../daemon/self-check.ts";
import { readSchedules } from "../daemon/settings.ts";
import { PinfoldError } from "../errors.ts";
import { printable } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { DiskError } from "../ports/disk.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import type { Run } from "./define.ts";
import { usageError } from "./options.ts";

/** The agent in the foreground, until it is told to end. */
export const run: Run = async ({ agentHost, io, options, ownProgram, world }) => {
  const { audit, disk, files, machine, version } = world;
  const injected = injectedVariables(machine.env);
  if (injected.length > 0)
    throw new PinfoldError(
      "refused",
      `the agent does not start with ${injected.join(", ")} set: what they load would watch itself`,
      `unset them: env -u ${injected.join(" -u ")} pinfold watch`,
    );
  if (options.positionals.length > 0)
    throw usageError("watch takes no arguments: it watches every server");
  const folders = foldersOf(machine);
  const state = new State(disk, files, folders);
  const known = readSchedules(disk, folders);
  const updates = options.one("update-schedule") ?? known.updates;
  const host = await agentHost();
  const say = (line: string): void => io.err(`pinfold: ${printable(line, 600)}\n`);
  const agent = new Agent({
    ...host,
    identify: (path, as) => identify(disk, path, as),
    isFolder(path) {
      try {
        return disk.stat(path)?.kind === "folder";
      } catch (thrown) {
        if (thrown instanceof DiskError) return false;
        throw thrown;
      }
    },
    self: selfCheck(disk, state, ownProgram),
    files: new AgentFiles(world, folders),
    audit: audit.writtenBy("agent"),
    stateFolder: folders.state,
    home: machine.home,
    version,
    schedules: {
      verify: options.one("schedule") ?? known.verify,
      updates: updates === "never" ? null : updates,
    },
    say,
  });
  const stopped = host.untilStopped();
  await agent.start();
  say(`watching; ${folders.state} remembers`);
  const why = await Promise.race([stopped.then((signal) => `ended by ${signal}`), agent.lost]);
  await agent.stop(why);
  return EXIT.clean;
};

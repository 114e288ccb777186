import { AgentFiles } from "../daemon/memory.ts";
import { printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { releasePrivateCopies } from "../private-copy/release.ts";
import { headJson } from "../reporters/json.ts";
import { shortPath } from "../reporters/paths.ts";
import { foldersOf } from "../state/folders.ts";
import { installedCopy, manager, stateOf, textOf } from "./agent-parts.ts";
import type { Run } from "./define.ts";
import { usageError } from "./options.ts";

/**
 * Ends the agent and removes all that is its own: service, private copies, socket, memory. Pins and the
 * audit log are pinfold's, and stay.
 */
export const run: Run = async (context) => {
  const { io, options, ownProgram, world } = context;
  const { machine, files, version, audit } = world;
  if (options.positionals.length > 0) throw usageError("agent uninstall takes no arguments");
  const service = await manager(context);
  const state = stateOf(context);
  const folders = foldersOf(machine);
  const was = textOf(context, service.file) !== null || installedCopy(state) !== null;
  await service.disable();
  files.forget(service.file);
  await service.reload();
  if (service.log !== "") files.forget(service.log);
  releasePrivateCopies({ state, ownProgram }, "agent", new Set());
  files.forget(new AgentFiles(world, folders).folder);
  if (was)
    audit.append({
      event: "agent-uninstalled",
      message: "the agent was removed",
      file: service.file,
      digest: null,
    });
  if (options.format === "json") {
    const head = headJson({ version, now: machine.now.toISOString() });
    io.out(`${printableJson({ ...head, wasInstalled: was })}\n`);
  } else {
    io.out(was ? "the agent is removed\n" : "the agent was not installed\n");
    io.out(`pins and the audit log stay in ${shortPath(folders.state, machine.home)}\n`);
  }
  return EXIT.clean;
};

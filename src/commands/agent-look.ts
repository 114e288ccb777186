import { adoptedDirectories, adoptedProjects, waitingDirectories } from "../daemon/adopted.ts";
import { maskedReport } from "../daemon/masked.ts";
import { RecordingDisk } from "../daemon/recording-disk.ts";
import type { Judgement } from "../model/agent.ts";
import { sha256Of } from "../model/digest.ts";
import { EXIT } from "../model/verdict.ts";
import type { Rule } from "../rules/define.ts";
import { RULES } from "../rules/index.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { knownServers } from "../verify/servers.ts";
import { verify } from "../verify/verify.ts";
import type { Run } from "./define.ts";

/**
 * One look at the machine for the agent, as JSON: the report of `verify`, and every path that it
 * depends on. For the agent alone: the shape is no contract.
 */
export const run: Run = async ({ io, world: given, lockWorld, options }) => {
  const folders = foldersOf(given.machine);
  const ignored = [`${folders.state}/audit`, `${folders.state}/agent`, folders.cache];
  const disk = new RecordingDisk(given.disk, [...ignored, `${folders.data}/manifests`]);
  const { chainReader: _, ...rest } = given;
  const world = { ...rest, disk };
  const state = new State(world.disk, world.files, folders);
  const adopted = adoptedDirectories(state);
  const scope = { ...options.scope, projects: adoptedProjects(adopted) };
  const { discovery } = knownServers(world, scope);
  const entries = sha256Of(
    JSON.stringify([
      discovery.servers.map(({ source, ...entry }) => [source.file, entry]),
      discovery.problems.map(({ file, message }) => [file, message]),
    ]),
  );
  if (options.one("unless") === entries) {
    io.out("null\n");
    return EXIT.clean;
  }
  const registries = options.isOnline ? await lockWorld() : null;
  const report = await verify(world, scope, () => undefined, registries);
  const judgement: Judgement = {
    report: maskedReport(report),
    isOnline: options.isOnline,
    onlineRules: idsOf((rule) => rule.checks.online !== undefined),
    launcherRules: idsOf((rule) => rule.checks.chain !== undefined),
    configs: [...new Set(discovery.files)],
    entries,
    waiting: waitingDirectories(disk, adopted),
    seen: disk.seen,
  };
  io.out(`${JSON.stringify(judgement)}\n`);
  return EXIT.clean;
};

function idsOf(isMeant: (rule: Rule) => boolean): readonly string[] {
  return RULES.filter(isMeant).map(({ id }) => id);
}

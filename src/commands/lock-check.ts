import { checkPlace } from "../lock/check.ts";
import type { CheckedLockfile, CheckProblem } from "../lock/define.ts";
import { LOCKERS } from "../lock/index.ts";
import { subjectOf } from "../lockfile/parse.ts";
import { lockfilePathOf, parsePurl } from "../model/subject.ts";
import { EXIT } from "../model/verdict.ts";
import { changesText } from "../reporters/changes.ts";
import { checkJson, type CheckReport, checkText, located } from "../reporters/lock-check.ts";
import type { PoliciesInForce } from "../policy/in-force.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { readEntry } from "../verify/entry-evidence.ts";
import { obstacleOf } from "../verify/obstacle.ts";
import { pinsInForce, rememberPolicies } from "../verify/pins.ts";
import { knownServers } from "../verify/servers.ts";
import { styleFor } from "../reporters/style.ts";
import { brokenConfigs } from "./broken-configs.ts";
import type { CommandContext } from "./define.ts";
import { changesSince } from "./lock-changes.ts";
import { usageError } from "./options.ts";

/** Judges the lockfiles themselves; with a project, also that each of its servers has a pin. */
export async function runCheck(context: CommandContext): Promise<number> {
  const { io, options, world } = context;
  const folders = foldersOf(world.machine);
  const state = new State(world.disk, world.files, folders);
  const pins = pinsInForce(world.disk, state, folders, options.scope.lockfiles);
  const { set, policies, lostPolicies } = pins;
  const today = world.machine.now.toISOString().slice(0, 10);
  const lockfiles: CheckedLockfile[] = [];
  const problems: CheckProblem[] = [];
  for (const place of set.places) {
    const checked = checkPlace(LOCKERS, { set, place, policies, today });
    lockfiles.push(...checked.lockfiles);
    problems.push(...checked.problems);
  }
  problems.push(...lostPolicies.map(lostPolicy));
  rememberPolicies(state, pins);
  const wanted = options.positionals;
  const selected = lockfiles.filter(
    ({ lockfile }) => wanted.length === 0 || wanted.some((one) => isNamed(lockfile.subject, one)),
  );
  problems.push(...missingPins(context, { state, policies }, lockfiles));
  if (options.isOnline) problems.push(...(await onlineProblems(context, state, selected)));
  const base = options.one("base");
  if (base === null && options.isSource)
    throw usageError("--source shows the lines that changed since --base REF");
  const since =
    base === null ? null : await changesSince(context, base, { state, policies, lockfiles });
  problems.push(...(since?.problems ?? []));
  io.progress(null);

  const exitCode = problems.some(({ isWrong }) => isWrong)
    ? EXIT.violated
    : problems.length > 0 || selected.length === 0
      ? EXIT.unsettled
      : EXIT.clean;
  const { version, machine } = world;
  const report: CheckReport = {
    version,
    now: machine.now.toISOString(),
    isOnline: options.isOnline,
    lockfiles: selected,
    problems: located(problems, lockfiles),
    exitCode,
  };
  if (options.format === "sarif") {
    const { sarifCheck } = await import("../reporters/sarif/check.ts");
    io.out(sarifCheck(report, machine));
    return EXIT.clean;
  }
  if (options.format === "json")
    io.out(checkJson(report, since === null ? {} : { changes: since.changes }));
  else {
    const { env, home } = machine;
    if (since !== null)
      io.out(
        `${changesText(since.changes, { style: styleFor(io.isTerminal, env), home, withSource: options.isSource })}\n`,
      );
    io.out(checkText(report, home));
  }
  return exitCode;
}

function lostPolicy(file: string): CheckProblem {
  return {
    rule: "protection-lost",
    file,
    package: null,
    message: "this policy was in force on this machine, and is gone",
    hint: 'restore it from version control; a policy that demands nothing is {"policyVersion": 1}',
    isWrong: true,
  };
}

function isNamed(purl: string, wanted: string): boolean {
  const { ecosystem = "", name = "" } = parsePurl(purl) ?? {};
  return wanted === purl || wanted === name || wanted === `${ecosystem}:${name}`;
}

/** Servers of the projects that are named with --project and have no pin. */
function missingPins(
  { world, options }: CommandContext,
  { state, policies }: { readonly state: State; readonly policies: PoliciesInForce },
  lockfiles: readonly CheckedLockfile[],
): readonly CheckProblem[] {
  if (options.scope.projects.length === 0) return [];
  const pinned = new Set(lockfiles.map(({ lockfile }) => lockfilePathOf(subjectOf(lockfile))));
  const { discovery, servers } = knownServers(world, { ...options.scope, servers: [] });
  const unpinned = servers
    .filter(({ entry }) => entry.scope === "project" && !entry.disabled)
    .flatMap((server): CheckProblem[] => {
      const { entry, npm, pypi } = server;
      const subject = npm ?? pypi;
      if (subject !== null && pinned.has(lockfilePathOf(subject))) return [];
      const { entry: known } = readEntry(server, state, world.machine, policies);
      if (known.acceptance?.state === "valid") return [];
      const { file } = entry.source;
      const isPinnable = subject !== null;
      const message = isPinnable
        ? `${entry.name} has no pin`
        : `${entry.name} cannot be pinned yet: ${obstacleOf(server)}`;
      const hint = isPinnable
        ? `pinfold lock ${entry.name}`
        : "it is not covered by these lockfiles";
      const rule = isPinnable ? "no-pin" : "opaque-command";
      const { line } = entry.source;
      return [{ rule, file, line, package: null, message, hint, isWrong: isPinnable }];
    });
  return [...unpinned, ...brokenConfigs(discovery, options.scope.projects)];
}

async function onlineProblems(
  context: CommandContext,
  state: State,
  lockfiles: readonly CheckedLockfile[],
): Promise<readonly CheckProblem[]> {
  const { io } = context;
  const world = await context.lockWorld();
  const check = {
    world,
    manifests: state.manifests,
    cacheFolder: foldersOf(world.machine).cache,
    dataFolder: foldersOf(world.machine).data,
    onProgress: (text: string) => io.progress(text),
  };
  const problems: CheckProblem[] = [];
  for (const checked of lockfiles) {
    const { ecosystem } = parsePurl(checked.lockfile.subject) ?? {};
    // No registry has a program of the disk: its digests are all there is.
    const locker = LOCKERS.find((one) => one.ecosystem === ecosystem);
    if (locker !== undefined) problems.push(...(await locker.checkOnline(check, checked)));
  }
  return problems;
}

import { type ErrorCode, PinfoldError } from "../errors.ts";
import type { LockfileOf } from "../lockfile/schema.ts";
import type { FailureEvidence, LauncherEvidence } from "../model/evidence.ts";
import { isSubjectOf, parseSubjectLabel, type Subject, subjectLabel } from "../model/subject.ts";
import { printable } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { DiskError, type FileReading } from "../ports/disk.ts";
import type { Evidence } from "../rules/apply.ts";
import { type Folders, foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import type { Keeper, Kept, KeptEcosystem, KeptWorld, StartPlan } from "../store/define.ts";
import { KEEPERS } from "../store/index.ts";
import { keptOf, platformOf } from "../store/place.ts";
import { adoptedPin } from "./adopted-pin.ts";
import type { RunRequest, RunWorld } from "./define.ts";
import { cleanEnvironment } from "../launchers/variables/clean-environment.ts";
import {
  judgeInterpreter,
  type PinnedInterpreter,
  pinnedInterpreters,
} from "../store/interpreters.ts";

/**
 * Starts a server from its private copy, or refuses: the adopted pin, every file of the copy, where
 * Node would look above it, the interpreter with its libraries. Then this process becomes the server.
 *
 * Answers an exit code where it does not become one.
 */
export async function runServer(world: RunWorld, request: RunRequest): Promise<number> {
  try {
    return await startServer(world, request);
  } catch (thrown) {
    // What we will not do, and what of our own records was tampered with, is a refusal like any other.
    if (!(thrown instanceof PinfoldError) || !REFUSALS.includes(thrown.code)) throw thrown;
    world.starter.say(`pinfold: refused to start ${printable(request.server, 200)}\n`);
    world.starter.say(`pinfold: ${printable(thrown.message, 1000)}\n`);
    world.starter.say(`pinfold: hint: ${printable(thrown.hint, 1000)}\n`);
    return EXIT.violated;
  }
}

const REFUSALS: readonly ErrorCode[] = ["refused", "state", "tampered"];

async function startServer(world: RunWorld, request: RunRequest): Promise<number> {
  const folders = foldersOf(world.machine);
  const state = new State(world.disk, world.files, folders);
  const subject = parseSubjectLabel(request.server) ?? (await world.subjectOf(request.server));
  const session = { folders, state, request };
  if (isSubjectOf(subject, "npm")) return startKept(world, session, subject, KEEPERS.npm);
  if (isSubjectOf(subject, "pypi")) return startKept(world, session, subject, KEEPERS.pypi);
  throw new PinfoldError(
    "usage",
    `${subjectLabel(subject)} cannot be started from a private copy yet`,
    "pinfold run starts packages of npm and of Python's indexes",
  );
}

interface Session {
  readonly folders: Folders;
  readonly state: State;
  readonly request: RunRequest;
}

async function startKept<Kind extends KeptEcosystem>(
  world: RunWorld,
  session: Session,
  subject: Subject<Kind>,
  keeper: Keeper<Kind>,
): Promise<number> {
  const { disk, starter, machine } = world;
  const { folders, state, request } = session;
  const label = subjectLabel(subject);
  const { lockfile, evidence: pin } = adoptedPin({ disk, state, folders }, subject);
  if (lockfile === null) return refuse(world, label, { pin });
  const kept = keptOf(disk, folders, platformOf(machine), { subject, lockfile, name: label });
  const keptWorld: KeptWorld = { ...world, state };
  if (world.disk.stat(kept.folder) === null) {
    if (!keeper.fillsAtStart) return refuse(world, label, { pin, failures: [notMade(kept)] });
    await fillNow(world, keptWorld, keeper, kept);
  }
  const plan = keeper.start(keptWorld, kept, request.bin);
  const { env, keptBack } = cleanEnvironment(machine.env, {
    ecosystem: subject.ecosystem,
    home: machine.home,
    allowed: allowedBy(lockfile),
    isCaseless: machine.platform === "win32",
  });

  const [first, ...others] = pinnedInterpreters(state, plan.interpreter).filter(
    ({ program }) => plan.real === null || program.real === plan.real,
  );
  const path = first?.program.path ?? ownInterpreter(world, plan);
  const real = first?.program.real ?? path;
  const ahead = digestAhead(world, real);
  const copy = await keeper.judge(keptWorld, kept, {
    interpreter: real,
    home: env["HOME"] ?? machine.home,
  });
  const chain = await settleInterpreter(world, { first, others, path, digest: await ahead });
  const isPlain =
    copy.isClean && chain.isClean && pin.adopted === null && pin.conflicts.length === 0;
  if (!isPlain) {
    const evidence: Evidence = {
      ...copy.evidence,
      pin,
      chain: { name: label, chains: [chain.evidence] },
    };
    const { judgeStart, mayStart, startText } = await import("./refusal.ts");
    const judgement = judgeStart(evidence, label);
    if (!mayStart(judgement)) return refuse(world, label, evidence);
    starter.say(startText(label, judgement, { isRefused: false, home: machine.home }));
  }
  if (keptBack.length > 0)
    starter.say(
      `pinfold: not passed on to ${printable(label, 200)}: ${printable(keptBack.join(", "), 600)}\n`,
    );
  const file = plan.executable ?? chain.real;
  return starter.become({ file, args: [...plan.args, ...request.args], env });
}

function notMade({ name }: Kept): FailureEvidence {
  return {
    message: `there is no private copy of ${name} yet`,
    hint: "pinfold sync makes it",
    isDamagedState: false,
  };
}

/** A copy that is gone is made anew from the pinned archives; one that is damaged is not touched. */
async function fillNow<Kind extends KeptEcosystem>(
  world: RunWorld,
  keptWorld: KeptWorld,
  keeper: Keeper<Kind>,
  kept: Kept<Kind>,
): Promise<void> {
  world.starter.say(`pinfold: ${printable(kept.name, 200)}: making its private copy\n`);
  const { fillCopy } = await import("../store/fill.ts");
  const fillWorld = { ...(await world.lockWorld()), ...keptWorld, onProgress: () => undefined };
  await fillCopy(fillWorld, keeper, kept);
}

/** Without a pin it is the program that runs us: that is as much believed already. */
function ownInterpreter({ starter }: RunWorld, { interpreter }: StartPlan): string {
  if (interpreter === "node") return starter.ownInterpreter;
  throw new PinfoldError(
    "refused",
    `the server is started by ${interpreter}, of which this machine has no pin`,
    "pinfold lock SERVER pins it, for an entry that starts the server by npx",
  );
}

async function digestAhead(world: RunWorld, real: string): Promise<FileReading | null> {
  try {
    return await world.digestAhead(real, 0);
  } catch (thrown) {
    // Looked at again, and told, where the chain is read.
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

interface Candidates {
  readonly first: PinnedInterpreter | undefined;
  readonly others: readonly PinnedInterpreter[];
  readonly path: string;
  readonly digest: FileReading | null;
}

/** The first pinned interpreter that is what it was; else the first one that only drifted. */
async function settleInterpreter(
  { disk, machine, rpmQuery }: RunWorld,
  { first, others, path, digest }: Candidates,
): Promise<{ evidence: LauncherEvidence; isClean: boolean; real: string }> {
  const { home, now } = machine;
  const today = now.toISOString().slice(0, 10);
  const judge = (one: PinnedInterpreter | undefined, known: FileReading | null) =>
    judgeInterpreter(disk, {
      command: one?.command ?? path,
      path: one?.program.path ?? path,
      pin: one?.chain ?? null,
      digest: known,
      home,
      today,
    });
  const judged = [judge(first, digest)];
  for (const other of others) {
    if (judged.some(({ isClean }) => isClean)) break;
    judged.push(judge(other, null));
  }
  const clean = judged.find(({ isClean }) => isClean);
  if (clean !== undefined) return clean;
  const { withAttestations } = await import("./drift.ts");
  const attested = judged.map((one) => ({
    ...one,
    evidence: withAttestations(one.evidence, one, rpmQuery),
  }));
  const drifted = attested.find(
    ({ evidence: { changes, hazards } }) =>
      changes.every(({ isAttested }) => isAttested) && hazards.every(({ isGrave }) => !isGrave),
  );
  const [any] = attested;
  const chosen = drifted ?? any;
  if (chosen === undefined) throw new Error("no interpreter was judged");
  return chosen;
}

function allowedBy(lockfile: LockfileOf[KeptEcosystem]): readonly string[] {
  return lockfile.allowEnv ?? [];
}

async function refuse(world: RunWorld, label: string, evidence: Evidence): Promise<number> {
  const { judgeStart, startText } = await import("./refusal.ts");
  const judgement = judgeStart(evidence, label);
  world.starter.say(startText(label, judgement, { isRefused: true, home: world.machine.home }));
  return EXIT.violated;
}

import { PinfoldError } from "../errors.ts";
import type { FailureEvidence, PolicyEvidence } from "../model/evidence.ts";
import { type Subject, subjectLabel } from "../model/subject.ts";
import { printable } from "../model/text.ts";
import { DiskError, type FileReading } from "../ports/disk.ts";
import type { Evidence } from "../rules/apply.ts";
import type { Keeper, Kept, KeptEcosystem, KeptWorld, StartPlan } from "../store/define.ts";
import { pinnedInterpreters } from "../store/interpreters.ts";
import { keptOf, platformOf } from "../store/place.ts";
import { cleanEnvironment } from "../launchers/variables/clean-environment.ts";
import { adoptedPin } from "./adopted-pin.ts";
import { demandsOf } from "./demands.ts";
import type { RunSession, RunWorld } from "./define.ts";
import { refuse, warn } from "./refuse.ts";
import { settleInterpreter } from "./settle-interpreter.ts";

/**
 * The adopted pin, every file of the private copy, where Node would look above it, the interpreter
 * with its libraries. Then this process becomes the server.
 */
export async function startKept<Kind extends KeptEcosystem>(
  world: RunWorld,
  session: RunSession,
  subject: Subject<Kind>,
  keeper: Keeper<Kind>,
): Promise<number> {
  const { disk, starter, machine } = world;
  const { folders, state, request } = session;
  const label = subjectLabel(subject);
  const { lockfile, evidence: pin } = adoptedPin({ disk, state, folders }, subject);
  if (lockfile === null) return refuse(world, label, { pin });
  const policy = await demandsOf(world, session, label, lockfile);
  const kept = keptOf(disk, folders, platformOf(machine), { subject, lockfile, name: label });
  const keptWorld: KeptWorld = { ...world, state };
  if (world.disk.stat(kept.folder) === null) {
    if (policy !== null && isDenied(policy)) return refuse(world, label, { pin, policy });
    if (!keeper.fillsAtStart) return refuse(world, label, { pin, failures: [notMade(kept)] });
    await fillNow(world, keptWorld, keeper, kept);
  }
  const plan = keeper.start(keptWorld, kept, request.bin);
  const { env, keptBack } = cleanEnvironment(machine.env, {
    ecosystem: subject.ecosystem,
    home: machine.home,
    allowed: lockfile.allowEnv ?? [],
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
    copy.isClean &&
    chain.isClean &&
    policy === null &&
    pin.adopted === null &&
    pin.conflicts.length === 0;
  if (!isPlain) {
    const evidence: Evidence = {
      ...copy.evidence,
      pin,
      ...(policy === null ? {} : { policy }),
      chain: { name: label, chains: [chain.evidence] },
    };
    const { judgeStart, mayStart } = await import("./refusal.ts");
    const judgement = judgeStart(evidence, label);
    if (!mayStart(judgement)) return refuse(world, label, evidence);
    await warn(world, label, judgement);
  }
  if (keptBack.length > 0)
    starter.say(
      `pinfold: not passed on to ${printable(label, 200)}: ${printable(keptBack.join(", "), 600)}\n`,
    );
  const file = plan.executable ?? chain.real;
  return starter.become({ file, args: [...plan.args, ...request.args], env });
}

/** Missing platforms alone stop nothing. */
function isDenied({ breaches, lost }: PolicyEvidence): boolean {
  return lost.length > 0 || breaches.some(({ rule }) => rule !== "uncovered-platform");
}

function notMade({ name }: Kept): FailureEvidence {
  return {
    message: `there is no private copy of ${name} yet`,
    hint: "pinfold sync makes it",
    isDamagedState: false,
    tampered: null,
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

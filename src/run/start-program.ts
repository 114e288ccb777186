import { cleanEnvironment } from "../launchers/variables/clean-environment.ts";
import type { ServerEntry } from "../model/server.ts";
import { printable } from "../model/text.ts";
import type { Evidence } from "../rules/apply.ts";
import { judgeChains } from "../verify/chains.ts";
import { ChainReading, type FoundChain } from "../verify/find-chains.ts";
import { pinsInForce } from "../verify/pins.ts";
import { policyEvidence } from "../verify/policy-evidence.ts";
import { isKeptOnDisk } from "../verify/local-program.ts";
import { collectPrograms, programChain } from "../verify/program-servers.ts";
import { type KnownServer, understood } from "../verify/servers.ts";
import type { RunSession, RunWorld } from "./define.ts";
import { refuse, warn } from "./refuse.ts";
import { PinfoldError } from "../errors.ts";

/**
 * A program that lies on this disk, by its path and the digests that are pinned of it: of the file,
 * its libraries, what its first line starts and the code beside it. It is judged as `verify` judges an
 * entry that starts it, with the PATH that it will have, and started where it lies: there is no copy.
 */
export async function startProgram(
  world: RunWorld,
  session: RunSession,
  command: string,
): Promise<number> {
  const { machine, starter } = world;
  const { env, keptBack } = cleanEnvironment(machine.env, {
    ecosystem: "npm",
    home: machine.home,
    allowed: [],
    isCaseless: machine.platform === "win32",
  });
  const server = understood(entryOf(command, env["PATH"], machine.cwd), {
    home: machine.home,
    data: null,
  });
  const { evidence, found } = await judge(world, session, server);
  const real = found?.chain.programs[0]?.real ?? null;
  const { judgeStart, mayStart } = await import("./refusal.ts");
  const judgement = judgeStart(evidence, command);
  if (real === null || !mayStart(judgement)) return refuse(world, command, evidence);
  await warn(world, command, judgement);
  if (keptBack.length > 0)
    starter.say(
      `pinfold: not passed on to ${printable(command, 200)}: ${printable(keptBack.join(", "), 600)}\n`,
    );
  return starter.become({ file: real, name: command, args: session.request.args, env });
}

/** There is no entry that was pinned: the program itself is held to what is pinned of it. */
class HeldChains extends ChainReading {
  override find(server: KnownServer): readonly FoundChain[] {
    return super.find(server).map((found) => ({ ...found, isExpected: true }));
  }
}

async function judge(
  world: RunWorld,
  { state, folders }: RunSession,
  server: KnownServer,
): Promise<{ evidence: Evidence; found: FoundChain | null }> {
  if (!isKeptOnDisk(server) || server.program?.purpose !== "program")
    throw new PinfoldError(
      "usage",
      `${server.entry.name} is not started as a program of its own`,
      "name the package that it starts: pinfold run npm:NAME",
    );
  const pins = pinsInForce(world.disk, state, folders, null);
  const base = { ...world, state, clientPath: null };
  const chains = new HeldChains(base);
  const context = {
    ...base,
    pins,
    capturedPath: () => null,
    mayWrite: false,
    nearby: () => null,
    onProgress: () => undefined,
    chains,
    chainsRead: Promise.resolve(),
    compiler: null,
  };
  const { servers } = await collectPrograms(context, [server]);
  const { evidence } = judgeChains(base, [server], () => [], chains);
  const { id, name } = server.entry;
  const collected = servers.get(id);
  const policy = policyEvidence(pins, name, {
    lockfile: collected?.lockfile ?? null,
    program: collected?.evidence.program?.subject ?? null,
    today: world.machine.now.toISOString().slice(0, 10),
  });
  return {
    evidence: {
      ...evidence.get(id),
      ...collected?.evidence,
      ...(policy === null ? {} : { policy }),
    },
    found: programChain(chains.find(server)),
  };
}

/** An entry that starts the program as this process will: with its PATH, in its folder. */
function entryOf(command: string, path: string | undefined, cwd: string): ServerEntry {
  return {
    id: command,
    client: "",
    clientName: "",
    scope: "user",
    name: command,
    folder: null,
    disabled: false,
    disabledBy: null,
    source: { file: "", line: 1, column: 1 },
    command,
    args: [],
    env: path === undefined ? {} : { PATH: path },
    envFile: null,
    cwd,
    url: null,
    headers: [],
    executes: [],
    problem: null,
  };
}

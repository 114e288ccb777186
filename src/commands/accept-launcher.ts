import { basename } from "node:path/posix";

import { PinfoldError } from "../errors.ts";
import { recordLauncher } from "../lock/launcher-pins.ts";
import { sha256Of } from "../model/digest.ts";
import type { LauncherEvidence } from "../model/evidence.ts";
import type { AllowedHazard, ChainHazard, CodePin } from "../model/launcher-chain.ts";
import { printable } from "../model/text.ts";
import { chainText } from "../reporters/chain.ts";
import { findingBlock } from "../reporters/finding-block.ts";
import { styleFor } from "../reporters/style.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { judgeChains } from "../verify/chains.ts";
import {
  type ChainContext,
  ChainReading,
  type FoundChain,
  startedBy,
} from "../verify/find-chains.ts";
import { judgeEvidence } from "../verify/judge.ts";
import { isSameWay } from "../verify/pinned-chain.ts";
import type { KnownServer } from "../verify/servers.ts";
import { capturePaths } from "./capture-path.ts";
import { isConfirmed } from "./confirm-acceptance.ts";
import type { CommandContext } from "./define.ts";
import { usageError } from "./options.ts";

/** Also an interpreter that only packages ask for, where it is pinned. */
export function isPinnedLauncher({ world }: CommandContext, wanted: string): boolean {
  const { disk, files, machine } = world;
  return new State(disk, files, foldersOf(machine)).launchers.read(wanted) !== null;
}

/** The servers whose command line starts a program of that name or path. */
export function launchersNamed(
  servers: readonly KnownServer[],
  wanted: string,
): readonly KnownServer[] {
  return servers.filter(
    (server) =>
      !server.entry.disabled && startedBy(server).some(({ command }) => isNamed(command, wanted)),
  );
}

function isNamed(command: string, wanted: string): boolean {
  return command === wanted || basename(command) === wanted;
}

/** What stands against a chain even when a person wants it: there is nothing to pin. */
const UNPINNABLE: readonly ChainHazard["kind"][] = [
  "missing",
  "loop",
  "not-a-file",
  "unreadable",
  "changing",
];

/** One chain as `accept --json` shows it. */
interface AcceptedChain {
  readonly command: string;
  readonly path: string;
  readonly digest: string;
  readonly programs: readonly {
    readonly path: string;
    readonly real: string | null;
    readonly sha256: string | null;
  }[];
  readonly code: readonly CodePin[];
}

/**
 * Pins the chains of a launcher as they are now, with every digest shown whole. What is wrong on any
 * machine can be accepted too, but only with a reason and an end. Answers what was accepted.
 */
export async function acceptLauncher(
  context: CommandContext,
  servers: readonly KnownServer[],
  wanted: string,
): Promise<{ readonly isDone: boolean; readonly chains: readonly AcceptedChain[] }> {
  const { options, world } = context;
  const folders = foldersOf(world.machine);
  const state = new State(world.disk, world.files, folders);
  const own = launchersNamed(servers, wanted);
  // What only packages ask for is looked up as the clients of all servers would.
  const concerned = own.length > 0 ? own : servers.filter(({ entry }) => !entry.disabled);
  const { clientPath } = options.scope;
  if (options.isCapture && clientPath !== null)
    throw usageError("--capture-path contradicts --client-path");
  const captured = options.isCapture ? await capturePaths(context, concerned) : new Map();
  const reads: ChainContext = { ...world, state, clientPath, captured };
  const extra = own.length > 0 ? [] : [wanted];
  const reading = new ChainReading(reads);
  const judged = judgeChains(reads, concerned, () => extra, reading);
  const found: Candidate[] = [];
  for (const server of concerned) {
    const { chain, failures = [] } = judged.evidence.get(server.entry.id) ?? {};
    const [failure] = failures;
    if (failure !== undefined)
      throw new PinfoldError(
        failure.isDamagedState ? "state" : "internal",
        failure.message,
        failure.hint,
      );
    for (const one of reading.find(server, extra)) {
      const evidence = chain?.chains.find(
        ({ command, purpose }) => command === one.command && purpose === one.purpose,
      );
      const isKnown = found.some(
        ({ one: known }) => known.chain === one.chain && known.path.origin === one.path.origin,
      );
      if (evidence !== undefined && isNamed(one.command, wanted) && !isKnown)
        found.push({ one, evidence });
    }
  }
  let isDone = found.length > 0;
  for (const candidate of found)
    if (!(await acceptChain(context, reads, wanted, candidate))) isDone = false;
  const chains = found.map(({ one, one: { command, path, chain }, evidence }) => ({
    command,
    path: path.path,
    digest: acceptedDigest(one, graveOf(evidence)),
    programs: chain.programs.map(({ path: at, real, sha256 }) => ({ path: at, real, sha256 })),
    code: chain.code,
  }));
  return { isDone, chains };
}

interface Candidate {
  readonly one: FoundChain;
  readonly evidence: LauncherEvidence;
}

async function acceptChain(
  { io, options, world }: CommandContext,
  context: ChainContext,
  wanted: string,
  { one: found, evidence }: Candidate,
): Promise<boolean> {
  const { env, home } = world.machine;
  const { command, chain, server } = found;
  const name = printable(command, 80);
  const isText = options.format === "text";
  const grave = graveOf(evidence);
  const broken = grave.find(({ kind }) => UNPINNABLE.includes(kind));
  const { findings } = judgeEvidence(
    { chain: { name: server.entry.name, chains: [evidence] } },
    server.entry.id,
  );
  const block = { style: styleFor(io.isTerminal, env), home };
  if (isText) for (const finding of findings) io.out(findingBlock(finding, null, block));
  if (broken !== undefined)
    throw new PinfoldError(
      "refused",
      `${command} cannot be accepted: ${broken.path} is ${broken.kind}`,
      "there is nothing that could be pinned; put the program right first",
    );
  const isChanged = evidence.changes.some(({ kind }) => kind !== "other-way");
  if (evidence.isPinned && evidence.changes.length === 0 && grave.length === 0) {
    remembered(context, found);
    if (isText) io.out(`${name} is what was pinned: nothing to accept\n`);
    return true;
  }
  const { reason, until } = options;
  if (grave.length > 0 && (reason === null || until === null))
    throw new PinfoldError(
      "usage",
      `${command}: what is wrong without any pin is accepted only with a reason and an end`,
      `put it right, or: pinfold accept ${command} --reason TEXT --until 2027-01-31`,
    );
  if (until !== null && until < world.machine.now.toISOString().slice(0, 10))
    throw new PinfoldError("usage", `--until ${until} is over`, "name a day that is to come");
  // Whatever was answered, the digests that are accepted have been on the screen.
  const digest = acceptedDigest(found, grave);
  const shown = `${chainText(found, chain, { home, isWhole: true })}  digest ${digest}\n`;
  if (isText) io.out(shown);
  else io.err(shown);
  const isWanted = await isConfirmed(
    { io, options },
    {
      name: wanted,
      digest,
      isError: findings.some(({ severity }) => severity === "error"),
      question: isChanged ? `accept ${name} as it is now? [y/N] ` : `pin ${name}? [y/N] `,
    },
  );
  if (!isWanted) return false;
  const [launcher] = chain.programs;
  world.audit.append({
    event: "accepted",
    message: `${command} is accepted as it is${until === null ? "" : ` until ${until}`}: ${launcher?.real ?? ""}`,
    servers: [server.entry.id],
    subject: command,
    digest: launcher?.sha256 ?? null,
    details: {
      reason,
      until,
      programs: chain.programs.map(({ path, sha256 }) => `${path} ${sha256 ?? ""}`),
      code: chain.code.map(({ root, files }) => `${root} ${files}`),
    },
  });
  recordLauncher(context, remembered(context, found), [
    ...stillAllowed(found, world.machine.now),
    ...grave.map(({ kind, path, detail }): AllowedHazard => ({
      hazard: kind,
      path,
      detail,
      reason: reason ?? "",
      until: until ?? "",
    })),
  ]);
  if (isText) io.out(`${name} is pinned as it is now\n`);
  return true;
}

function graveOf({ hazards }: LauncherEvidence): readonly ChainHazard[] {
  return hazards.filter(({ isGrave }) => isGrave);
}

/**
 * Of the chain and what is wrong with it. Not of the PATH that leads to it, which is another one for
 * each user: where the programs lie is part of the chain.
 */
function acceptedDigest({ command, chain }: FoundChain, grave: readonly ChainHazard[]): string {
  const programs = chain.programs.map(({ role, name, usedBy, path: at, hops, real, ...facts }) => {
    const { sha256, owner, mode, shebang } = facts;
    return [role, name, usedBy, at, hops, real, sha256, owner, mode, shebang];
  });
  const wrong = grave.map(({ kind, path: at, detail }) => [kind, at, detail]);
  return sha256Of(JSON.stringify([command, programs, chain.code, wrong]));
}

/** A PATH that was given or captured when a launcher was accepted is the client's from then on. */
function remembered({ state, captured }: ChainContext, found: FoundChain): FoundChain {
  const { path, server } = found;
  const { client } = server.entry;
  const isCaptured = captured?.get(client) === path.path && path.origin === `captured ${client}`;
  if (!isCaptured && path.origin !== "given") return found;
  state.clientPaths.write(client, { client, path: path.path });
  return { ...found, path: { ...path, origin: `captured ${client}` } };
}

/** What was accepted before with an end that is still to come. */
function stillAllowed({ pins, ...found }: FoundChain, now: Date): readonly AllowedHazard[] {
  const today = now.toISOString().slice(0, 10);
  const before = pins.filter((pin) => isSameWay(pin, found));
  return before.flatMap(({ allowed }) => allowed).filter(({ until }) => until >= today);
}

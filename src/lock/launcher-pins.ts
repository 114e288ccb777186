import { basename } from "node:path/posix";

import type { ChainProgram, PinnedChain, PinnedProgram } from "../model/launcher-chain.ts";
import type { Finding } from "../model/finding.ts";
import { othersOf } from "../path-search/compare-chain.ts";
import type { State } from "../state/state.ts";
import { type ExtraCommands, judgeChains } from "../verify/chains.ts";
import {
  type ChainContext,
  ChainReading,
  type FoundChain,
  launcherKey,
} from "../verify/find-chains.ts";
import { judgeEvidence } from "../verify/judge.ts";
import { isSameWay } from "../verify/pinned-chain.ts";
import type { KnownServer } from "../verify/servers.ts";

/** The chains of servers that have no pin yet, and what speaks against pinning them. */
export interface LauncherPlan {
  readonly chains: readonly FoundChain[];
  /** Errors that need no pin to be wrong: with one of them nothing is pinned. */
  readonly errors: readonly Finding[];
}

/**
 * What `lock` would pin of the launchers of these servers. A chain that differs from its pin is not
 * among it: changing a pin is a person's decision of its own, `accept`.
 */
export function planLaunchers(
  context: ChainContext,
  servers: readonly KnownServer[],
  extra: ExtraCommands = () => [],
): LauncherPlan {
  const reading = context.reading ?? new ChainReading(context);
  const judged = judgeChains(context, servers, extra, reading);
  const chains: FoundChain[] = [];
  const errors: Finding[] = [];
  for (const server of servers) {
    const { chain } = judged.evidence.get(server.entry.id) ?? {};
    if (chain === undefined) continue;
    const unpinned = chain.chains.filter(({ isPinned }) => !isPinned);
    const { findings } = judgeEvidence({ chain: { ...chain, chains: unpinned } }, server.entry.id);
    const wrong = findings.filter(({ severity }) => severity === "error");
    for (const one of wrong)
      if (!errors.some(({ message }) => message === one.message)) errors.push(one);
    if (wrong.length > 0) continue;
    for (const found of reading.find(server, extra(server))) {
      const isKnown = chains.some((one) => isSameChain(one, found));
      const isUnpinned = unpinned.some(
        ({ command, purpose }) => command === found.command && purpose === found.purpose,
      );
      if (isUnpinned && !isKnown && isWhole(found)) chains.push(found);
    }
  }
  return { chains, errors };
}

function isSameChain(a: FoundChain, b: FoundChain): boolean {
  return (
    a.command === b.command &&
    a.purpose === b.purpose &&
    a.chain === b.chain &&
    a.path.origin === b.path.origin
  );
}

function isWhole({ chain }: FoundChain): boolean {
  return chain.unread.length === 0 && chain.programs.every((program) => pinnedOf(program) !== null);
}

/** Writes the pin of a chain as it is now, in the place of one that was taken in the same way. */
export function recordLauncher(
  { state }: ChainContext,
  found: FoundChain,
  allowed: PinnedChain["allowed"] = [],
): void {
  const key = launcherKey(found);
  const known = state.launchers.read(key)?.chains ?? [];
  const others = known.filter((pin) => !isSameWay(pin, found));
  for (const tree of found.chain.trees) state.manifests.write(tree.name, tree.entries);
  const chains = [...others, pinOf(found, allowed)].map((pin) => ({
    ...pin,
    programs: pin.programs.map((one) => ({ ...one, hops: [...one.hops] })),
    code: [...pin.code],
    others: [...pin.others],
    allowed: [...pin.allowed],
  }));
  state.launchers.write(key, { command: found.command, chains });
  if (found.purpose === "launcher") rememberInterpreters(state, key, found);
}

/** So that what starts a server without its launcher finds the interpreter that was pinned with it. */
function rememberInterpreters(state: State, key: string, { chain }: FoundChain): void {
  const names = chain.programs
    .filter(({ role }) => role !== "library")
    .map(({ name, path }) => basename(name.includes("/") ? path : name));
  for (const name of new Set(names)) {
    const known = state.interpreters.read(name)?.commands ?? [];
    if (!known.includes(key)) state.interpreters.write(name, { commands: [...known, key] });
  }
}

function pinOf(
  { chain, path, cwd, command }: FoundChain,
  allowed: PinnedChain["allowed"],
): PinnedChain {
  const isRelative = command.includes("/") && !command.startsWith("/");
  const dependsOnCwd = isRelative || chain.programs.some(({ shim }) => shim !== null);
  return {
    origin: path.origin,
    path: path.path,
    cwd: dependsOnCwd ? cwd : null,
    programs: chain.programs.map(pinnedOf).filter((program) => program !== null),
    code: chain.code,
    others: othersOf(chain.programs[0]).map((candidate) => candidate.path),
    allowed,
  };
}

function pinnedOf(program: ChainProgram): PinnedProgram | null {
  const { lookup: _, shim: __, problem, real, sha256, ...facts } = program;
  if (real === null || sha256 === null || problem !== null) return null;
  return { ...facts, real, sha256 };
}

import { basename, dirname, relative } from "node:path/posix";

import type { ExecutableLockfile, ProgramPin } from "../lockfile/schema.ts";
import type { CodeTree, ObservedChain } from "../model/chain-reading.ts";
import type { ProgramEvidence } from "../model/evidence.ts";
import type { ChainProgram } from "../model/launcher-chain.ts";
import { NOTHING_CHECKED } from "../model/report.ts";
import { entryKey } from "../model/server.ts";
import { isNpmName, lockfilePathOf, type Subject, subjectLabel } from "../model/subject.ts";
import { compareChain } from "../path-search/compare-chain.ts";
import type { CollectContext, Collected, Collection } from "./collect.ts";
import { whatRuns } from "./entry-pin.ts";
import type { FoundChain } from "./find-chains.ts";
import { settle } from "./pinned-chain.ts";
import type { KnownServer } from "./servers.ts";

/** Programs and scripts of this disk: pinned per machine, and by digest in a team's lockfiles. */
export async function collectPrograms(
  context: CollectContext,
  servers: readonly KnownServer[],
): Promise<Collection> {
  await context.chainsRead;
  // Owners, and how programs are found, are not read there yet.
  const known = context.machine.platform === "win32" ? [] : servers;
  const answers = known.flatMap((server): [string, Collected][] => {
    const found = programChain(context.chains.find(server));
    return found === null ? [] : [[server.entry.id, collected(context, found)]];
  });
  return { servers: new Map(answers), assumptions: [] };
}

/** The chain of what is the server itself. */
export function programChain(chains: readonly FoundChain[]): FoundChain | null {
  return chains.find(({ purpose }) => purpose !== "launcher") ?? null;
}

function collected(context: CollectContext, found: FoundChain): Collected {
  const { trees, programs } = found.chain;
  const files = trees.reduce((sum, { entries }) => sum + entries.length, 0);
  const bytes = trees.reduce((sum, tree) => sum + tree.bytes, 0);
  return {
    evidence: { program: evidenceOf(context, found) },
    isFloating: false,
    unjudged: found.server.launch.unjudged,
    lockfile: lockfileOf(context, found),
    version: null,
    checked: { ...NOTHING_CHECKED, files: files + programs.length, bytes },
    interpreters: [],
  };
}

function evidenceOf(
  { pins, state, machine, nearby }: CollectContext,
  found: FoundChain,
): ProgramEvidence {
  const { server } = found;
  const { entry } = server;
  const subject = subjectOfProgram(found);
  const [first] = subject === null ? [] : pins.set.find(subject);
  const platform = `${machine.platform}-${machine.arch}`;
  const pinned = first?.state === "found" ? (first.lockfile.packages[platform] ?? null) : null;
  const entryPin = state.entryPins.read(entryKey(entry));
  // What another server was locked with, under this name, says nothing of this program.
  const expected = entryPin?.subject === whatRuns(server) ? entryPin.lockfiles : "";
  const isExpected =
    expected !== "" &&
    pins.set.places.some(({ kind, directory }) => kind !== "given" || directory === expected);
  return {
    name: entry.name,
    subject: subject === null ? found.command : subjectLabel(subject),
    file: mainOf(found)?.real ?? found.command,
    platform,
    // A pin that another entry's way led to says nothing of this one, unless it is what stands here.
    isPinned: settle(found, (pin) => compareChain(pin, found.chain)).pin !== null,
    isExpected,
    hasMachinePin: entryPin !== null,
    lockfile: first === undefined ? null : { file: first.file, problem: problemOf(first) },
    isForThisPlatform: pinned !== null,
    differences: pinned === null ? [] : differences(pinned, found, machine.home),
    nearby: first !== undefined || subject === null ? null : nearby(lockfilePathOf(subject)),
  };
}

function lockfileOf({ pins }: CollectContext, found: FoundChain): ExecutableLockfile | null {
  const subject = subjectOfProgram(found);
  const [first] = subject === null ? [] : pins.set.find(subject);
  return first?.state === "found" ? first.lockfile : null;
}

function problemOf(
  lookup: { readonly state: "found" } | { readonly state: "unusable"; readonly message: string },
): string | null {
  return lookup.state === "unusable" ? lookup.message : null;
}

/**
 * What a program's lockfile is named after: the file, or the package that a script is part of.
 * Null for a name that no lockfile could have.
 */
export function subjectOfProgram({ command, chain }: FoundChain): Subject<"executable"> | null {
  const [tree] = ownTrees(chain);
  const ofPackage = tree === undefined ? null : /^(.+)@[^@]+$/.exec(tree.name)?.[1];
  const name = ofPackage ?? basename(command).replace(/\.(?:exe|[cm]?[jt]s|py|sh)$/i, "");
  return isNpmName(name) ? { ecosystem: "executable", name, extras: [] } : null;
}

/** A version manager's scripts are pinned on this machine, and are no part of the server. */
function ownTrees({ trees }: ObservedChain): readonly CodeTree[] {
  return trees.filter(({ isOfManager }) => isOfManager !== true);
}

/** What runs in the end: a version manager's shim starts another file. */
function mainOf({ chain: { programs } }: FoundChain): ChainProgram | null {
  return programs.findLast(({ role }) => role === "target") ?? programs[0] ?? null;
}

/** The digests of a program on this platform; null where it could not be read. */
export function programPinOf(found: FoundChain, home: string): ProgramPin | null {
  const main = mainOf(found);
  if (main === null || main.sha256 === null || main.real === null) return null;
  const { sha256, real } = main;
  const trees = ownTrees(found.chain);
  if (trees.length === 0) return { sha256 };
  const code = trees.map(({ root, files }) => [placeOf(root, real, home), files] as const);
  return { sha256, code: Object.fromEntries(code) };
}

/** Where a folder of code is as seen from its script: `..`, or `~/.node_modules`. */
function placeOf(root: string, script: string, home: string): string {
  if (dirname(root) === home && basename(root).startsWith(".")) return `~/${basename(root)}`;
  return relative(dirname(script), root) || ".";
}

function differences(
  pinned: ProgramPin,
  found: FoundChain,
  home: string,
): ProgramEvidence["differences"] {
  const now = programPinOf(found, home);
  const file = mainOf(found)?.real ?? found.command;
  if (now === null) return [];
  const folders = ownTrees(found.chain).map(
    ({ root }) => [placeOf(root, file, home), root] as const,
  );
  const places = new Set([...Object.keys(pinned.code ?? {}), ...folders.map(([place]) => place)]);
  const code = [...places].map((place) => ({
    path: new Map(folders).get(place) ?? place,
    pinned: pinned.code?.[place] ?? null,
    observed: now.code?.[place] ?? null,
  }));
  const program = { path: file, pinned: pinned.sha256, observed: now.sha256 };
  return [program, ...code].filter((one) => one.pinned !== one.observed);
}

import { isAbsolute } from "node:path/posix";

import type { LauncherEvidence } from "../model/evidence.ts";
import type { PinnedChain, PinnedProgram } from "../model/launcher-chain.ts";
import { readChain } from "../path-search/chain.ts";
import { compareChain } from "../path-search/compare-chain.ts";
import { DiskView } from "../path-search/disk-view.ts";
import { hazardsOf } from "../path-search/hazards.ts";
import type { Disk, FileReading } from "../ports/disk.ts";
import type { State } from "../state/state.ts";

/** One interpreter that this machine has a pin of. */
export interface PinnedInterpreter {
  /** The command under which it was pinned: what `pinfold accept` takes. */
  readonly command: string;
  readonly program: PinnedProgram;
  /** The pin of it alone, as a chain that begins with its path. */
  readonly chain: PinnedChain;
}

/**
 * The interpreters of a name in the chains that were pinned on this machine, each once. Where a
 * version manager's shim stands before it, what the shim starts is the interpreter.
 */
export function pinnedInterpreters(state: State, name: string): readonly PinnedInterpreter[] {
  const commands = state.interpreters.read(name)?.commands ?? [name];
  const found = new Map<string, PinnedInterpreter>();
  for (const command of commands)
    for (const chain of state.launchers.read(command)?.chains ?? []) {
      const program = interpreterIn(chain, name);
      if (program === null) continue;
      const key = JSON.stringify([program.path, program.real, program.sha256]);
      if (!found.has(key)) found.set(key, { command, program, chain: chainOf(chain, program) });
    }
  return [...found.values()];
}

/** The last program of that name in a chain: behind a shim stands its target. */
export function interpreterIn({ programs }: PinnedChain, name: string): PinnedProgram | null {
  const named = programs.filter(
    ({ name: own, path, role }) =>
      role !== "library" && role !== "script" && [own, path].some((one) => baseOf(one) === name),
  );
  const target = named.findLast(({ role, usedBy }) => role === "target" && usedBy !== null);
  return target ?? named[0] ?? null;
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** What a program needs itself: its libraries, and the interpreter of one that is a script. */
function chainOf(chain: PinnedChain, program: PinnedProgram): PinnedChain {
  const needed: PinnedProgram[] = [];
  const users = [program.real];
  for (let user = users.shift(); user !== undefined; user = users.shift())
    for (const one of chain.programs)
      if (one.usedBy === user && one !== program && !needed.includes(one)) {
        needed.push(one);
        users.push(one.real);
      }
  const itself = { ...program, role: "launcher", name: program.path, usedBy: null } as const;
  return { ...chain, cwd: null, programs: [itself, ...needed], code: [], others: [] };
}

export interface JudgeInterpreterInput {
  readonly command: string;
  /** Absolute path at which it was found. */
  readonly path: string;
  readonly pin: PinnedChain | null;
  /** Hashed already, by another thread. */
  readonly digest: FileReading | null;
  readonly home: string;
  /** `2026-11-27` */
  readonly today: string;
}

/** An interpreter by its absolute path, against its pin: no PATH is searched. */
export function judgeInterpreter(disk: Disk, input: JudgeInterpreterInput) {
  const { command, path, pin, digest, home, today } = input;
  const real = pin?.programs[0]?.real ?? path;
  const view = new DiskView(digest === null ? disk : knowing(disk, real, digest), home);
  if (!isAbsolute(path)) throw new Error(`${path} is not absolute`);
  const request = {
    purpose: "launcher",
    language: null,
    command: path,
    path: pin?.path ?? "",
    cwd: "/",
    home,
    env: {},
  } as const;
  const chain = readChain(view, request);
  const changes = pin === null ? [] : compareChain(pin, chain);
  const hazards = hazardsOf(view, request, chain).filter(
    ({ kind, path: at }) =>
      pin?.allowed.some((one) => one.hazard === kind && one.path === at && one.until >= today) !==
      true,
  );
  const evidence: LauncherEvidence = {
    command,
    purpose: "launcher",
    servers: 1,
    isPinned: pin !== null,
    isExpected: true,
    isPathKnown: true,
    changes,
    hazards,
    elsewhere: [],
  };
  const isClean = pin !== null && changes.length === 0 && hazards.every(({ isGrave }) => !isGrave);
  return { evidence, isClean, chain, view, real: chain.programs[0]?.real ?? real };
}

/** A disk that knows one digest already. */
function knowing(disk: Disk, path: string, digest: FileReading): Disk {
  return {
    stat: (at) => disk.stat(at),
    identity: (at) => disk.identity(at),
    list: (at) => disk.list(at),
    readLink: (at) => disk.readLink(at),
    realPath: (at) => disk.realPath(at),
    read: (at, limit) => disk.read(at, limit),
    readAt: (at, offset, length) => disk.readAt(at, offset, length),
    digest: (at, keepUpTo) => (at === path ? digest : disk.digest(at, keepUpTo)),
  };
}

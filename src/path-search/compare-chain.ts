import type {
  Candidate,
  Chain,
  ChainChange,
  ChainChangeKind,
  ChainProgram,
  CodePin,
  PinnedChain,
  PinnedProgram,
} from "../model/launcher-chain.ts";
import { steadyPath } from "./steady-path.ts";

/** Every difference between a pinned chain and the one of now; none where nothing changed. */
export function compareChain(pinned: PinnedChain, chain: Chain): readonly ChainChange[] {
  const rest = [...chain.programs];
  const changes: ChainChange[] = [];
  const lost: PinnedProgram[] = [];
  for (const program of pinned.programs) {
    const index = indexOfSame(program, rest);
    const now = rest[index];
    if (now === undefined) lost.push(program);
    else {
      rest.splice(index, 1);
      changes.push(...compareProgram(program, now));
    }
  }
  const isOtherProgram = changes.some(({ kind }) => kind !== "other-way");
  changes.push(...compareCode(pinned, chain, isOtherProgram));
  // What a changed script asks for besides follows from the change that is named already.
  if (changes.length > 0) return changes;
  return [...rest.map(added), ...later(pinned, chain)];
}

function indexOfSame({ role, name, usedBy }: PinnedProgram, now: readonly ChainProgram[]): number {
  const exact = now.findIndex(
    (one) => one.role === role && one.name === name && one.usedBy === usedBy,
  );
  if (exact >= 0) return exact;
  // A launcher and the target of a shim stay the same program wherever they have moved.
  const isSame = (one: ChainProgram) =>
    one.role === role && (role === "target" || one.name === name);
  return now.findIndex(isSame);
}

function compareProgram(pinned: PinnedProgram, now: ChainProgram): readonly ChainChange[] {
  const change = (kind: ChainChangeKind, parts: Partial<ChainChange> = {}): ChainChange => ({
    kind,
    role: pinned.role,
    name: pinned.name,
    path: pinned.path,
    pinned: pinned.sha256,
    observed: now.sha256,
    wouldRun: wouldRun(now),
    isAttested: false,
    looksLikeUpgrade: false,
    ...parts,
  });
  const looksLikeUpgrade = isOtherVersion(pinned.real, now.real);
  const isThere = steadyPath(now.path) === steadyPath(pinned.path);
  if (!isThere || now.problem === "missing") {
    const there = now.lookup?.candidates.find(
      ({ path }) => steadyPath(path) === steadyPath(pinned.path),
    );
    const kind = kindOfMove(pinned, now, there);
    return [change(kind, { looksLikeUpgrade: looksLikeUpgrade && kind === "moved" })];
  }
  switch (now.problem) {
    case "too-deep":
      return [change("missing")];
    case "loop":
    case "not-a-file":
    case "unreadable":
    case "changing":
      return [change(now.problem === "loop" ? "link" : now.problem, { observed: now.problem })];
    case "not-executable":
      return [change("mode", { pinned: octal(pinned.mode), observed: octal(now.mode) })];
    case null:
      break;
  }
  const link = firstOtherLink(pinned, now);
  if (link !== null)
    return [change("link", { ...link, looksLikeUpgrade, ...otherSigner(pinned, now) })];
  const changes: ChainChange[] = [];
  if (now.sha256 !== pinned.sha256) changes.push(change("bytes", otherSigner(pinned, now)));
  const path = pinned.real;
  if (now.owner !== pinned.owner)
    changes.push(change("owner", { path, pinned: pinned.owner, observed: now.owner }));
  if (now.mode !== pinned.mode)
    changes.push(change("mode", { path, pinned: octal(pinned.mode), observed: octal(now.mode) }));
  return changes;
}

/** Upgrades are signed by who signed before. */
function otherSigner(
  { signer: before }: PinnedProgram,
  { signer: after }: ChainProgram,
): Partial<ChainChange> {
  if (before === undefined || after === undefined || before === after) return {};
  return { looksLikeUpgrade: false, signers: { pinned: before, observed: after } };
}

/** Another file is found than the pinned one: is the pinned one still there, and as a program? */
function kindOfMove(
  pinned: PinnedProgram,
  now: ChainProgram,
  there: Candidate | undefined,
): ChainChangeKind {
  switch (there?.state) {
    case "program":
      return isSameFile(pinned, now) ? "other-way" : "shadowed";
    case "special":
    case "folder":
      return "not-a-file";
    case "unreadable":
      return "unreadable";
    case "latent":
      return (there.mode & 0o444) === 0 ? "unreadable" : "mode";
    case "loop":
      return "link";
    case "dangling":
    case undefined:
      if (now.real === null || now.problem !== null) return "missing";
      return isSameFile(pinned, now) ? "other-way" : "moved";
  }
}

/** A script with equal bytes elsewhere loads what stands beside it there: only a binary is equal. */
function isSameFile(pinned: PinnedProgram, now: ChainProgram): boolean {
  if (now.sha256 !== pinned.sha256) return false;
  return now.real === pinned.real || pinned.shebang === null;
}

function firstOtherLink(pinned: PinnedProgram, now: ChainProgram): Partial<ChainChange> | null {
  const length = Math.max(pinned.hops.length, now.hops.length);
  for (let index = 0; index < length; index += 1) {
    const before = pinned.hops[index];
    const after = now.hops[index];
    const isSamePlace = steadyPath(before?.path ?? "") === steadyPath(after?.path ?? "");
    if (isSamePlace && before?.target === after?.target) {
      if (before !== undefined && after !== undefined && before.owner !== after.owner)
        return { path: before.path, pinned: before.owner, observed: after.owner };
      continue;
    }
    return {
      path: before?.path ?? after?.path ?? pinned.path,
      pinned: before === undefined ? "no link" : `link to ${before.target}`,
      observed:
        after === undefined || !isSamePlace
          ? before === undefined
            ? `link to ${after?.target ?? ""}`
            : "no link"
          : `link to ${after.target}`,
    };
  }
  return null;
}

function compareCode(
  pinned: PinnedChain,
  chain: Chain,
  isOtherProgram: boolean,
): readonly ChainChange[] {
  const known = new Set(pinned.code.map(({ root }) => root));
  const more = isOtherProgram ? [] : chain.code.filter(({ root }) => !known.has(root));
  const changed = pinned.code.flatMap((before): ChainChange[] => {
    const after = chain.code.find(({ root }) => root === before.root);
    if (after === undefined && isOtherProgram) return [];
    if (after?.files === before.files && after.name === before.name) return [];
    return [
      {
        kind: "code",
        role: "launcher",
        name: before.name,
        path: before.root,
        pinned: before.files,
        observed: after?.files ?? null,
        wouldRun: after?.root ?? null,
        isAttested: false,
        looksLikeUpgrade: after !== undefined && after.name !== before.name,
      },
    ];
  });
  return [...changed, ...more.map(addedCode)];
}

/** A folder that code would be loaded from and that was not there: a `node_modules` further up. */
function addedCode({ root, name, files }: CodePin): ChainChange {
  return {
    kind: "code",
    role: "launcher",
    name,
    path: root,
    pinned: null,
    observed: files,
    wouldRun: root,
    isAttested: false,
    looksLikeUpgrade: false,
  };
}

function added(now: ChainProgram): ChainChange {
  return {
    kind: "new-program",
    role: now.role,
    name: now.name,
    path: now.path,
    pinned: null,
    observed: now.sha256,
    wouldRun: wouldRun(now),
    isAttested: false,
    looksLikeUpgrade: false,
  };
}

/** Programs of the launcher's name that came to stand behind it since the pin. */
function later(pinned: PinnedChain, { programs }: Chain): readonly ChainChange[] {
  const [launcher] = programs;
  const known = new Set(pinned.others.map(steadyPath));
  return othersOf(launcher)
    .filter(({ path, real }) => !known.has(steadyPath(path)) && real !== launcher?.real)
    .map(({ path }) => ({
      kind: "later",
      role: "launcher",
      name: launcher?.name ?? "",
      path,
      pinned: null,
      observed: null,
      wouldRun: null,
      isAttested: false,
      looksLikeUpgrade: false,
    }));
}

/** The programs of that name that a look-up passes over because an earlier one is there. */
export function othersOf(program: ChainProgram | undefined): readonly Candidate[] {
  const { chosen = null, candidates = [] } = program?.lookup ?? {};
  return candidates.filter(({ state, path }) => state === "program" && path !== chosen?.path);
}

function wouldRun({ problem, real, path }: ChainProgram): string | null {
  return problem === null ? (real ?? path) : null;
}

function octal(mode: number): string {
  return `mode ${mode.toString(8).padStart(4, "0")}`;
}

const VERSION = /\d+(?:\.\d+)+[^/]*/g;

/** The same way but for a version in it: `Cellar/node/24.10.0` and `Cellar/node/24.11.0`. */
function isOtherVersion(pinned: string, now: string | null): boolean {
  if (now === null || now === pinned) return false;
  return now.replace(VERSION, "*") === pinned.replace(VERSION, "*");
}

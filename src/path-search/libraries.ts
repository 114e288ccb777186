import { dirname, normalize } from "node:path/posix";

import type { Candidate, Lookup, PathEntry } from "../model/launcher-chain.ts";
import type { DiskView } from "./disk-view.ts";
import type { ElfNeeds } from "./elf.ts";
import { candidateAt } from "./look-up.ts";

/** One library that a program brings with it, found as ld.so(8) finds it. */
export interface Library {
  /** `libpython3.12.so.1.0` */
  readonly name: string;
  /** The program or library that asks for it, without links. */
  readonly usedBy: string;
  /** The folders that are searched before the system's, and what stands there. */
  readonly lookup: Lookup;
}

export interface Libraries {
  readonly found: readonly Library[];
  /** Every folder of a program's own search path: who can write there has code in the program. */
  readonly searched: readonly PathEntry[];
}

/** More than any program brings; a ring of libraries ends by each being looked at once. */
const MAX_LIBRARIES = 512;

/** Where the distribution keeps its own: only root writes there, and its package database speaks. */
const SYSTEM = /^\/(?:usr\/)?lib(?:32|64|x32|exec)?\//;

/**
 * The libraries of a program that are not the system's: those which its own search path
 * (DT_RUNPATH, DT_RPATH), a path in DT_NEEDED or its loader leads to, and theirs.
 * LD_LIBRARY_PATH and LD_PRELOAD are judged with the entry's variables; a library that only the
 * system's ld.so.conf leads to is the system's.
 */
export function librariesOf(view: DiskView, program: string): Libraries {
  const found: Library[] = [];
  const searched: PathEntry[] = [];
  const seen = new Set<string>();
  const queue: { readonly file: string; readonly inherited: readonly PathEntry[] }[] = [
    { file: program, inherited: [] },
  ];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { file, inherited } = next;
    if (seen.has(file) || seen.size >= MAX_LIBRARIES) continue;
    seen.add(file);
    const needs = view.elf(file);
    if (needs === null) continue;
    const own = ownFolders(needs, dirname(file), inherited);
    for (const entry of own.search)
      if (!searched.some(({ folder }) => folder === entry.folder)) searched.push(entry);
    const names = needs.loader === null ? needs.needed : [needs.loader, ...needs.needed];
    for (const name of names) {
      const lookup = name.includes("/")
        ? byPath(view, expand(name, dirname(file)))
        : byName(view, name, own.search);
      const real = lookup.chosen?.real;
      if (real === undefined || real === null || SYSTEM.test(real)) continue;
      if (!seen.has(real)) found.push({ name, usedBy: file, lookup });
      queue.push({ file: real, inherited: own.handedOn });
    }
  }
  return { found: found.filter(isFirst), searched };
}

/** An object's own RUNPATH holds for itself; RPATH also for whatever it loads. */
function ownFolders(
  { rpath, runpath }: ElfNeeds,
  origin: string,
  inherited: readonly PathEntry[],
): { readonly search: readonly PathEntry[]; readonly handedOn: readonly PathEntry[] } {
  if (runpath !== null)
    return { search: runpath.map((raw) => entryOf(raw, origin)), handedOn: inherited };
  const search = [...rpath.map((raw) => entryOf(raw, origin)), ...inherited];
  return { search, handedOn: search };
}

function entryOf(raw: string, origin: string): PathEntry {
  const folder = expand(raw, origin);
  if (folder.startsWith("/")) return { raw, kind: "absolute", folder: normalize(folder) };
  return { raw, kind: folder.includes("$") ? "unexpanded" : "relative", folder: normalize(folder) };
}

function expand(raw: string, origin: string): string {
  return raw.replace(/\$(?:ORIGIN|\{ORIGIN\})/g, () => origin);
}

function byPath(view: DiskView, path: string): Lookup {
  const there = path.startsWith("/") ? libraryAt(view, normalize(path), 0) : null;
  return { entries: [], candidates: there === null ? [] : [there], chosen: there };
}

function byName(view: DiskView, name: string, search: readonly PathEntry[]): Lookup {
  // Where a relative one leads depends on the start; it is a finding of its own.
  const entries = search.filter(({ kind }) => kind === "absolute");
  const candidates = entries.flatMap(({ folder }, index) => {
    // Variants for newer processors stand before the plain file.
    const variants = (view.names(`${folder}/glibc-hwcaps`) ?? []).toSorted();
    const places = [...variants.map((one) => `${folder}/glibc-hwcaps/${one}`), folder];
    return places.flatMap((place) => libraryAt(view, `${place}/${name}`, index) ?? []);
  });
  const chosen = candidates.find(({ state }) => state === "program") ?? null;
  return { entries, candidates, chosen };
}

/** A library needs no permission to be executed. */
function libraryAt(view: DiskView, path: string, entry: number): Candidate | null {
  const there = candidateAt(view, path, entry);
  return there?.state === "latent" ? { ...there, state: "program" } : there;
}

function isFirst({ lookup }: Library, index: number, all: readonly Library[]): boolean {
  const real = lookup.chosen?.real;
  return all.findIndex((other) => other.lookup.chosen?.real === real) === index;
}

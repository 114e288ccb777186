import type { Candidate, CandidateState, Lookup } from "../model/launcher-chain.ts";
import type { DiskView } from "./disk-view.ts";
import { pathEntries } from "./path-entries.ts";
import type { Walk } from "./walk.ts";

/**
 * All files of a name on a PATH, in order, and the one that execvp starts: the first regular file
 * that the user may execute. Everything else of that name is kept, since it says what could come.
 */
export function lookUp(view: DiskView, name: string, path: string, cwd: string): Lookup {
  const entries = pathEntries(path, cwd);
  const candidates = entries.flatMap(({ folder }, entry): Candidate[] => {
    const candidate = candidateAt(view, folder === "/" ? `/${name}` : `${folder}/${name}`, entry);
    return candidate === null ? [] : [candidate];
  });
  return {
    entries,
    candidates,
    chosen: candidates.find(({ state }) => state === "program") ?? null,
  };
}

/** What stands at one path; null where nothing does. */
export function candidateAt(view: DiskView, path: string, entry: number): Candidate | null {
  const way = view.walk(path);
  const state = stateOf(view, way);
  if (state === null) return null;
  return { path, entry, state, real: way.real, mode: way.stat?.mode ?? 0 };
}

function stateOf({ people }: DiskView, { endsInLink, stat, problem }: Walk): CandidateState | null {
  if (problem === "loop") return "loop";
  if (problem !== null) return "unreadable";
  if (stat === null) return endsInLink ? "dangling" : null;
  if (stat.kind === "folder") return "folder";
  if (stat.kind !== "file") return "special";
  return people.canExecute(stat) ? "program" : "latent";
}

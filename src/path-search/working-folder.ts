import { posix } from "node:path";

import type { Launch } from "../model/launch.ts";
import type { ServerEntry } from "../model/server.ts";

export interface WorkingFolder {
  readonly cwd: string;
  /** Nothing says where the client starts it. */
  readonly isAssumed: boolean;
  readonly unjudged: readonly string[];
}

/**
 * Where a client starts a server: the entry's own working directory; a project's folder for the
 * entries of a project; else the home folder, as an assumption.
 */
export function workingFolder(entry: ServerEntry, launch: Launch, home: string): WorkingFolder {
  const isOfProject = entry.scope === "project" || entry.scope === "local";
  const base = isOfProject && entry.folder?.startsWith("/") === true ? entry.folder : null;
  const start = base ?? home;
  const { cwd } = launch;
  if (cwd === null) return { cwd: start, isAssumed: base === null, unjudged: [] };
  if (cwd.startsWith("/")) return { cwd: posix.normalize(cwd), isAssumed: false, unjudged: [] };
  // Which variables and shorthands a client puts in is its own affair.
  return /[$~%`]/.test(cwd)
    ? { cwd: start, isAssumed: true, unjudged: ["a working directory that is not known"] }
    : { cwd: posix.join(start, cwd), isAssumed: base === null, unjudged: [] };
}

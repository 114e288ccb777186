import { dirname } from "node:path";

import type { SeenPath } from "../model/agent.ts";

/** Folder to the names in it that matter. */
export type WatchSet = ReadonlyMap<string, ReadonlySet<string> | typeof ALL>;

const ALL = "all";

/** Beyond so many folders the rest is left to the sweep; no real machine has them. */
const MAX_FOLDERS = 4_000;

// What lies in an installed package is not watched file by file: the folder that names it is.
const INSTALLED = /^(.*?\/(?:node_modules|site-packages|dist-packages)\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * The folders to watch for what was looked at, each without what is below it. A path that does not
 * exist is waited for in the nearest folder that does. A link is an entry of its folder: one in the
 * middle that is re-pointed changes nothing but that folder.
 *
 * @param isFolder whether a folder stands at a path now, links not followed
 */
export function watchSet(
  seen: readonly SeenPath[],
  isFolder: (path: string) => boolean,
  ownFolder: string,
): WatchSet {
  const folders = new Map<string, Set<string> | typeof ALL>();
  const add = (folder: string, name: string): void => {
    const names = folders.get(folder);
    if (names === ALL) return;
    if (names !== undefined) names.add(name);
    else if (folders.size < MAX_FOLDERS) folders.set(folder, new Set([name]));
  };
  const known = new Map<string, boolean>();
  const isThere = (path: string): boolean => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const answer = isFolder(path);
    known.set(path, answer);
    return answer;
  };
  for (const [given, as] of seen) {
    if (given.startsWith(`${ownFolder}/`)) continue;
    const installed = INSTALLED.exec(`${given}/`)?.[1];
    let path = installed ?? given;
    // A folder whose names were read: each of them matters.
    if (as === "names" && installed === undefined && isThere(given)) folders.set(given, ALL);
    while (path !== "/" && !isThere(dirname(path))) path = dirname(path);
    const folder = dirname(path);
    if (path !== folder) add(folder, path.slice(folder === "/" ? 1 : folder.length + 1));
  }
  return folders;
}

/** Whether something at a path concerns what is watched. */
export function isWatched(watched: WatchSet, path: string): boolean {
  const folder = dirname(path);
  const names = watched.get(folder);
  if (names === undefined) return watched.has(path);
  return names === ALL || names.has(path.slice(folder === "/" ? 1 : folder.length + 1));
}

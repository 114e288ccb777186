import { resolve } from "node:path/posix";

import type { PathEntry, PathEntryKind } from "../model/launcher-chain.ts";

/** More than a variable of 128 KiB, the most that Linux hands over, sensibly holds. */
const MAX_ENTRIES = 4096;

/** The entries of a POSIX PATH. An empty entry is the working directory, as execvp has it. */
export function pathEntries(path: string, cwd: string): readonly PathEntry[] {
  // execvp has a PATH of its own where the variable is empty, which no client relies on.
  if (path === "") return [];
  return path
    .split(":", MAX_ENTRIES)
    .map((raw) => ({ raw, kind: kindOf(raw), folder: resolve(cwd, raw) }));
}

function kindOf(raw: string): PathEntryKind {
  if (raw === "") return "empty";
  if (raw.startsWith("/") && !raw.includes("$")) return "absolute";
  return /^~|\$/.test(raw) ? "unexpanded" : "relative";
}

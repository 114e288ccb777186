import type { CodeTree } from "../model/chain-reading.ts";
import { type FileDigest, h1Of, sha256Of } from "../model/digest.ts";
import type { ProgramProblem } from "../model/launcher-chain.ts";
import { type Disk, DiskError, type EntryKind, type EntryStat } from "../ports/disk.ts";

/** Deeper than any real tree; what lies below is reported, never skipped in silence. */
const MAX_DEPTH = 64;

const COMPILED = "__pycache__";

/** More bytes than the code of any launcher or server has: a sparse file costs nothing to make. */
const MAX_BYTES = 4 * 1024 * 1024 * 1024;

/** What is no code, and changes without anybody's harm: history, caches, logs. */
const NOT_CODE = /^(?:\.git|\.hg|\.svn|\.jj|__pycache__|\.cache|\.DS_Store)$|\.log$/;

export interface CodeReading {
  readonly isProject: boolean;
  /** Owner and mode of each file, as it was when it was hashed. */
  readonly onFile: (path: string, stat: EntryStat) => void;
}

/**
 * Reads and hashes a folder to the bottom. A link is never followed: it counts with the digest of
 * the words `link to TARGET`, and what is neither file nor folder with those of its kind, so that
 * one digest speaks for everything that could be loaded below this folder. In a `project`, links that
 * lead out of it count with the digest of the file they lead to, folders are named as `outside`, and
 * what is no code is left out.
 */
export function readCode(
  disk: Disk,
  root: string,
  name: string,
  { isProject, onFile }: CodeReading,
): CodeTree {
  const entries: FileDigest[] = [];
  const folders: string[] = [];
  const unread: { path: string; problem: ProgramProblem }[] = [];
  const outside: string[] = [];
  const compiled: string[] = [];
  let bytes = 0;
  const attempt = (path: string, work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof DiskError)) throw thrown;
      const problem = thrown.problem === "changing" ? "changing" : "unreadable";
      unread.push({ path, problem });
    }
  };
  const entry = (inner: string, kind: EntryKind): void => {
    const path = `${root}/${inner}`;
    if (kind === "link") {
      const end = isProject ? outsideOf(disk, root, path) : null;
      if (end?.folder != null) outside.push(end.folder);
      const found = end?.sha256 == null ? "" : ` with ${end.sha256}`;
      entries.push({ path: inner, sha256: bare(`link to ${disk.readLink(path)}${found}`) });
    } else if (kind === "other") entries.push({ path: inner, sha256: bare("not a file") });
    else if (bytes > MAX_BYTES) unread.push({ path, problem: "unreadable" });
    else {
      const file = disk.digest(path, 0);
      if (file === null) unread.push({ path, problem: "changing" });
      else {
        entries.push({ path: inner, sha256: file.sha256 });
        bytes += file.size;
        if (file.stat !== undefined) onFile(path, file.stat);
      }
    }
  };
  const pending = [{ folder: "", depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { folder, depth } = next;
    const path = folder === "" ? root : `${root}/${folder}`;
    folders.push(path);
    attempt(path, () => {
      for (const found of disk.list(path) ?? []) {
        if (isProject && found.name === COMPILED) compiled.push(`${path}/${found.name}`);
        if (isProject && NOT_CODE.test(found.name)) continue;
        const inner = folder === "" ? found.name : `${folder}/${found.name}`;
        // No line of a manifest can hold such a name: two of them could stand for other files.
        if (/[\r\n\uFFFD]/.test(found.name)) {
          unread.push({ path: `${root}/${inner}`, problem: "unreadable" });
          continue;
        }
        if (found.kind !== "folder") attempt(`${root}/${inner}`, () => entry(inner, found.kind));
        else if (depth >= MAX_DEPTH) unread.push({ path: `${root}/${inner}`, problem: "too-deep" });
        else pending.push({ folder: inner, depth: depth + 1 });
      }
    });
  }
  const files = h1Of(name, entries);
  return { root, name, files, entries, folders, bytes, unread, outside, compiled };
}

/** Where a link leads that leaves the tree: a folder, or a file with its digest. */
function outsideOf(
  disk: Disk,
  root: string,
  path: string,
): { readonly folder: string | null; readonly sha256: string | null } | null {
  const real = disk.realPath(path);
  if (real === null || real === root || real.startsWith(`${root}/`)) return null;
  if (disk.stat(real)?.kind === "folder") return { folder: real, sha256: null };
  return { folder: null, sha256: disk.digest(real, 0)?.sha256 ?? null };
}

function bare(text: string): string {
  return sha256Of(text).slice("sha256:".length);
}

import { type FileDigest, h1Of, sha256Of } from "../model/digest.ts";
import type { ProgramProblem } from "../model/launcher-chain.ts";
import { type Disk, DiskError, type EntryKind } from "../ports/disk.ts";

/** Deeper than any real tree; what lies below is reported, never skipped in silence. */
const MAX_DEPTH = 64;

/** The files that a launcher loads. */
export interface CodeTree {
  readonly root: string;
  /** `npm@11.19.1`: the prefix of the manifest's lines. */
  readonly name: string;
  readonly files: string;
  readonly entries: readonly FileDigest[];
  readonly folders: readonly string[];
  readonly bytes: number;
  readonly unread: readonly { readonly path: string; readonly problem: ProgramProblem }[];
}

/**
 * Reads and hashes a folder to the bottom. A link is never followed: it counts with the digest of
 * the words `link to TARGET`, and what is neither file nor folder with those of its kind, so that
 * one digest speaks for everything that Node could load below this folder.
 */
export function readCode(disk: Disk, root: string, name: string): CodeTree {
  const entries: FileDigest[] = [];
  const folders: string[] = [];
  const unread: { path: string; problem: ProgramProblem }[] = [];
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
    if (kind === "link")
      entries.push({ path: inner, sha256: bare(`link to ${disk.readLink(path)}`) });
    else if (kind === "other") entries.push({ path: inner, sha256: bare("not a file") });
    else {
      const file = disk.digest(path, 0);
      if (file === null) unread.push({ path, problem: "changing" });
      else {
        entries.push({ path: inner, sha256: file.sha256 });
        bytes += file.size;
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
        const inner = folder === "" ? found.name : `${folder}/${found.name}`;
        if (found.kind !== "folder") attempt(`${root}/${inner}`, () => entry(inner, found.kind));
        else if (depth >= MAX_DEPTH) unread.push({ path: `${root}/${inner}`, problem: "too-deep" });
        else pending.push({ folder: inner, depth: depth + 1 });
      }
    });
  }
  return { root, name, files: h1Of(name, entries), entries, folders, bytes, unread };
}

function bare(text: string): string {
  return sha256Of(text).slice("sha256:".length);
}

import { win32 } from "node:path";

import type { Candidate, Lookup, PathEntry, PathEntryKind } from "../model/launcher-chain.ts";

/** What Windows tries where nobody says otherwise, in this order. */
export const USUAL_PATHEXT = ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC";

/** A file as a listing of its folder has it. */
export interface WindowsFile {
  readonly name: string;
  readonly isFile: boolean;
  readonly size: number;
}

export interface WindowsSearch {
  readonly name: string;
  /** Folders between semicolons. */
  readonly path: string;
  readonly pathext: string;
  readonly cwd: string;
  /** `NoDefaultCurrentDirectoryInExePath` is set. */
  readonly isCwdSkipped: boolean;
  /** The files of a folder; names count in any case, as NTFS has them. */
  readonly list: (folder: string) => readonly WindowsFile[];
}

/**
 * Everything of a name that `cmd` and CreateProcess could start, in order: the working directory
 * first, then each folder of the PATH; in a folder the name itself where it has an extension that
 * counts, then with every extension of PATHEXT in its order. A file without any is never started.
 */
export function windowsLookUp(search: WindowsSearch): Lookup {
  const entries = windowsEntries(search);
  const extensions = extensionsOf(search.pathext);
  const own = win32.extname(search.name).toLowerCase();
  const endings = extensions.includes(own) ? ["", ...extensions] : extensions;
  const candidates = entries.flatMap(({ folder }, entry): Candidate[] => {
    const files = search.list(folder);
    return endings.flatMap((ending) => {
      const wanted = `${search.name}${ending}`.toLowerCase();
      const file = files.find(({ name }) => name.toLowerCase() === wanted);
      if (file === undefined) return [];
      const path = win32.join(folder, file.name);
      return [{ path, entry, state: file.isFile ? "program" : "folder", real: path, mode: 0 }];
    });
  });
  const chosen = candidates.find(({ state }) => state === "program") ?? null;
  return { entries, candidates, chosen };
}

function windowsEntries({ path, cwd, isCwdSkipped }: WindowsSearch): readonly PathEntry[] {
  const folders = path
    .split(";")
    .map((raw) => raw.replace(/^"(.*)"$/, "$1"))
    // Unlike elsewhere an empty entry is nothing here: the working directory comes first anyway.
    .filter((raw) => raw !== "")
    .map((raw) => ({ raw, kind: kindOf(raw), folder: win32.resolve(cwd, raw) }));
  const first: PathEntry = { raw: "", kind: "empty", folder: cwd };
  return isCwdSkipped ? folders : [first, ...folders];
}

function kindOf(raw: string): PathEntryKind {
  if (/%[^%]+%|^~/.test(raw)) return "unexpanded";
  // `\tools` and `C:tools` depend on the current drive or its folder.
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(raw) ? "absolute" : "relative";
}

function extensionsOf(pathext: string): readonly string[] {
  return pathext
    .split(";")
    .map((extension) => extension.trim().toLowerCase())
    .filter((extension) => extension.startsWith("."));
}

/** What is odd about an entry's PATHEXT; null where it names the usual extensions in their order. */
export function oddPathext(pathext: string): string | null {
  const usual = extensionsOf(USUAL_PATHEXT);
  const own = extensionsOf(pathext);
  const added = own.find((extension) => !usual.includes(extension));
  if (added !== undefined) return `it adds ${added}`;
  const places = own.map((extension) => usual.indexOf(extension));
  const isOrdered = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  if (!isOrdered) return "it changes the order of the extensions";
  // Short lists are usual in containers; scripts without the binaries before them are not.
  return own[0] === ".com" || own[0] === ".exe" ? null : "it leaves out binaries";
}

/** An alias of the Store: a file of no bytes that leads to an installed app, or to its advert. */
export function isAppAlias(path: string, size: number): boolean {
  return size === 0 && /\\Microsoft\\WindowsApps\\[^\\]+\.exe$/i.test(path);
}

/** Everyone, Users, Authenticated Users: who may write there is anybody on the machine. */
const ANYBODY = new Set(["S-1-1-0", "S-1-5-32-545", "S-1-5-11"]);

/** FILE_ADD_FILE (the same bit as writing data), DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_WRITE/ALL. */
const WRITING = 0x2 | 0x10000 | 0x40000 | 0x80000 | 0x40000000 | 0x10000000;

/** Whether an access list lets anybody put a program into a folder. */
export function isWritableByAnybody(
  acl: readonly { readonly sid: string; readonly isAllow: boolean; readonly mask: number }[],
): boolean {
  return acl.some(
    ({ sid, isAllow, mask }) => isAllow && ANYBODY.has(sid) && (mask & WRITING) !== 0,
  );
}

import { posix, win32 } from "node:path";

import type { Machine } from "../../ports/machine.ts";

/**
 * The words of a project's place:
 *
 * - `{project}` the folder that the client has open
 * - `{up}` that folder and each one above it
 * - `{upToGit}` up to the root of the repository
 * - `{gitRoot}` the root of the repository
 */
const BASES = ["{project}", "{up}", "{upToGit}", "{gitRoot}"] as const;

export type ProjectBase = (typeof BASES)[number];

export function projectBaseOf(template: string): ProjectBase | null {
  return BASES.find((base) => template.startsWith(`${base}/`)) ?? null;
}

const MAX_LEVELS = 40;

/** A folder and those above it, nearest first. */
interface Chain {
  readonly folders: readonly string[];
  /** Place of the repository's root among them; -1 where there is none. */
  readonly git: number;
  /** The working directory may lie below the folder that a client has open; a named project not. */
  readonly isExact: boolean;
}

/** The project folders to look at: upwards from the working directory, and those that were named. */
export class Projects {
  readonly #chains: readonly Chain[];

  constructor(machine: Machine, named: readonly string[], exists: (path: string) => boolean) {
    const paths = machine.platform === "win32" ? win32 : posix;
    const chain = (folder: string, isExact: boolean): Chain => {
      const slashed = (path: string): string =>
        machine.platform === "win32" ? path.replaceAll("\\", "/") : path;
      const folders = [slashed(folder)];
      for (let at = folder; folders.length < MAX_LEVELS && paths.dirname(at) !== at;) {
        at = paths.dirname(at);
        folders.push(slashed(at));
      }
      return { folders, git: folders.findIndex((at) => exists(`${at}/.git`)), isExact };
    };
    this.#chains = [
      ...named.map((folder) => chain(paths.resolve(machine.cwd, folder), true)),
      chain(paths.resolve(machine.cwd), false),
    ];
  }

  folders(base: ProjectBase): readonly string[] {
    return [...new Set(this.#chains.flatMap((chain) => foldersOf(chain, base)))];
  }
}

function foldersOf({ folders, git, isExact }: Chain, base: ProjectBase): readonly string[] {
  const named = isExact ? folders.slice(0, 1) : folders;
  switch (base) {
    case "{project}":
      return named;
    case "{up}":
      return folders;
    case "{upToGit}":
      return git === -1 ? folders : folders.slice(0, git + 1);
    case "{gitRoot}":
      return git === -1 ? named : folders.slice(git, git + 1);
  }
}

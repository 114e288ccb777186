import type { ObservedLink, ObservedPackage, OddEntry } from "../model/npm-tree.ts";
import type { FolderReading } from "../model/python-environment.ts";
import type { EntryKind } from "./disk.ts";

/** One entry of a tree's `node_modules` to read to the bottom: what threads share out. */
export interface UnitRequest {
  /** Absolute path of the folder that holds the tree's `node_modules`. */
  readonly root: string;
  /** `node_modules/zod`, `node_modules/@scope`, `node_modules/.bin`. */
  readonly path: string;
  readonly kind: EntryKind;
  /** Keep every package's file list even where its h1 is known. */
  readonly keepEntries: boolean;
}

export interface UnitReading {
  readonly packages: readonly ObservedPackage[];
  readonly links: readonly ObservedLink[];
  readonly loose: readonly OddEntry[];
}

/** One entry of an environment of Python to read to the bottom. */
export interface FolderRequest {
  /** Absolute path of the environment. */
  readonly root: string;
  /** Relative to it. */
  readonly path: string;
  readonly kind: EntryKind;
  /** Folder of the environment's programs: `bin`. */
  readonly scripts: string;
  /** Names of folders that are passed over. */
  readonly skips?: readonly string[];
}

/** Reads and hashes installed trees. */
export interface TreeReader {
  /**
   * Answers in the order of the requests. `known` are h1 digests whose packages need no list of
   * files in the answer.
   */
  read(
    requests: readonly UnitRequest[],
    known: ReadonlySet<string>,
  ): Promise<readonly UnitReading[]>;
  /** The same for environments of Python. */
  readFolders(requests: readonly FolderRequest[]): Promise<readonly FolderReading[]>;
}

import type { FileDigest } from "./digest.ts";
import type { Chain, ChainHazard, PathEntry, ProgramProblem } from "./launcher-chain.ts";

/**
 * What a chain is read for: a `launcher` that starts a package, a `program` that is the server, or a
 * `script` that the entry gives to an interpreter of its own chain.
 */
export type ChainPurpose = "launcher" | "program" | "script";

/** One thing that an entry starts, and how its client would find it. */
export interface ChainRequest {
  readonly purpose: ChainPurpose;
  /** What runs a script; null for a program, whose first line says it. */
  readonly language: string | null;
  readonly command: string;
  readonly path: string;
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

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
  /** Folders outside of the tree that links in it lead to. */
  readonly outside: readonly string[];
  /** Folders of compiled files of Python, which are no part of the digest: they come by being run. */
  readonly compiled: readonly string[];
  /** Scripts of the version manager that starts it, which every machine has its own of. */
  readonly isOfManager?: boolean;
}

export interface LibraryFolder extends PathEntry {
  readonly usedBy: string;
}

export interface ObservedChain extends Chain {
  readonly trees: readonly CodeTree[];
  /** Folders that a program's own search path names, also those that are not there. */
  readonly libraryFolders: readonly LibraryFolder[];
}

/** A chain as it is, and what is wrong with it on any machine. */
export interface ChainReport {
  readonly chain: ObservedChain;
  readonly hazards: readonly ChainHazard[];
}

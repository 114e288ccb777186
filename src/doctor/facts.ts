import type { ProblemKind } from "../formats/node.ts";
import type { Excerpt } from "../model/diagnosis.ts";
import type { Location } from "../model/finding.ts";

/** A client that reads a file, and what a fault of the file means to it. */
export interface FileReader {
  readonly id: string;
  readonly name: string;
  /** It reads the file in spite of the fault. */
  readonly isTolerant: boolean;
  /** Ids of the servers that it has from this file. */
  readonly servers: readonly string[];
}

/** Something wrong with a configuration file, at its place. */
export interface FileFault {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly location: Location;
  readonly excerpt: Excerpt | null;
  readonly readers: readonly FileReader[];
  /** The name that is used twice is a server's. */
  readonly isServerName: boolean;
  readonly isFixable: boolean;
}

export interface FileFacts {
  readonly file: string;
  readonly faults: readonly FileFault[];
}

/** A member of an entry that its client does not know, or a value that it cannot use. */
export interface EntryFault {
  readonly kind: ProblemKind | "unknown-field" | "ignored-switch";
  readonly message: string;
  readonly location: Location;
  readonly excerpt: Excerpt | null;
  /** The client's own name for what was probably meant. */
  readonly meant: string | null;
}

export interface EntryFacts {
  readonly clientName: string;
  readonly faults: readonly EntryFault[];
}

/** Where the files of one client lie. */
export interface ClientFacts {
  readonly clientName: string;
  /** Files that a person wrote for it, at places that it does not read. */
  readonly misplaced: readonly {
    readonly file: string;
    readonly servers: readonly string[];
    /** The file that it reads. */
    readonly right: string;
    readonly why: string | null;
  }[];
  /** Pairs of files of the same kind that say different things; names of servers. */
  readonly differing: readonly {
    readonly file: string;
    readonly other: string;
    readonly onlyHere: readonly string[];
    readonly onlyThere: readonly string[];
    readonly changed: readonly string[];
  }[];
}

/** What diagnoses can look at. */
export interface FactMap {
  readonly client: ClientFacts;
  readonly file: FileFacts;
  readonly entry: EntryFacts;
}

import type { ProblemKind } from "../formats/node.ts";
import type { Excerpt } from "../model/diagnosis.ts";
import type { Location } from "../model/finding.ts";
import type { Probe } from "../ports/mcp-prober.ts";
import type { LogSummary } from "./logs/summary.ts";

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

/** A place of a configuration, and its lines. */
export interface Place {
  readonly location: Location;
  readonly excerpt: Excerpt | null;
}

/** The programs between an entry and its server, as its client would find them. */
export interface LauncherFacts {
  readonly launcher: string | null;
  readonly clientName: string;
  /** The PATH is the client's, not what pinfold happened to be started with. */
  readonly isPathKnown: boolean;
  readonly place: Place;
  readonly missing: readonly {
    readonly name: string;
    /** The script whose first line asks for it; null for the entry's own command. */
    readonly neededBy: string | null;
    /** Where a program of that name is, off the client's PATH. */
    readonly elsewhere: string | null;
    /** The folder that the PATH of the entry would need for what the program itself starts. */
    readonly pathFolder: string | null;
    /** The name ends in a carriage return: the script was saved with the line ends of Windows. */
    readonly isCarriageReturn: boolean;
  }[];
  readonly notExecutable: readonly string[];
  /** A word that was meant as a command of the launcher's family, and names a package. */
  readonly misreadWord: { readonly word: string; readonly place: Place } | null;
  /** Other versions than in the shell that pinfold was called from. */
  readonly differing: readonly {
    readonly program: string;
    readonly here: { readonly path: string; readonly version: string };
    readonly inShell: { readonly path: string; readonly version: string };
  }[];
  /** Programs that a package asks for in a newer, or another, version. */
  readonly unmet: readonly {
    readonly program: "Node" | "Python";
    readonly path: string;
    readonly has: string;
    readonly wants: string;
    /** `engines of PACKAGE`, `requires-python of PROJECT` */
    readonly saidBy: string;
    readonly file: string;
  }[];
  /** A script of Windows that only a shell starts, given to a client that is not known to use one. */
  readonly windowsScript: string | null;
}

/** The files that an entry names and without which its server does not start. */
export interface NamedFilesFacts {
  readonly clientName: string;
  readonly files: readonly (Place & {
    readonly what: "program" | "script" | "project" | "working directory" | "file of variables";
    readonly path: string;
    /** `tilde`: nobody replaces it; `relative`: the folder that it is seen from is not known. */
    readonly state: "missing" | "not a file" | "not a folder" | "unreadable" | "tilde" | "relative";
  })[];
}

/** Texts of an entry that were to be replaced by something. */
export interface VariableFacts {
  readonly clientName: string;
  readonly texts: readonly (Place & {
    readonly written: string;
    readonly name: string;
    /**
     * - `unset`: the client would replace it, and nothing of that name is set here
     * - `kept`: the client hands the text over as it is
     * - `no-input`: the file has no input of that id
     * - `placeholder`: documentation's own words
     */
    readonly state: "unset" | "kept" | "no-input" | "placeholder";
    /** What the client does replace, as an example; null where it replaces nothing. */
    readonly instead: string | null;
    /** The client is started from a shell and has what that shell has. */
    readonly isOfShell: boolean;
    /** Part of what is started, and not only a value that the server is given. */
    readonly isOfCommand: boolean;
  })[];
}

/** A container engine, and what an entry asks of it. */
export interface ContainerFacts {
  readonly place: Place;
  readonly engine: string;
  /** Null where nothing tells. */
  readonly isRunning: boolean | null;
  readonly image: string;
  readonly isPulled: boolean | null;
  readonly isExact: boolean;
  /** Addresses of this machine that the container is given, which mean itself in there. */
  readonly localhost: readonly (Place & { readonly what: string })[];
}

/** An address of this machine that a server is reached at. */
export interface EndpointFacts {
  readonly place: Place;
  readonly host: string;
  readonly port: number;
  readonly isListening: boolean | null;
}

/** Secrets that stand in an entry as they are. Their values are not part of any fact. */
export interface SecretFacts {
  readonly clientName: string;
  /** How this client is given a secret that does not stand in its file; `NAME` stands for its name. */
  readonly instead: string;
  /** The file belongs to a project, and is given to others with it. */
  readonly isOfProject: boolean;
  /** Other users of the machine may read the file. */
  readonly isReadableByOthers: boolean;
  readonly secrets: readonly (Place & {
    readonly kind: string;
    readonly where: string;
    /** As a variable would be called. */
    readonly name: string;
    readonly isArgument: boolean;
  })[];
}

/** What an entry gives its server, where that is more than a server should have. */
export interface ScopeFacts {
  readonly folders: readonly (Place & {
    readonly path: string;
    /** `the whole disk` */
    readonly what: string;
    /** Where a link leads, if it is one. */
    readonly real: string | null;
  })[];
  readonly container: readonly (Place & {
    readonly option: string;
    readonly gives: string;
    readonly isGrave: boolean;
  })[];
  readonly remote: readonly (Place & {
    readonly kind: "plain" | "tunnel" | "address";
    readonly host: string;
  })[];
}

/** What a client's own log says of a server. Texts are masked. */
export interface LogFacts extends LogSummary {
  readonly clientName: string;
  readonly file: string;
}

/** What a server did when it was started and spoken to. */
export interface HandshakeFacts {
  readonly place: Place;
  /** Why it was not spoken to; null where it was. */
  readonly obstacle: string | null;
  readonly probe: Probe | null;
  readonly limitMs: number;
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
  readonly launcher: LauncherFacts;
  readonly namedFiles: NamedFilesFacts;
  readonly variables: VariableFacts;
  readonly container: ContainerFacts;
  readonly endpoint: EndpointFacts;
  readonly secrets: SecretFacts;
  readonly scope: ScopeFacts;
  readonly log: LogFacts;
  readonly handshake: HandshakeFacts;
}

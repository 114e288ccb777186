import type { AgentEvidence } from "./agent.ts";
import type { EntryEvidence, EnvironmentEvidence, NpxEvidence } from "./entry-evidence.ts";
import type { ChainChange, ChainHazard } from "./launcher-chain.ts";
import type { Location } from "./finding.ts";
import type { Launch } from "./launch.ts";
import type { TreeDifference } from "./npm-difference.ts";
import type { EnvironmentProblem } from "./python-evidence.ts";
import type { OnlineEvidence } from "./online.ts";

/** A configuration file that its client, or we, cannot read. */
export interface ConfigEvidence {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly clientName: string;
  readonly message: string;
  /** The client reads the file in spite of it. */
  readonly isTolerated: boolean;
}

/** A command line and what is known of how it will be started. */
export interface LaunchEvidence {
  readonly name: string;
  readonly launch: Launch;
  /** The next start may fetch another version than the installed one. */
  readonly isFloating: boolean;
  /** Why this launch cannot be judged at all, beside what `launch` says; null where it can. */
  readonly obstacle: string | null;
  /** A person accepted this entry, and the acceptance holds. */
  readonly isAccepted: boolean;
  /** Variables and settings that can change what runs and that no rule judges. */
  readonly unjudged: readonly string[];
}

/** The pins of one server. */
export interface PinEvidence {
  readonly name: string;
  readonly subject: string;
  /** `npm/NAME.json` in the directory that wins, or where it should be. */
  readonly file: string;
  readonly state: "found" | "none" | "unusable";
  readonly problem: { readonly message: string; readonly hint: string } | null;
  /** The exact version that the entry asks for and the one that is pinned, where they differ. */
  readonly otherVersion: { readonly asked: string; readonly pinned: string } | null;
  /** Machine pins or a policy say that there is a pin. */
  readonly expectedBy: string | null;
  readonly hasMachinePin: boolean;
  /** What a person last agreed to in this file, where the file has another revision or tree now. */
  readonly adopted: {
    readonly revision: number;
    readonly tree: string;
    readonly now: { readonly revision: number; readonly tree: string };
  } | null;
  /** Other directories that pin the subject to another tree. */
  readonly conflicts: readonly { readonly file: string; readonly isAdopted: boolean }[];
  /** A directory nearby that has the pin and was not adopted. */
  readonly nearby: string | null;
}

/** Who made an installed tree; `store` is pinfold's own private copy. */
export type TreeMaker = "npx" | "uv cache" | "uv tool" | "pipx" | "pipx shared" | "venv" | "store";

/** What a server installed, compared with its pin. */
export interface InstalledTreeEvidence {
  readonly name: string;
  readonly root: string;
  readonly subject: string;
  readonly version: string;
  readonly fileCount: number;
  /** Null where nothing is installed. */
  readonly difference: TreeDifference | null;
  /** Why the tree could not be read; null where it was. */
  readonly unreadable: string | null;
  readonly hasMachinePin: boolean;
  /** Policy `"tree": "exact"`, with the line that says so. */
  readonly exactTree: string | null;
  /** Digest of the packages that are there: what an exception for another tree names. */
  readonly observedTree: string | null;
  /** Who made it: that says how to get it anew. */
  readonly maker: TreeMaker;
  /** It is, to the last byte, the tree of a pin that was in force on this machine before. */
  readonly behind?: { readonly version: string; readonly revision: number } | undefined;
}

/** The installed tree of one npm server. */
export interface NpmTreeEvidence extends InstalledTreeEvidence {
  readonly modulesAbove: readonly {
    readonly name: string;
    readonly path: string;
    readonly requiredBy: string;
  }[];
  readonly manifests: readonly {
    readonly file: string;
    readonly message: string;
    readonly pinned: string | null;
    readonly observed: string | null;
  }[];
  readonly scripts: readonly {
    readonly path: string;
    readonly name: string;
    readonly version: string;
    readonly scripts: Readonly<Record<string, string>>;
    readonly digest: string;
    readonly approved: string | null;
  }[];
  /** Programs of the tree whose names shells and launchers look up on PATH. */
  readonly reservedPrograms: readonly { readonly program: string; readonly path: string }[];
}

/** One environment of Python that a server's next start may use. */
export interface PythonEnvironmentEvidence extends InstalledTreeEvidence {
  readonly problems: readonly EnvironmentProblem[];
  /** Compiled files that fit their source, and that nothing vouches for. */
  readonly uncheckedBytecode: number;
  /** Pinned packages whose files come from a build on this machine. */
  readonly builtHere: readonly string[];
  /** Packages that the maker of the environment put in: `pip 23.2.1`. */
  readonly seeds: readonly string[];
}

/** The environments of one server of a Python index. */
export interface PythonEvidence {
  readonly name: string;
  readonly version: string;
  /** The next start makes an environment where none fits; else it starts what is there, or fails. */
  readonly isResolved: boolean;
  /** Where an environment of it would be. */
  readonly places: readonly string[];
  readonly environments: readonly PythonEnvironmentEvidence[];
  /** Things outside of the environments: a link of the cache, a module of the working directory. */
  readonly problems: readonly EnvironmentProblem[];
  /** Changed files that several servers load, since the cache has them once. */
  readonly shared: readonly {
    readonly path: string;
    readonly servers: readonly string[];
  }[];
  /** It would be a private copy of pinfold's. */
  readonly isKept?: true;
}

/** The programs between an entry's command and the package, compared with their pin. */
export interface ChainEvidence {
  readonly name: string;
  /** One for the command, and one for the launcher behind a wrapper. */
  readonly chains: readonly LauncherEvidence[];
}

export interface LauncherEvidence {
  /** As the entry has it: `npx`. */
  readonly command: string;
  /** Whether it starts the server, or is the server. */
  readonly purpose: "launcher" | "program" | "script";
  /** How many servers start it in the same way. */
  readonly servers: number;
  readonly isPinned: boolean;
  /** The entry was pinned on this machine, so its launcher is expected to be. */
  readonly isExpected: boolean;
  /** The PATH is the client's, not what pinfold happened to be started with. */
  readonly isPathKnown: boolean;
  readonly changes: readonly ChainChange[];
  readonly hazards: readonly ChainHazard[];
  /** Clients that would start another file by the same command, for what was never pinned. */
  readonly elsewhere: readonly { readonly clientName: string; readonly real: string }[];
  /** A copy of Node or pinfold in pinfold's own folder: known to this machine, or anybody's. */
  readonly isOwnCopy?: true;
}

/** A program or script of this disk that is the server, against a team's digests. */
export interface ProgramEvidence {
  readonly name: string;
  /** `executable:NAME`, or the file where no lockfile could be named after it. */
  readonly subject: string;
  readonly file: string;
  /** `linux-x64` */
  readonly platform: string;
  /** This machine has a pin of it. */
  readonly isPinned: boolean;
  /** The record of the entry says that there is a lockfile. */
  readonly isExpected: boolean;
  readonly hasMachinePin: boolean;
  readonly lockfile: { readonly file: string; readonly problem: string | null } | null;
  readonly isForThisPlatform: boolean;
  /** Digests of files and folders that are not those of the lockfile. */
  readonly differences: readonly {
    readonly path: string;
    readonly pinned: string | null;
    readonly observed: string | null;
  }[];
  readonly nearby: string | null;
}

/** What the policies in force demand of one server's pin, and which of them are gone. */
export interface PolicyEvidence {
  readonly name: string;
  readonly breaches: readonly PolicyBreach[];
  /** Files of policies that were in force on this machine and are no more. */
  readonly lost: readonly string[];
}

/** What a policy in force says and this version does not judge. */
export interface UnknownDemandEvidence {
  readonly message: string;
  readonly hint: string;
  readonly at: Required<Location>;
}

/** A pin that is not what a policy demands. */
export interface PolicyBreach {
  /** The id of the rule that says it. */
  readonly rule: string;
  /** Package URL of the package concerned. */
  readonly subject: string;
  /** What an exception must name; null where none can be made. */
  readonly observed: string | null;
  readonly message: string;
  /** The line of the policy that decided. */
  readonly at: Required<Location>;
  /** How to make an exception. */
  readonly exception: string;
}

/** What the name of a server's package looks like, where nothing of it is pinned yet. */
export interface NameEvidence {
  readonly name: string;
  readonly location: Location;
  /** `npm:NAME` */
  readonly label: string;
  readonly resembles: readonly {
    /** `npm:NAME` */
    readonly other: string;
    readonly why: string;
    /** The rest of a sentence that begins with "the name". */
    readonly how: string;
  }[];
  readonly contradictions: readonly string[];
}

/** Our own failure to judge one server. */
export interface FailureEvidence {
  readonly message: string;
  readonly hint: string;
  /** A record of this machine's state was there and could not be used. */
  readonly isDamagedState: boolean;
  /** A record of this machine's state that something else than pinfold changed; else null. */
  readonly tampered: string | null;
}

/** What rules can look at. A kind of evidence is added here and every exhaustive place is named. */
export interface EvidenceMap {
  readonly config: ConfigEvidence;
  readonly launch: LaunchEvidence;
  readonly entry: EntryEvidence;
  readonly environment: EnvironmentEvidence;
  readonly npx: NpxEvidence;
  readonly pin: PinEvidence;
  readonly npmTree: NpmTreeEvidence;
  readonly python: PythonEvidence;
  readonly chain: ChainEvidence;
  readonly program: ProgramEvidence;
  readonly policy: PolicyEvidence;
  readonly unknownDemand: UnknownDemandEvidence;
  readonly names: NameEvidence;
  readonly online: OnlineEvidence;
  readonly failures: readonly FailureEvidence[];
  readonly agent: AgentEvidence;
}

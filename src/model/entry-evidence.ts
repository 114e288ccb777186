import type { Location } from "./finding.ts";

/**
 * What setting a variable or an option of npm leads to:
 * - `injected`: code of somebody else's choice runs in or instead of what is pinned
 * - `registry`: packages come from elsewhere
 * - `tls-off`: connections are no longer proved; `tls-trust`: they are proved by further authorities
 * - `proxy`: connections go through somebody
 * - `moved`: folders that configuration and caches are read from are others
 * - `followed`: it decides where something is, and pinfold looks there
 * - `harmless`: it changes nothing of what runs
 * - `unjudged`: it can change what runs, and nobody has said how
 */
export type EffectOutcome =
  | "injected"
  | "registry"
  | "tls-off"
  | "tls-trust"
  | "proxy"
  | "moved"
  | "followed"
  | "harmless"
  | "unjudged";

/** A variable that does something to what runs. Never its value: that can be a secret. */
export interface JudgedVariable {
  readonly name: string;
  readonly outcome: EffectOutcome;
  /** The rest of a sentence that begins with the name. */
  readonly does: string;
  /** Absolute paths of what would be loaded, where the value is nothing but those. */
  readonly runs: readonly string[];
}

export interface EnvironmentEvidence {
  readonly name: string;
  readonly location: Location;
  readonly variables: readonly (JudgedVariable & {
    /** A person accepted this variable with this value, or it was there when the entry was locked. */
    readonly isAccepted: boolean;
  })[];
}

/** An option of npm that npx would obey, and who set it. */
export interface JudgedSetting {
  readonly option: string;
  readonly outcome: EffectOutcome;
  readonly does: string;
  readonly runs: readonly string[];
  readonly location: Location;
  /** Who decides: the files of the user and of the machine, or those of a project. */
  readonly by: "user" | "project";
  /** It names a shell where systems have theirs. */
  readonly isSystemShell: boolean;
}

/** A program that npx would start in place of the pinned one. */
export interface PreferredProgram {
  readonly kind: "look-alike" | "program" | "copy" | "interpreter";
  /** What npx finds: a program, or the package that it is part of. */
  readonly path: string;
  /** What would be executed, where that is another file. */
  readonly runs: string | null;
  readonly why: string;
}

/** What npm's configuration and the folders around the server make npx do. */
export interface NpxEvidence {
  readonly name: string;
  readonly settings: readonly JudgedSetting[];
  readonly preferred: readonly PreferredProgram[];
}

/** What is remembered of an entry. */
export interface EntryFacts {
  readonly subject: string;
  /** The remote end of a bridge or a remote entry. */
  readonly endpoint: string | null;
  readonly command: string;
  /** Without secrets, and without the version of the package: that is judged by itself. */
  readonly args: readonly string[];
  readonly envNames: readonly string[];
  readonly isExact: boolean;
}

/** A configured entry against what this machine remembers of it. */
export interface EntryEvidence {
  readonly name: string;
  readonly location: Location;
  readonly now: EntryFacts & {
    readonly digest: string;
    readonly isOpaque: boolean;
    /** What the client would start or reach, in a line with its version and without secrets. */
    readonly line: string;
  };
  readonly pinned: (EntryFacts & { readonly digest: string }) | null;
  /** Options by which packages come from another place, that it did not have when it was locked. */
  readonly newSources: readonly string[];
  /** The file's other servers were recorded before, and this one was not there. */
  readonly isNew: boolean;
  /** Names in the entry that look like others, with what is wrong. */
  readonly deceptive: readonly {
    readonly what: string;
    readonly text: string;
    readonly why: string;
  }[];
  /** A person's acceptance of what cannot be pinned, or a policy's. */
  readonly acceptance: {
    readonly reason: string;
    readonly until: string;
    readonly state: "valid" | "expired" | "other-entry";
    /** The line of the policy that covers the entry; null for a person's own word. */
    readonly by: string | null;
  } | null;
}

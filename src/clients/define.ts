import type { ConfigFormat } from "../formats/read.ts";
import type { Platform } from "../model/platform.ts";
import type { Scope } from "../model/server.ts";
import type { Syntax } from "./reading/expansion.ts";
import type { ConfigReader, ConfigSettling } from "./reading/reader.ts";
import type { Variables } from "./reading/variables.ts";

export type { ConfigFormat } from "../formats/read.ts";

export const UNIX: readonly Platform[] = ["darwin", "linux"];
export const MACOS: readonly Platform[] = ["darwin"];
export const LINUX: readonly Platform[] = ["linux"];
export const WINDOWS: readonly Platform[] = ["win32"];

/** A place on disk, and who says so. */
export interface Place {
  /** All where absent. */
  readonly on?: readonly Platform[];
  /** A template; finding/template.ts has its words. */
  readonly path: string;
  /** Repository and file, issue, or page that names the place. */
  readonly source: string;
  readonly confidence: "high" | "medium" | "low";
}

/** One place where a client keeps servers. */
export interface ConfigLocation extends Place {
  readonly scope: Scope;
  /** `json` where absent: a reader that accepts neither comments nor trailing commas. */
  readonly format?: ConfigFormat;
  /** In place of the client's. */
  readonly read?: ConfigReader;
  /**
   * How many levels above the file the folder is that the file speaks for (a plugin's, an
   * extension's). In a project's place it is the project.
   */
  readonly folderAbove?: 1 | 2;
  /** Where this is there, another installation is used, which does not read the place. */
  readonly unless?: {
    readonly path: string;
    readonly why: string;
    /** Where this is there too, both are: each reads its own place. */
    readonly beside: string;
  };
  /** An older place: its servers give way to servers of the same name in the others. */
  readonly isLegacy?: true;
  /**
   * A file that belongs to another client or to nobody, and that this client reads too: it counts
   * where the client has left traces on the machine, or where no client has (a build machine).
   */
  readonly isShared?: true;
}

/** A place that is published for a client and that no version of it reads. */
export interface WrongPlace extends Omit<Place, "confidence"> {
  readonly why?: string;
}

/** How a log is written. */
export type LogKind = "claude-desktop" | "claude-code" | "vscode";

/** Where a client keeps a log for each server; one of the `*` stands for the server's name. */
export interface LogPlace extends Place {
  readonly kind: LogKind;
}

/** A place whose servers cannot be read: where it exists, the report names the gap. */
export interface GapPlace extends Place {
  readonly gap: string;
  /** Only files that hold this text. */
  readonly mentions?: string;
}

/** An MCP client, as data: where it keeps its servers and how it reads them. */
export interface ClientDefinition {
  readonly id: string;
  readonly name: string;
  readonly read: ConfigReader;
  /** The first one of a platform is what `--config` stands for. */
  readonly locations: readonly ConfigLocation[];
  /** Texts in an entry that the client is certain to replace. */
  readonly variables?: Variables;
  /**
   * The variables that it replaces in an entry, the usual one first; empty where it replaces none,
   * absent where that is not documented.
   */
  readonly replaces?: readonly Syntax[];
  /** How it is given a secret, where that is not by replacing a variable; `NAME` is the secret's. */
  readonly secretsBy?: string;
  /** It is started in a terminal, and hands on the variables that it has there. */
  readonly isOfTerminal?: true;
  /** Variables that it hands on where that is not all of a terminal's, or the few of a desktop. */
  readonly handsOn?: { readonly only: readonly string[] } | { readonly without: RegExp };
  /** Templates of files and folders that show that the client is used on this machine. */
  readonly traces?: readonly string[];
  /** On Windows it starts `npx` and other scripts through a shell, or finds their file itself. */
  readonly startsScripts?: true;
  /** Names of its programs as Linux shows them (`comm`, at most 15 bytes). */
  readonly processes?: readonly string[];
  /** Servers that leave no entry in any file: named where a file of the client was found. */
  readonly gaps?: readonly string[];
  readonly gapPlaces?: readonly GapPlace[];
  /** Logs for each server: `doctor` reads their ends. */
  readonly logs?: readonly LogPlace[];
  /** Where people put its file by mistake: `doctor` looks there. */
  readonly wrongPlaces?: readonly WrongPlace[];
  /** What the client's files say about each other's servers: policies, lists of disabled ones. */
  readonly settle?: ConfigSettling;
}

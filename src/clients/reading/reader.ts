import type { ConfigNode, Position, Problem } from "../../formats/node.ts";
import type { ConfigFormat } from "../../formats/read.ts";
import type { Platform } from "../../model/platform.ts";
import type { Scope } from "../../model/server.ts";
import type { EntryFields } from "./entry.ts";

/** What a reader may know of the file that it reads. */
export interface ConfigContext {
  readonly file: string;
  /** The project, plugin or extension that the file speaks for. */
  readonly folder: string | null;
  readonly home: string;
  readonly platform: Platform;
  /** The path of a file that is named from the folder. */
  readonly beside: (path: string) => string;
  /** Another file that belongs to this one; null where there is none, or none that can be read. */
  readonly companion: (path: string, format: ConfigFormat) => ConfigNode | null;
  readonly exists: (path: string) => boolean;
  readonly report: (problem: Problem) => void;
  /** Servers that exist and that no file defines. */
  readonly gap: (text: string) => void;
}

/** A server as its file has it. */
export interface FoundServer {
  readonly name: string;
  readonly at: Position;
  readonly entry: EntryFields;
  /** Where they differ from those of the file. */
  readonly file?: string;
  readonly folder?: string;
  readonly scope?: Scope;
}

export type ConfigReader = (root: ConfigNode, context: ConfigContext) => readonly FoundServer[];

/** A file that was read, for what it says about servers of other files. */
export interface ReadFile {
  readonly file: string;
  readonly scope: Scope;
  readonly folder: string | null;
  readonly root: ConfigNode;
  /** Found without a variable of pinfold's own environment, which must not switch servers off. */
  readonly isCertain: boolean;
}

export interface PlacedServer {
  readonly name: string;
  readonly scope: Scope;
  readonly folder: string | null;
  readonly file: string;
}

/** Made from all files of a client; says of a server what switches it off, or null. */
export type ConfigSettling = (
  files: readonly ReadFile[],
) => (server: PlacedServer) => string | null;

import type { Problem, ProblemKind } from "../formats/node.ts";
import type { ConfigFormat } from "../formats/read.ts";
import type { ServerEntry } from "../model/server.ts";
import type { WrittenEntry } from "./reading/entry.ts";

/** A file that its client cannot use, or that we cannot read. */
export interface FileProblem {
  readonly file: string;
  readonly client: string;
  readonly clientName: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly kind: ProblemKind;
  readonly message: string;
  /** The client reads the file in spite of it. */
  readonly isTolerated: boolean;
}

/** A file that a client reads, and how. */
export interface FoundFile {
  readonly file: string;
  readonly client: string;
  readonly clientName: string;
  readonly format: ConfigFormat;
}

export interface Discovery {
  readonly servers: readonly ServerEntry[];
  /** By id: the entries as they stand in their files. */
  readonly written: ReadonlyMap<string, WrittenEntry>;
  readonly problems: readonly FileProblem[];
  /** What no reader complains of, and what its writer did not mean: for `doctor` alone. */
  readonly advice: readonly FileProblem[];
  /** Files that were found and read. */
  readonly files: readonly string[];
  /** The same, once for each client that reads them. */
  readonly readings: readonly FoundFile[];
  /** Servers that may exist and that no file defines, or none that can be read. */
  readonly gaps: readonly string[];
  /** What a reader of the report should know and what changes no verdict. */
  readonly notes: readonly string[];
}

/** Collects what is found, each thing once. */
export class Collector {
  readonly #problems = new Map<string, FileProblem>();
  readonly #advice = new Map<string, FileProblem>();
  readonly #files = new Set<string>();
  readonly #readings: FoundFile[] = [];
  readonly #gaps = new Set<string>();
  readonly #notes = new Set<string>();
  #client = { id: "", name: "" };

  /** Whom the next things concern. */
  begin(client: { readonly id: string; readonly name: string }): void {
    this.#client = client;
  }

  problem(file: string, message: string, at: Problem | null = null): void {
    const { id, name } = this.#client;
    const { line = null, column = null, kind = "unreadable", isTolerated = false } = at ?? {};
    const key = JSON.stringify([id, file, line, column, message]);
    const where = { file, client: id, clientName: name, line, column };
    const list = kind === "near-miss" ? this.#advice : this.#problems;
    list.set(key, { ...where, kind, message, isTolerated });
  }

  file(file: string, format: ConfigFormat): void {
    this.#files.add(file);
    const { id: client, name: clientName } = this.#client;
    this.#readings.push({ file, client, clientName, format });
  }

  gap(text: string): void {
    this.#gaps.add(`${this.#client.name}: ${text}`);
  }

  note(text: string): void {
    this.#notes.add(`${this.#client.name}: ${text}`);
  }

  discovery(
    servers: readonly ServerEntry[],
    written: ReadonlyMap<string, WrittenEntry>,
  ): Discovery {
    return {
      servers,
      written,
      problems: [...this.#problems.values()],
      advice: [...this.#advice.values()],
      files: [...this.#files],
      readings: this.#readings,
      gaps: [...this.#gaps],
      notes: [...this.#notes],
    };
  }
}

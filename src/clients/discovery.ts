import type { Problem } from "../formats/node.ts";
import type { ServerEntry } from "../model/server.ts";

/** A file that its client cannot use, or that we cannot read. */
export interface FileProblem {
  readonly file: string;
  readonly client: string;
  readonly clientName: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  /** The client reads the file in spite of it. */
  readonly isTolerated: boolean;
}

export interface Discovery {
  readonly servers: readonly ServerEntry[];
  readonly problems: readonly FileProblem[];
  /** Files that were found and read. */
  readonly files: readonly string[];
  /** Servers that may exist and that no file defines, or none that can be read. */
  readonly gaps: readonly string[];
  /** What a reader of the report should know and what changes no verdict. */
  readonly notes: readonly string[];
}

/** Collects what is found, each thing once. */
export class Collector {
  readonly #problems = new Map<string, FileProblem>();
  readonly #files = new Set<string>();
  readonly #gaps = new Set<string>();
  readonly #notes = new Set<string>();
  #client = { id: "", name: "" };

  /** Whom the next things concern. */
  begin(client: { readonly id: string; readonly name: string }): void {
    this.#client = client;
  }

  problem(file: string, message: string, at: Problem | null = null): void {
    const { id, name } = this.#client;
    const { line = null, column = null, isTolerated = false } = at ?? {};
    const key = JSON.stringify([id, file, line, column, message]);
    const found = { file, client: id, clientName: name, line, column, message, isTolerated };
    this.#problems.set(key, found);
  }

  file(file: string): void {
    this.#files.add(file);
  }

  gap(text: string): void {
    this.#gaps.add(`${this.#client.name}: ${text}`);
  }

  note(text: string): void {
    this.#notes.add(`${this.#client.name}: ${text}`);
  }

  discovery(servers: readonly ServerEntry[]): Discovery {
    return {
      servers,
      problems: [...this.#problems.values()],
      files: [...this.#files],
      gaps: [...this.#gaps],
      notes: [...this.#notes],
    };
  }
}

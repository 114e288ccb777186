import type { ConfigNode, Problem } from "../formats/node.ts";
import type { ServerEntry } from "../model/server.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import type { ClientDefinition, ConfigFormat } from "./define.ts";
import { Collector, type Discovery } from "./discovery.ts";
import { Documents } from "./finding/documents.ts";
import { Finder } from "./finding/finder.ts";
import { idsOf } from "./finding/ids.ts";
import { type Located, locationsOf, namedLocation, placesHere } from "./finding/locations.ts";
import { mergeServers, type ReadServer } from "./finding/merge.ts";
import { readServers } from "./reading/read-servers.ts";
import type { ReadFile } from "./reading/reader.ts";

export type { Discovery } from "./discovery.ts";

export interface DiscoverOptions {
  readonly clients: readonly ClientDefinition[];
  /** `--client`: only this one. */
  readonly only: string | null;
  /** `--config CLIENT=FILE`: this file in place of what would be found. */
  readonly overrides: ReadonlyMap<string, string>;
  /** `--project DIR`: beside those from the working directory upwards. */
  readonly projects?: readonly string[];
}

/** Finds and parses the configuration of every client. Never throws for what a file holds. */
export function discover(disk: Disk, machine: Machine, options: DiscoverOptions): Discovery {
  return new Discoverer(disk, machine, options).discover();
}

class Discoverer {
  readonly #disk: Disk;
  readonly #machine: Machine;
  readonly #options: DiscoverOptions;
  readonly #documents: Documents;
  readonly #finder: Finder;
  readonly #found = new Collector();
  #used: ReadonlySet<ClientDefinition> | null = null;

  constructor(disk: Disk, machine: Machine, options: DiscoverOptions) {
    this.#disk = disk;
    this.#machine = machine;
    this.#options = options;
    this.#documents = new Documents(disk);
    this.#finder = new Finder(disk, machine, options.projects ?? [], (path, message) =>
      this.#found.problem(path, message),
    );
  }

  discover(): Discovery {
    const { clients, only } = this.#options;
    const servers = clients
      .filter((client) => only === null || only === client.id)
      .flatMap((client) => this.#clientServers(client));
    const merged = mergeServers(servers);
    const ids = idsOf(merged);
    const idOf = (server: ReadServer): string => ids.get(server) ?? "";
    return this.#found.discovery(
      merged.map((server): ServerEntry => ({ id: idOf(server), ...server.entry })),
      new Map(merged.map((server) => [idOf(server), server.written])),
    );
  }

  #clientServers(client: ClientDefinition): readonly ReadServer[] {
    this.#found.begin(client);
    const override = this.#options.overrides.get(client.id);
    const files: ReadFile[] = [];
    const located =
      override === undefined
        ? locationsOf(client, (asked) => this.#isUsed(asked), this.#finder, this.#machine)
        : namedLocation(client, override, this.#machine);
    const servers = located.flatMap((place) => this.#fileServers(client, place, files));
    if (override === undefined) this.#nameGaps(client, files.length > 0);
    const switchedOff = client.settle?.(files);
    if (switchedOff === undefined) return servers;
    return servers.map((server): ReadServer => {
      const { name, scope, folder, source } = server.entry;
      const disabledBy = switchedOff({ name, scope, folder, file: source.file });
      return disabledBy === null
        ? server
        : { ...server, entry: { ...server.entry, disabled: true, disabledBy } };
    });
  }

  #fileServers(client: ClientDefinition, place: Located, files: ReadFile[]): readonly ReadServer[] {
    const { file, location, folder } = place;
    const { format = "json" } = location;
    const document = this.#documents.read(file, format);
    if (place.isLink) this.#found.note(`${file} is a link to ${this.#realPath(file)}`);
    if (document === null) {
      if (place.isNamed) this.#found.problem(file, "there is no such file");
      return [];
    }
    this.#found.file(file, format);
    if ("unreadable" in document) {
      this.#found.problem(file, document.unreadable);
      return [];
    }
    const report = (problem: Problem): void => this.#found.problem(file, problem.message, problem);
    document.problems.forEach(report);
    const { root } = document;
    if (root === null) return [];
    const broken = document.problems.find((problem) => problem.isTolerated !== true) ?? null;
    const isCertain = !place.isFromVariable;
    if (broken === null) files.push({ file, scope: location.scope, folder, root, isCertain });
    return readServers(client, place, { root, broken }, this.#machine, {
      report,
      gap: (text) => this.#found.gap(text),
      exists: (path) => this.#finder.exists(path),
      companion: (path, other) => this.#companion(path, other),
    });
  }

  #companion(file: string, format: ConfigFormat): ConfigNode | null {
    const document = this.#documents.read(file, format);
    if (document === null) return null;
    this.#found.file(file, format);
    if ("unreadable" in document) {
      this.#found.problem(file, document.unreadable);
      return null;
    }
    for (const problem of document.problems) this.#found.problem(file, problem.message, problem);
    return document.root;
  }

  #nameGaps(client: ClientDefinition, isConfigured: boolean): void {
    if (isConfigured) for (const gap of client.gaps ?? []) this.#found.gap(gap);
    for (const { path, gap, mentions } of placesHere(client.gapPlaces ?? [], this.#machine))
      for (const { file } of this.#finder.find(path))
        if (mentions === undefined || this.#documents.mentions(file, mentions))
          this.#found.gap(`${file}: ${gap}`);
  }

  /** Clients that have left traces here; where none has, every client counts as used. */
  #isUsed(client: ClientDefinition): boolean {
    this.#used ??= new Set(
      this.#options.clients.filter(({ traces }) =>
        (traces ?? []).some((path) => this.#finder.find(path).length > 0),
      ),
    );
    return this.#used.size === 0 || this.#used.has(client);
  }

  #realPath(file: string): string {
    try {
      return this.#disk.realPath(file) ?? "nothing";
    } catch (thrown) {
      if (thrown instanceof DiskError) return "a place that cannot be reached";
      throw thrown;
    }
  }
}

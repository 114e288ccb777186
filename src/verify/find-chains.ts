import type {
  ChainPurpose,
  ChainReport,
  ChainRequest,
  ObservedChain,
} from "../model/chain-reading.ts";
import { isKept } from "../model/launch.ts";
import type { ChainHazard, PinnedChain } from "../model/launcher-chain.ts";
import { entryKey } from "../model/server.ts";
import { reportChain } from "../path-search/chain.ts";
import { type ClientPath, clientPath } from "../path-search/client-path.ts";
import { DiskView } from "../path-search/disk-view.ts";
import { pathEntries } from "../path-search/path-entries.ts";
import { shimEnv } from "../path-search/shims/index.ts";
import { type WorkingFolder, workingFolder } from "../path-search/working-folder.ts";
import type { ChainReader } from "../ports/chain-reader.ts";
import type { Disk } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import type { RpmQuery } from "../ports/rpm-query.ts";
import type { State } from "../state/state.ts";
import type { KnownServer } from "./servers.ts";

export interface ChainContext {
  readonly disk: Disk;
  readonly machine: Machine;
  readonly state: State;
  /** `--client-path`. */
  readonly clientPath: string | null;
  /** Client to PATH, captured just now and not remembered yet. */
  readonly captured?: ReadonlyMap<string, string>;
  readonly rpmQuery: RpmQuery;
  /** What was read in this run already: it is not hashed again. */
  readonly reading?: ChainReading;
}

/** One command of one server as its client would find it, with what is pinned for it. */
export interface FoundChain {
  readonly server: KnownServer;
  readonly command: string;
  readonly purpose: ChainPurpose;
  readonly path: ClientPath;
  readonly cwd: string;
  readonly chain: ObservedChain;
  readonly hazards: readonly ChainHazard[];
  readonly pins: readonly PinnedChain[];
  readonly isExpected: boolean;
}

/** The PATH that was captured for a client; null where none was. */
export function capturedPath(state: State): (client: string) => string | null {
  return (client) => state.clientPaths.read(client)?.path ?? null;
}

/** One thing that an entry starts, and what for. */
export type Started = Pick<ChainRequest, "command" | "purpose" | "language">;

/**
 * What an entry starts by name: its command, the launcher or program behind a wrapper, and the
 * script that an interpreter is given.
 */
export function startedBy({ entry, launch, program }: KnownServer): readonly Started[] {
  if (entry.command === null || entry.command === "") return [];
  // pinfold by its own copies: Node, and the program with all that it loads.
  if (isKept(launch) && launch.file !== null)
    return [
      { command: entry.command, purpose: "launcher", language: null },
      { command: launch.file, purpose: "script", language: "node" },
    ];
  const names = new Set([entry.command]);
  const [inner] = launch.launcher?.split(" ") ?? [];
  const isWrapped = launch.wrappers.length > 0 && inner !== undefined;
  if (isWrapped && program?.purpose === "program") names.add(program.file);
  else if (isWrapped && (launch.kind === "package" || program !== null)) names.add(inner);
  const started = [...names].map((command): Started => {
    const isServer = program?.purpose === "program" && program.file === command;
    return { command, purpose: isServer ? "program" : "launcher", language: null };
  });
  if (program === null || program.purpose === "program" || program.obstacle !== null)
    return started;
  const { purpose, language, file } = program;
  return [...started, { command: file, purpose, language }];
}

/** Reads the chains of servers; what they share is looked at once. */
export class ChainReading {
  readonly view: DiskView;
  readonly #context: ChainContext;
  readonly #known = new Map<string, ChainReport>();

  constructor(context: ChainContext) {
    const { disk, machine } = context;
    this.#context = context;
    this.view = new DiskView(disk, machine.home);
  }

  /** Has chains read in another thread; what comes back is not read again here. */
  async readBeside(servers: readonly KnownServer[], reader: ChainReader): Promise<void> {
    const all = servers.flatMap((server) => {
      const way = this.#wayOf(server.entry, server.launch);
      return startedBy(server).map((started) => this.#requestOf(server, started, way));
    });
    // One of each that differ in nothing but the folder, then those for which that matters.
    const first = new Map(all.toReversed().map((one) => [anywhere(one), one]));
    for (const requests of [[...first.values()], all]) {
      const wanted = new Map(requests.map((one) => [exactly(one), one]));
      for (const one of requests) if (this.#reported(one) !== null) wanted.delete(exactly(one));
      if (wanted.size === 0) continue;
      const answers = await reader.read([...wanted.values()]);
      for (const [index, request] of [...wanted.values()].entries()) {
        const answer = answers?.[index];
        if (answer !== undefined) this.#keep(request, answer);
      }
    }
  }

  /** `extra` are commands beside the entry's own: interpreters that its package asks for. */
  find(server: KnownServer, extra: readonly string[] = []): readonly FoundChain[] {
    const { state } = this.#context;
    const { entry, launch } = server;
    const way = this.#wayOf(entry, launch);
    const { path, cwd, isAssumed } = way;
    const isExpected = state.entryPins.read(entryKey(entry)) !== null;
    const findOne = (started: Started): FoundChain => {
      const { command, purpose } = started;
      const { chain, hazards: all } = this.#report(this.#requestOf(server, started, way));
      // A folder that the entry or its project names is no unknown base.
      const hazards = isAssumed ? all : all.filter(({ kind }) => kind !== "relative-command");
      const pins = state.launchers.read(launcherKey({ command, purpose, cwd }))?.chains ?? [];
      return { server, command, purpose, path, cwd, chain, hazards, pins, isExpected };
    };
    const own = startedBy(server).map(findOne);
    // Also what a pinned chain has: behind a replaced launcher its interpreters are not asked for.
    const known = own.flatMap(({ command, chain, pins }) => [
      command,
      ...[chain, ...pins].flatMap(({ programs }) => programs.map(({ name }) => name)),
    ]);
    const more = extra.filter((name) => !known.includes(name));
    return [
      ...own,
      ...more.map((command) => findOne({ command, purpose: "launcher", language: null })),
    ];
  }

  #wayOf(entry: KnownServer["entry"], launch: KnownServer["launch"]): Way {
    const { disk, machine, state, captured } = this.#context;
    const remembered = capturedPath(state);
    const path = clientPath(entry, {
      disk,
      machine,
      given: this.#context.clientPath,
      captured: (client) => captured?.get(client) ?? remembered(client),
    });
    return { path, ...workingFolder(entry, launch, machine.home) };
  }

  #requestOf({ entry }: KnownServer, started: Started, { path, cwd }: Way): ChainRequest {
    const { home } = this.#context.machine;
    return { ...started, path: path.path, cwd, home, env: shimEnv(entry.env) };
  }

  #report(request: ChainRequest): ChainReport {
    return this.#reported(request) ?? this.#keep(request, reportChain(this.view, request));
  }

  #reported(request: ChainRequest): ChainReport | null {
    return this.#known.get(anywhere(request)) ?? this.#known.get(exactly(request)) ?? null;
  }

  #keep(request: ChainRequest, report: ChainReport): ChainReport {
    this.#known.set(
      dependsOnFolder(request, report) ? exactly(request) : anywhere(request),
      report,
    );
    return report;
  }
}

/** All that an answer follows from: entries that say the same share one. */
function exactly(request: ChainRequest): string {
  return JSON.stringify(request);
}

function anywhere(request: ChainRequest): string {
  return JSON.stringify({ ...request, cwd: null });
}

/** Whether the same request could have another answer in another folder. */
function dependsOnFolder({ command, path, cwd }: ChainRequest, { chain }: ChainReport): boolean {
  return (
    (command.includes("/") && !command.startsWith("/")) ||
    pathEntries(path, cwd).some(({ kind }) => kind !== "absolute") ||
    chain.programs.some(({ shim, shebang }) => shim !== null || startsBeside(shebang))
  );
}

/** The kernel takes a bare interpreter for a file of the working directory. */
function startsBeside(shebang: string | null): boolean {
  return shebang !== null && !shebang.startsWith("/");
}

/** Where a client looks for what an entry starts. */
interface Way extends WorkingFolder {
  readonly path: ClientPath;
}

/** A relative command is another one in every folder, and a script is pinned with what it loads. */
export function launcherKey({
  command,
  purpose,
  cwd,
}: Pick<FoundChain, "command" | "purpose" | "cwd">): string {
  const isRelative = command.includes("/") && !command.startsWith("/");
  const key = isRelative ? JSON.stringify([command, cwd]) : command;
  return purpose === "launcher" ? key : `${purpose} ${key}`;
}

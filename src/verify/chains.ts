import { PinfoldError } from "../errors.ts";
import type { ChainEvidence, FailureEvidence, LauncherEvidence } from "../model/evidence.ts";
import type { ChainHazard, PinnedChain } from "../model/launcher-chain.ts";
import { entryKey } from "../model/server.ts";
import type { Evidence } from "../rules/apply.ts";
import {
  type ChainPurpose,
  type ChainRequest,
  type ObservedChain,
  readChain,
} from "../path-search/chain.ts";
import { type ClientPath, clientPath } from "../path-search/client-path.ts";
import { compareChain } from "../path-search/compare-chain.ts";
import { DiskView } from "../path-search/disk-view.ts";
import { DpkgDatabase } from "../path-search/dpkg.ts";
import { eitherOf, type PackageDatabase } from "../path-search/package-database.ts";
import { RpmDatabase } from "../path-search/rpm.ts";
import { hazardsOf } from "../path-search/hazards.ts";
import type { Disk } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import type { RpmQuery } from "../ports/rpm-query.ts";
import type { State } from "../state/state.ts";
import { explainCode } from "./chain-code.ts";
import { attested } from "./attested.ts";
import { failureOf } from "./collect.ts";
import { memoize } from "./memoize.ts";
import { settle } from "./pinned-chain.ts";
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
  readonly #read: (key: string) => ObservedChain;

  constructor(context: ChainContext) {
    const { disk, machine } = context;
    this.#context = context;
    this.view = new DiskView(disk, machine.home);
    this.#read = memoize(
      (key: string) => {
        // The key is the request: two entries that say the same share one answer.
        return readChain(this.view, { ...parseKey(key), home: machine.home });
      },
      (key) => key,
    );
  }

  /** `extra` are commands beside the entry's own: interpreters that its package asks for. */
  find(server: KnownServer, extra: readonly string[] = []): readonly FoundChain[] {
    const { disk, machine, state } = this.#context;
    const { entry, launch } = server;
    const remembered = capturedPath(state);
    const path = clientPath(entry, {
      disk,
      machine,
      given: this.#context.clientPath,
      captured: (client) => this.#context.captured?.get(client) ?? remembered(client),
    });
    const cwd = launch.cwd ?? entry.cwd ?? machine.home;
    const isExpected = state.entryPins.read(entryKey(entry)) !== null;
    const findOne = (started: Started): FoundChain => {
      const { command, purpose } = started;
      const key = { ...started, path: path.path, cwd, env: shimEnv(entry.env) };
      const request = { ...key, home: machine.home };
      const chain = this.#read(JSON.stringify(key));
      const all = hazardsOf(this.view, request, chain);
      // A folder that the entry names is no unknown base.
      const hazards =
        entry.cwd === null ? all : all.filter(({ kind }) => kind !== "relative-command");
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

/** Commands that a server needs beside those of its entry. */
export type ExtraCommands = (server: KnownServer) => readonly string[];

export interface JudgedChains {
  /** By the entry's id; absent for what starts no program. */
  readonly evidence: ReadonlyMap<string, Pick<Evidence, "chain" | "failures">>;
  readonly assumptions: readonly string[];
}

/** The chains of all servers compared with their pins, by the entry's id. */
export function judgeChains(
  context: ChainContext,
  servers: readonly KnownServer[],
  extra: ExtraCommands = () => [],
  reading = new ChainReading(context),
): JudgedChains {
  const database = eitherOf([
    new DpkgDatabase(reading.view),
    new RpmDatabase(reading.view, context.rpmQuery),
  ]);
  const found = new Map<string, readonly FoundChain[] | FailureEvidence>();
  for (const server of servers)
    found.set(
      server.entry.id,
      findOrFail(() => reading.find(server, extra(server))),
    );
  const all = [...found.values()].flatMap((one) => ("message" in one ? [] : one));
  const today = context.machine.now.toISOString().slice(0, 10);
  const answers = servers.map(({ entry }): [string, Pick<Evidence, "chain" | "failures">] => {
    const own = found.get(entry.id) ?? [];
    if ("message" in own) return [entry.id, { failures: [own] }];
    const chains = own.map((one) => judgeChain(context, one, all, { database, today }));
    const chain: ChainEvidence = { name: entry.name, chains };
    return [entry.id, chains.length === 0 ? {} : { chain }];
  });
  const assumptions = all.map(({ path }) => path.assumption).filter((text) => text !== null);
  return { evidence: new Map(answers), assumptions: [...new Set(assumptions)] };
}

function findOrFail(find: () => readonly FoundChain[]): readonly FoundChain[] | FailureEvidence {
  try {
    return find();
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    return failureOf(thrown);
  }
}

function judgeChain(
  { state }: ChainContext,
  found: FoundChain,
  all: readonly FoundChain[],
  { database, today }: { database: PackageDatabase; today: string },
): LauncherEvidence {
  const { command, purpose, chain, path, isExpected } = found;
  const settled = settle(found, (pin) => compareChain(pin, chain));
  const changes = settled.changes
    .flatMap((change) => explainCode(change, chain.trees, state.manifests))
    .map((change) => ({ ...change, isAttested: attested(change, chain, database) }));
  const isAllowed = ({ kind, path: at }: ChainHazard) =>
    settled.pin?.allowed.some(
      (one) => one.hazard === kind && one.path === at && one.until >= today,
    ) === true;
  const [launcher] = chain.programs;
  const others = all.filter(
    (other) =>
      other.command === command &&
      purpose === "launcher" &&
      other.chain.programs[0]?.real !== launcher?.real &&
      other.path.origin !== path.origin,
  );
  return {
    command,
    purpose,
    servers: all.filter((other) => other.command === command && other.chain === chain).length,
    isPinned: settled.pin !== null,
    isExpected,
    isPathKnown: path.origin !== "assumed" || command.startsWith("/"),
    changes,
    hazards: found.hazards.filter((hazard) => !isAllowed(hazard)),
    elsewhere:
      settled.pin !== null
        ? []
        : others.flatMap(({ server, chain: { programs } }) => {
            const real = programs[0]?.real ?? null;
            return real === null ? [] : [{ clientName: server.entry.clientName, real }];
          }),
  };
}

const SHIM_VARIABLE = /^(?:VOLTA|ASDF|MISE|PYENV|NODENV|RBENV|XDG|COREPACK)_/;

function shimEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => SHIM_VARIABLE.test(name)));
}

function parseKey(key: string): Omit<ChainRequest, "home"> {
  // Written by `find` above, nobody else.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(key) as Omit<ChainRequest, "home">;
}

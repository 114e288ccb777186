import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";

import semver from "semver";

import { evidenceVerifier } from "../../src/adapters/evidence.ts";
import { npmRegistry } from "../../src/adapters/npm-registry/index.ts";
import { readArchive } from "../../src/adapters/npm-registry/archive.ts";
import { pythonIndexWith } from "../../src/adapters/python-index/index.ts";
import { pythonInstaller as realInstaller } from "../../src/adapters/python-installer/index.ts";
import { CLIENTS } from "../../src/clients/index.ts";
import type { CommandContext, Io, Options } from "../../src/commands/define.ts";
import { runCheck } from "../../src/commands/lock-check.ts";
import { runLock } from "../../src/commands/lock-servers.ts";
import { run as update } from "../../src/commands/update.ts";
import { readUnit } from "../../src/ecosystems/npm/read-package.ts";
import { readFolder } from "../../src/ecosystems/pypi/read-folder.ts";
import { PinfoldError } from "../../src/errors.ts";
import type { LockWorld } from "../../src/lock/world.ts";
import type { NpmLockfile } from "../../src/lockfile/schema.ts";
import type { PythonCompiler } from "../../src/ports/python-compiler.ts";
import type { PythonIndex } from "../../src/ports/python-index.ts";
import type { PythonInstaller } from "../../src/ports/python-installer.ts";
import type { PythonResolver } from "../../src/ports/python-resolver.ts";
import type { UvProvider } from "../../src/ports/uv-provider.ts";
import type { TrustRoot } from "../../src/provenance/trust-root.ts";
import type { Report, ServerReport } from "../../src/model/report.ts";
import type { Files } from "../../src/ports/files.ts";
import type { Machine } from "../../src/ports/machine.ts";
import type { NpmRegistry } from "../../src/ports/npm-registry.ts";
import type { NpmSettings } from "../../src/ports/npm-settings.ts";
import { existingState, recordedFiles } from "../../src/state/recorded-files.ts";
import { verify } from "../../src/verify/verify.ts";
import type { Scope } from "../../src/verify/world.ts";
import { NO_ENVIRONMENT } from "./client-environment.ts";
import { NO_ANSWERS } from "./doctor-ports.ts";
import { publishCoast } from "./coast.ts";
import { memoryAudit } from "./memory-audit.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { memoryTrees } from "./memory-trees.ts";
import { memoryUserFiles } from "./memory-user-files.ts";
import { layInMemory, npxLayout } from "./npx/layout.ts";
import { NO_AGENT } from "./no-agent.ts";
import { ownProgramIn } from "./own-program.ts";
import { resolveTree } from "./npx/resolve-tree.ts";
import { TestRegistry } from "./registry.ts";
import { FakeStarting } from "./starting.ts";

const HOME = "/home/ada";
const STATE = `${HOME}/.local/state/pinfold`;
const CONFIG = `${HOME}/.config/Claude/claude_desktop_config.json`;

/** An entry of `mcpServers`, as a test or an attacker writes it. */
export type Entry = Readonly<Record<string, unknown>>;

/** Options of a command, where they differ from what a test mostly wants. */
export type GivenOptions = Omit<Partial<Options>, "scope"> & { readonly scope?: Partial<Scope> };

/** What is answered on the terminal, and what happens while the question stands. */
type Reply = string | (() => string);

/** `npx -y SPEC ARGS…` */
export function npx(spec: string, ...args: readonly string[]): Entry {
  return { command: "npx", args: ["-y", spec, ...args] };
}

/**
 * Ada's machine in memory: a disk that remembers what was written, npm's settings, a registry
 * without a network, and a clock that stands still. Its methods do what users, npx and attackers
 * do. `await using world = await TestWorld.start()`.
 */
export class TestWorld implements AsyncDisposable {
  readonly disk = new MemoryDisk();
  readonly home = HOME;
  readonly configFile = CONFIG;
  readonly registry: TestRegistry;
  readonly audit = memoryAudit(this.disk, `${STATE}/audit`, {
    existing: () => existingState(this.disk, STATE),
  });
  /** Paths that pinfold wrote, oldest first. */
  readonly written: string[] = [];
  /** Names of the installed packages' archives that were fetched: `name@version`. */
  readonly fetched: string[] = [];
  /** What `lock` printed: answers, then everything on standard error. */
  out = "";
  err = "";
  /** The `_npx` folder of the last install. */
  tree = "";
  machine: Machine = {
    platform: "linux",
    arch: "x64",
    home: HOME,
    cwd: HOME,
    env: { HOME, PATH: "/usr/bin:/bin" },
    now: new Date("2026-11-22T20:00:00Z"),
  };
  /** None, until a test sets one: npm's tests resolve no Python. */
  pythonResolver: PythonResolver = {
    python: () => Promise.reject(noPython()),
    resolve: () => Promise.reject(noPython()),
    indexes: () => Promise.reject(noPython()),
  };
  pythonInstaller: PythonInstaller = realInstaller;
  /** What becomes of `run`. */
  starting: FakeStarting = new FakeStarting();
  /** Finds nothing wrong with compiled files whose body is `code`. */
  pythonCompiler: PythonCompiler = {
    compare: (_python, pairs) => {
      const isRight = ({ compiled }: { compiled: string }): boolean =>
        this.text(compiled)?.endsWith("code") === true;
      const paths = (all: typeof pairs): Set<string> =>
        new Set(all.map(({ compiled }) => compiled));
      return Promise.resolve({
        right: paths(pairs.filter(isRight)),
        wrong: paths(pairs.filter((pair) => !isRight(pair))),
      });
    },
  };
  uvProvider: UvProvider = {
    version: "0.13.9",
    own: () => Promise.resolve(null),
    fetch: () => Promise.reject(noPython()),
  };
  #isReadOnly = false;
  #trust: TrustRoot | null = null;
  #registryFailure: string | null = null;
  #settingsFailure: string | null = null;
  #settings: NpmSettings = {
    npxCache: `${HOME}/.npm/_npx`,
    cache: `${HOME}/.npm/_cacache`,
    localPrefix: HOME,
    globalPrefix: "/usr",
    layers: [],
    flat: {},
  };

  /** A home with Node and npm, and a registry with the packages of `coast.ts`. */
  static async start(prepare?: (world: TestWorld) => unknown): Promise<TestWorld> {
    const registry = await TestRegistry.start();
    try {
      publishCoast(registry);
      const world = new TestWorld(registry);
      await prepare?.(world);
      return world;
    } catch (thrown) {
      await registry[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  private constructor(registry: TestRegistry) {
    this.registry = registry;
    const npm = "/usr/lib/node_modules/npm";
    this.disk
      .file(`${npm}/package.json`, '{"name":"npm","version":"11.19.1"}')
      .file(`${npm}/bin/npx-cli.js`, "#!/usr/bin/env node\n", { mode: 0o755 })
      .link("/usr/bin/npx", "../lib/node_modules/npm/bin/npx-cli.js")
      .file("/usr/bin/node", "\u007fELF", { mode: 0o755 })
      .file("/usr/bin/env", "\u007fELF", { mode: 0o755 })
      .file("/bin/sh", "\u007fELF", { mode: 0o755 })
      .folder(HOME);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.registry[Symbol.asyncDispose]();
  }

  // What users and npx do.

  configures(servers: Readonly<Record<string, Entry>>): this {
    return this.plants(CONFIG, JSON.stringify({ mcpServers: servers }));
  }

  /** What `npx -y SPEC` leaves behind; answers the folder of the tree. */
  installs(...specs: readonly string[]): string {
    this.tree = layInMemory(this.disk, HOME, npxLayout(this.registry, specs));
    return this.tree;
  }

  /** A server that is configured, installed and locked. */
  async protects(name: string, spec: string): Promise<this> {
    this.configures({ [name]: npx(spec) });
    this.installs(spec);
    if (!(await this.locks())) throw new Error(`cannot lock ${name}: ${this.err}`);
    return this;
  }

  /** `pinfold lock --yes`; answers whether every server could be handled. */
  async locks(options: GivenOptions = {}, answer: Reply | null = null): Promise<boolean> {
    return runLock(this.commandContext(options, answer));
  }

  /** `pinfold update`; answers the exit code. With an answer there is a terminal that gives it. */
  async updates(options: GivenOptions = {}, answer: Reply | null = null): Promise<number> {
    return update(this.commandContext({ isYes: false, ...options }, answer));
  }

  /** `pinfold lock --check`; answers the exit code. */
  async checks(options: GivenOptions = {}): Promise<number> {
    return runCheck(this.commandContext({ isYes: false, isCheck: true, ...options }));
  }

  commandContext(given: GivenOptions, answer: Reply | null = null): CommandContext {
    const io: Io = {
      isTerminal: false,
      canAsk: answer !== null,
      out: (text) => void (this.out += text),
      err: (text) => void (this.err += text),
      progress: () => undefined,
      ask: (question) => {
        this.err += question;
        return Promise.resolve(typeof answer === "function" ? answer() : (answer ?? "n"));
      },
    };
    return {
      io,
      world: this.world,
      clients: () => Promise.resolve(this.world.clients),
      starting: () => this.starting,
      lockWorld: () => Promise.resolve(this.world),
      clientEnvironment: NO_ENVIRONMENT,
      revisions: () => Promise.reject(new Error("no history here")),
      ownProgram: ownProgramIn("/nowhere"),
      ...NO_AGENT,
      doctorPorts: () => Promise.resolve(NO_ANSWERS),
      options: {
        format: "text",
        positionals: given.scope?.servers ?? [],
        isOnline: false,
        isYes: true,
        isCapture: false,
        isCheck: false,
        isExitCode: false,
        allowScripts: [],
        reason: null,
        until: null,
        only: null,
        isSource: false,
        rest: [],
        has: () => false,
        one: () => null,
        all: () => [],
        ...given,
        scope: scopeOf(given.scope),
      },
    };
  }

  /** `pinfold verify`. */
  async verifies(scope: Partial<Scope> = {}): Promise<Report> {
    return verify(this.world, scopeOf(scope));
  }

  /** `pinfold verify --online`. */
  async asks(scope: Partial<Scope> = {}): Promise<Report> {
    return verify(this.world, scopeOf(scope), () => undefined, this.world);
  }

  /** The report on the only server, with the exit code. */
  async judges(scope: Partial<Scope> = {}): Promise<ServerReport & { readonly exitCode: number }> {
    const { servers, exitCode } = await this.verifies(scope);
    const [server] = servers;
    if (server === undefined || servers.length > 1) throw new Error("not one server");
    return { ...server, exitCode };
  }

  /** The clock goes on. */
  waits(days: number): this {
    const now = new Date(this.machine.now.getTime() + days * 86_400_000);
    this.machine = { ...this.machine, now };
    return this;
  }

  // What must not happen.

  /** Other text in a file of the installed tree, which may not be there yet. */
  edits(path: string, text: string): this {
    return this.plants(`${this.tree}/${path}`, text);
  }

  /** A file anywhere; `~/` is the home. */
  plants(path: string, text: string): this {
    this.disk.file(path.replace(/^~/, HOME), text);
    return this;
  }

  removes(path: string): this {
    this.disk.remove(path.startsWith("/") ? path : `${this.tree}/${path}`);
    return this;
  }

  /** Re-points a link of the installed tree. */
  replaceLink(path: string, target: string): this {
    this.disk.remove(`${this.tree}/${path}`).link(`${this.tree}/${path}`, target);
    return this;
  }

  /** A package in `~/node_modules`, or in another folder that Node searches after the tree. */
  shadow(name: string, folder = `${HOME}/node_modules`): this {
    return this.plants(`${folder}/${name}/index.js`, "evil();\n");
  }

  /** Nothing can be written from now on. */
  fillsTheDisk(): this {
    this.#isReadOnly = true;
    return this;
  }

  losesTheRegistry(message = "the registry gave no usable answer: ECONNREFUSED"): this {
    this.#registryFailure = message;
    return this;
  }

  breaksNpmrc(message = "npm's configuration cannot be read"): this {
    this.#settingsFailure = message;
    return this;
  }

  /** In place of the test registry's key alone. */
  trusts(trust: TrustRoot): this {
    this.#trust = trust;
    return this;
  }

  sets(settings: Partial<NpmSettings>): this {
    this.#settings = { ...this.#settings, ...settings };
    return this;
  }

  // What tests look at.

  text(path: string): string | null {
    const bytes = this.disk.read(path.replace(/^~/, HOME), 2 ** 30);
    return bytes === null ? null : Buffer.from(bytes).toString("utf8");
  }

  /** The personal lockfile of a package, as JSON without any check. */
  lockfile(name: string): NpmLockfile {
    const file = `${HOME}/.config/pinfold/lockfiles/npm/${name.replace("/", "+")}.json`;
    return JSON.parse(this.text(file) ?? "null") as NpmLockfile;
  }

  get world(): LockWorld {
    return {
      machine: this.machine,
      disk: this.disk,
      files: recordedFiles(this.#files, this.disk, STATE, this.audit),
      audit: this.audit,
      userFiles: memoryUserFiles(this.disk),
      treeReader: {
        read: (requests, known) =>
          Promise.resolve(requests.map((request) => readUnit(this.disk, request, known))),
        readFolders: (requests) =>
          Promise.resolve(requests.map((request) => readFolder(this.disk, request))),
      },
      npmSettings: {
        read: () =>
          this.#settingsFailure === null
            ? Promise.resolve(this.#settings)
            : Promise.reject(
                new PinfoldError("input", this.#settingsFailure, "npm config list shows more"),
              ),
      },
      rpmQuery: () => null,
      clients: CLIENTS.filter(({ id }) => id === "claude-desktop"),
      version: "0.0.0-test",
      registry: this.#npmRegistry,
      trustSource: { fetch: () => Promise.reject(new Error("no test asks for trust material")) },
      evidence: evidenceVerifier(() => this.#trusted(), this.machine.now),
      nodeVersion: () => Promise.resolve("24.21.0"),
      pythonIndex: PYTHON_INDEX,
      pythonResolver: this.pythonResolver,
      uvProvider: this.uvProvider,
      pythonCompiler: this.pythonCompiler,
      pythonInstaller: this.pythonInstaller,
      trees: memoryTrees(this.disk),
      installScripts: { run: () => Promise.reject(new Error("no script runs here")) },
      libc: "glibc",
    };
  }

  readonly #files: Files = {
    replace: (path, text, { expected, around = (put) => put() }) => {
      this.#mayWrite(path);
      if (this.text(path) !== expected)
        throw new PinfoldError("refused", `${path} was changed by somebody else`, "look at it");
      around(() => this.disk.file(path, text));
      this.written.push(path);
    },
    believe: (_path, text) => text,
    forget: (path) => void this.disk.remove(path),
    keep: (path, text) => {
      this.#mayWrite(path);
      this.disk.file(path, text);
      this.written.push(path);
    },
  };

  #mayWrite(path: string): void {
    if (this.#isReadOnly)
      throw new PinfoldError("input", `${path} cannot be written: no space left`, "free some");
  }

  /** Answers from the registry's publications; archives are read as the real adapter reads them. */
  readonly #npmRegistry: NpmRegistry = {
    describe: async (name, spec) => {
      this.#mayAsk(`${name}@${spec}`);
      const state = this.registry.packageState(name);
      const versions = [...(state?.versions.keys() ?? [])];
      const version = state?.tags.get(spec) ?? semver.maxSatisfying(versions, spec);
      const publication = version === null ? undefined : state?.versions.get(version);
      if (version === null || publication === undefined)
        throw new PinfoldError("network", `${name}@${spec}: the registry does not have it`, "");
      const { integrity, at: published, by: publisher, deprecated } = publication;
      const signatures = publication.isSigned
        ? [this.registry.key.sign(name, version, integrity)]
        : [];
      const claims = {
        registry: "registry.test",
        isDefault: true,
        signatures,
        signs: [...(state?.versions.values() ?? [])].some(({ isSigned }) => isSigned),
        isAttested: publication.attestations !== null,
      };
      const { repository: named } = publication.manifest;
      const repository = (named as { readonly url?: string } | undefined)?.url ?? null;
      const said = { published, publisher, repository, deprecated, claims };
      return { name, version, integrity, ...said };
    },
    fetch: async ({ name, version, integrity: claim }, _settings, withContents) => {
      const spec = `${name}@${version}`;
      this.#mayAsk(spec);
      this.fetched.push(spec);
      const { archive, tampered, integrity } = this.registry.published(spec);
      if (tampered !== null || (claim !== null && claim !== integrity))
        throw new PinfoldError("refused", `${spec}: the archive differs from its integrity`, "");
      return readArchive(Readable.from([archive]), spec, { withContents: withContents === true });
    },
    unpack: async ({ name, version, integrity: pinned }, _settings, sink) => {
      const spec = `${name}@${version}`;
      this.#mayAsk(spec);
      this.fetched.push(spec);
      const { archive, tampered, integrity } = this.registry.published(spec);
      if (tampered !== null || pinned !== integrity)
        throw new PinfoldError("refused", `${spec}: the archive is not the pinned one`, "");
      return readArchive(Readable.from([archive]), spec, { sink });
    },
    attestations: async (question, memory) => {
      this.#mayAsk(question.name);
      const flat = { registry: `${this.registry.url}/` };
      const settings = { ...question.settings, flat };
      return npmRegistry().attestations({ ...question, settings }, memory);
    },
    list: async (question, memory) => {
      this.#mayAsk(question.name);
      const { settings } = question;
      const flat = { registry: `${this.registry.url}/` };
      return npmRegistry().list({ ...question, settings: { ...settings, flat } }, memory);
    },
    resolve: async (request) => {
      const { specs, settings } = request;
      this.#mayAsk(specs.join(" "));
      if (request.allows !== undefined) {
        // Which versions may be taken only the real resolver knows how to obey.
        const folder = mkdtempSync(join(tmpdir(), "pinfold-resolve-"));
        const flat = { registry: `${this.registry.url}/` };
        const asked = { ...request, settings: { ...settings, flat } };
        const work = npmRegistry().resolve(asked, folder);
        return work.finally(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
      }
      return resolveTree(this.registry, specs).nodes.flatMap((node) => {
        const { location: path, name, manifest, publication, isOptional: optional } = node;
        return publication === null ? [] : [{ path, name, version: manifest.version, optional }];
      });
    },
  };

  async #trusted(): Promise<TrustRoot> {
    if (this.#trust !== null) return this.#trust;
    const { parseTrustRoot } = await import("../../src/provenance/trust-root.ts");
    return parseTrustRoot(NO_AUTHORITIES, { keys: this.registry.key.trusted() });
  }

  #mayAsk(what: string): void {
    if (this.#registryFailure !== null)
      throw new PinfoldError("network", `${what}: ${this.#registryFailure}`, "check the network");
  }
}

const NO_AUTHORITIES = {
  mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
  tlogs: [],
  ctlogs: [],
  certificateAuthorities: [],
  timestampAuthorities: [],
};

const REAL_INDEX = pythonIndexWith({ request: 5_000, archive: 5_000 });
/** The real one, but for its cache: that would be on the real disk. */
const PYTHON_INDEX: PythonIndex = {
  ...REAL_INDEX,
  archive: (request) =>
    REAL_INDEX.archive({ ...request, cacheFolder: "/nowhere/pinfold", keep: false }),
  wheel: (request) =>
    REAL_INDEX.wheel({ ...request, cacheFolder: "/nowhere/pinfold", keep: false }),
};

function noPython(): PinfoldError {
  return new PinfoldError("input", "there is no uv in this test", "set pythonResolver");
}

function scopeOf(scope: Partial<Scope> = {}): Scope {
  const nothing = { lockfiles: null, client: null, clientPath: null };
  return { servers: [], configs: new Map(), projects: [], ...nothing, ...scope };
}

/** The ids of a server's findings, without those of notes. */
export function rulesOf(server: ServerReport | undefined): readonly string[] {
  return (server?.findings ?? [])
    .filter(({ severity }) => severity !== "note")
    .map(({ ruleId }) => ruleId);
}

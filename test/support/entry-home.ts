import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { auditedFiles } from "../../src/adapters/audited-files.ts";
import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { nodeVersionReader } from "../../src/adapters/node-version.ts";
import { evidenceVerifier } from "../../src/adapters/evidence.ts";
import { shippedTrust } from "../../src/provenance/shipped.ts";
import { npmRegistry } from "../../src/adapters/npm-registry/index.ts";
import { npmSettingsReader } from "../../src/adapters/npm-settings.ts";
import { pythonCompiler } from "../../src/adapters/python-compiler/index.ts";
import { pythonIndex } from "../../src/adapters/python-index/index.ts";
import { uvResolver } from "../../src/adapters/uv/index.ts";
import { uvProvider } from "../../src/adapters/uv/provider.ts";
import { pythonInstaller } from "../../src/adapters/python-installer/index.ts";
import { npmInstallScripts } from "../../src/adapters/install-scripts.ts";
import { nodeTrees } from "../../src/adapters/node-trees.ts";
import { threadedTreeReader } from "../../src/adapters/tree-reader/index.ts";
import { nodeUserFiles } from "../../src/adapters/user-files.ts";
import { CLIENTS } from "../../src/clients/index.ts";
import type { CommandContext, Io } from "../../src/commands/define.ts";
import { COMMANDS } from "../../src/commands/index.ts";
import { parseOptions } from "../../src/commands/options.ts";
import { PinfoldError } from "../../src/errors.ts";
import type { LockWorld } from "../../src/lock/world.ts";
import type { DoctorPorts } from "../../src/doctor/world.ts";
import { EXIT } from "../../src/model/verdict.ts";
import type { ClientEnvironment } from "../../src/ports/client-environment.ts";
import { foldersOf } from "../../src/state/folders.ts";
import { State } from "../../src/state/state.ts";
import type { OwnProgram } from "../../src/ports/own-program.ts";
import { NO_ENVIRONMENT } from "./client-environment.ts";
import { NO_ANSWERS } from "./doctor-ports.ts";
import { publishCoast } from "./coast.ts";
import { type ConfiguredServer, NpxHome } from "./npx-home.ts";
import { NO_AGENT } from "./no-agent.ts";
import { ownProgramIn } from "./own-program.ts";
import { TestRegistry } from "./registry.ts";
import { FakeStarting } from "./starting.ts";

interface ShownFinding {
  readonly ruleId: string;
  readonly severity: string;
  readonly server: string | null;
  readonly message: string;
  readonly location: { readonly file: string; readonly line?: number } | null;
  readonly wouldRun: string | null;
}

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Judged extends Answer {
  readonly verdicts: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string | null>>;
  readonly findings: readonly ShownFinding[];
  /** `error injected-environment`, one a finding. */
  readonly rules: readonly string[];
}

/**
 * A home with an npx server that was installed, and the real commands judging it in this process:
 * real disk, real npm configuration, a registry of the test. Gone with `await using`.
 */
export class EntryHome implements AsyncDisposable {
  readonly registry: TestRegistry;
  readonly npx: NpxHome;
  now = new Date("2026-11-23T12:00:00Z");
  clientEnvironment: ClientEnvironment = NO_ENVIRONMENT;
  starting = new FakeStarting();
  /** Variables beside those of a plain session. */
  env: Readonly<Record<string, string>> = {};
  ownProgram: OwnProgram = ownProgramIn("/nowhere");
  doctorPorts: DoctorPorts = NO_ANSWERS;
  /** Answers to questions; without any there is no terminal. */
  answers: string[] = [];

  static async start(): Promise<EntryHome> {
    const registry = await TestRegistry.start();
    publishCoast(registry);
    registry.publish(
      { name: "@sea/gull", version: "1.0.0", bin: { gull: "cli.js" } },
      { "cli.js": "#!/usr/bin/env node\n" },
    );
    registry.publish(
      { name: "gull", version: "1.0.0", bin: { gull: "cli.js" } },
      { "cli.js": "#!/usr/bin/env node\n" },
    );
    return new EntryHome(registry);
  }

  private constructor(registry: TestRegistry) {
    this.registry = registry;
    this.npx = new NpxHome({ registry });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.npx[Symbol.dispose]();
    await this.registry[Symbol.asyncDispose]();
  }

  /** A path below the home. */
  at(path: string): string {
    return path.startsWith("/") ? path : join(this.npx.home, path);
  }

  file(path: string, content: string, mode = 0o644): string {
    this.npx.write(this.at(path), content, mode);
    return this.at(path);
  }

  fifo(path: string): void {
    execFileSync("/bin/sh", ["-c", 'mkfifo "$0"', this.at(path)]);
  }

  remove(path: string): void {
    rmSync(this.at(path), { recursive: true, force: true });
  }

  /** The installed server `gull@1.0.0`, with what is said beside. */
  gull(parts: Partial<ConfiguredServer> & { cwd?: string } = {}, spec = "gull@1.0.0") {
    this.npx.install(spec);
    return { command: "npx", args: ["-y", spec], ...parts };
  }

  configure(servers: Readonly<Record<string, ConfiguredServer | object>>): void {
    this.npx.write(this.npx.configFile, `${JSON.stringify({ mcpServers: servers }, null, 2)}\n`);
  }

  /** What this home remembers. */
  get state(): State {
    const { home, env } = this.npx;
    const machine = {
      platform: "linux",
      arch: "x64",
      home,
      cwd: home,
      env,
      now: this.now,
    } as const;
    const disk = new NodeDisk();
    return new State(disk, auditedFiles(machine, disk, "test").files, foldersOf(machine));
  }

  /** The snapshots of adopted directories. */
  snapshots(): readonly string[] {
    const folder = this.at(".local/state/pinfold/adopted");
    const names = readdirSync(folder).filter((name) => !name.endsWith(".json"));
    return names.map((name) => join(folder, name));
  }

  /** Configures, locks and sees that all is well. */
  async locked(server: ConfiguredServer | object = this.gull()): Promise<void> {
    this.configure({ gull: server });
    const { code, err } = await this.run("lock", "--yes");
    if (code !== EXIT.clean) throw new Error(err);
  }

  edit(change: (text: string) => string): void {
    const { configFile } = this.npx;
    writeFileSync(configFile, change(readFileSync(configFile, "utf8")));
  }

  async verify(...args: string[]): Promise<Judged> {
    const answer = await this.run("verify", "--json", ...args);
    const report = JSON.parse(answer.out) as {
      servers: { name: string; verdict: string; reason: string | null }[];
      findings: ShownFinding[];
    };
    const { servers, findings } = report;
    return {
      ...answer,
      verdicts: Object.fromEntries(servers.map(({ name, verdict }) => [name, verdict])),
      reasons: Object.fromEntries(servers.map(({ name, reason }) => [name, reason])),
      findings,
      rules: findings.map(({ severity, ruleId }) => `${severity} ${ruleId}`),
    };
  }

  async run(name: string, ...args: string[]): Promise<Answer> {
    const command = COMMANDS.find((one) => one.name === name);
    if (command === undefined) throw new Error(`no command ${name}`);
    let out = "";
    let err = "";
    const io: Io = {
      isTerminal: false,
      canAsk: this.answers.length > 0,
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      progress: () => undefined,
      ask: async (question) => {
        err += question;
        return this.answers.shift() ?? "";
      },
    };
    const { home } = this.npx;
    const env = { ...this.npx.env, ...this.env };
    const cwd = dirname(home);
    const machine = { platform: "linux", arch: "x64", home, cwd, env, now: this.now } as const;
    const disk = new NodeDisk();
    const world: LockWorld = {
      machine,
      disk,
      ...auditedFiles(machine, disk, command.name, () => this.now),
      userFiles: nodeUserFiles,
      treeReader: threadedTreeReader,
      rpmQuery: () => null,
      npmSettings: npmSettingsReader,
      clients: CLIENTS,
      version: "0.0.0",
      registry: npmRegistry(),
      trustSource: { fetch: () => Promise.reject(new Error("no test asks for trust material")) },
      evidence: evidenceVerifier(() => Promise.resolve(shippedTrust()), this.now),
      nodeVersion: nodeVersionReader,
      pythonIndex,
      pythonResolver: uvResolver,
      uvProvider,
      pythonCompiler,
      pythonInstaller,
      trees: nodeTrees,
      installScripts: npmInstallScripts,
      libc: "glibc",
    };
    try {
      const options = parseOptions(command, args, dirname(home));
      const { clientEnvironment, ownProgram } = this;
      const lockWorld = async () => world;
      const context: CommandContext = {
        io,
        world,
        clients: async () => CLIENTS,
        starting: () => this.starting,
        lockWorld,
        clientEnvironment,
        revisions: () => Promise.reject(new Error("no history here")),
        ownProgram,
        ...NO_AGENT,
        doctorPorts: () => Promise.resolve(this.doctorPorts),
        options,
      };
      const { run } = await command.load();
      return { code: await run(context), out, err };
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
      const isUse = thrown.code === "usage" || thrown.code === "refused";
      err += `${thrown.message}\n${thrown.hint}\n`;
      return { code: isUse ? EXIT.usage : EXIT.failed, out, err };
    }
  }
}

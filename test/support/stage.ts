import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  realpathSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { CLI } from "./built-cli.ts";
import { publishCoast } from "./coast.ts";
import { type InstalledTree, NpxHome } from "./npx-home.ts";
import { TestRegistry } from "./registry.ts";

const SCENARIOS = fileURLToPath(new URL("../scenarios/", import.meta.url));
const TIME_LIMIT_MS = 60_000;

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * A real home with `gull@1.0.0` installed and locked, and the real program run in it as a process
 * of its own. Each scenario changes the home and puts it back.
 */
export class Stage implements AsyncDisposable {
  readonly registry: TestRegistry;
  readonly home: NpxHome;
  readonly tree: InstalledTree;

  /** @param spec what the entry asks for */
  static async set(spec = "gull@1.0.0"): Promise<Stage> {
    const registry = await TestRegistry.start();
    const stage = new Stage(registry, spec);
    const { code, err } = await stage.pinfold("lock", "--yes");
    assert.equal(code, 0, err);
    cpSync(stage.home.home, stage.#spare, COPY);
    return stage;
  }

  private constructor(registry: TestRegistry, spec: string) {
    this.registry = registry;
    publishCoast(registry);
    registry.publish(
      { name: "shell", version: "3.1.0", dependencies: { wave: "^1.0.0" } },
      { "index.js": 'try { require("preen"); } catch {}\n', "lib/pearl.js": "shine();\n" },
    );
    registry.publish(
      {
        name: "gull",
        version: "1.0.0",
        bin: "gull.js",
        dependencies: { wave: "2", shell: "^3.0.0" },
      },
      { "gull.js": "#!/usr/bin/env node\nfly();\n" },
    );
    this.home = new NpxHome({ registry });
    this.tree = this.home.install(spec);
    this.configures({ gull: ["-y", spec, "/srv/nest"] });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.home[Symbol.dispose]();
    await this.registry[Symbol.asyncDispose]();
  }

  get #spare(): string {
    return join(this.home.root, "spare");
  }

  /** A path in the home. */
  path(inside: string): string {
    return join(this.home.home, inside);
  }

  /** The home as it was after it was locked, and a registry that answers. */
  putBack(): void {
    rmSync(this.home.home, { recursive: true, force: true });
    cpSync(this.#spare, this.home.home, COPY);
    this.registry.recover();
  }

  configures(servers: Readonly<Record<string, readonly string[]>>): void {
    const entries = Object.entries(servers).map(
      ([name, args]) => [name, { command: "npx", args }] as const,
    );
    this.home.configure(Object.fromEntries(entries));
  }

  /** Other text of the same size in a file that keeps its times. */
  edits(inside: string, from: string, to: string): void {
    const file = this.tree.path(inside);
    const { atime, mtime, size } = statSync(file);
    const text = readFileSync(file, "utf8");
    assert.ok(text.includes(from));
    writeFileSync(file, text.replace(from, to));
    utimesSync(file, atime, mtime);
    assert.equal(statSync(file).size, size);
  }

  writes(inside: string, text: string): void {
    this.home.write(this.path(inside), text);
  }

  removes(inside: string): void {
    assert.ok(existsSync(this.path(inside)), inside);
    rmSync(this.path(inside), { recursive: true });
  }

  /** Runs the program in the home, with an environment of nothing else. */
  async pinfold(...args: readonly string[]): Promise<Answer> {
    return this.runs([], ...args);
  }

  /** The same with options of Node's own. */
  async runs(node: readonly string[], ...args: readonly string[]): Promise<Answer> {
    const child = spawn(process.execPath, [...node, CLI, ...args], {
      cwd: this.home.home,
      // The cache only saves the child the compiler's work.
      env: { ...this.home.env, NODE_COMPILE_CACHE: join(this.home.root, "compiled") },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: TIME_LIMIT_MS,
    });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, out, err }));
    });
  }

  /** Text with what differs between two machines and two days replaced by placeholders. */
  plain(text: string): string {
    return text
      .replaceAll(this.home.home, "@HOME@")
      .replaceAll(this.home.root, "@ROOT@")
      .replaceAll(this.registry.url, "@REGISTRY@")
      .replaceAll(this.registry.url.replace("http://", ""), "@REGISTRY@")
      .replaceAll(realpathSync(process.execPath), "@RUNTIME@")
      .replace(/\/\S*\/(env|sh)(?: → \/\S+)?(?= {2}sha256)/g, "@SYSTEM@/$1")
      .replaceAll(process.versions.node, "@NODE@")
      .replace(/sha256:[0-9a-f]{64}/g, "sha256:@DIGEST@")
      .replace(/sha256:[0-9a-f]{12}…/g, "sha256:@SHORT@")
      .replace(/sha512-[A-Za-z0-9+/]{86}==/g, "sha512-@DIGEST@")
      .replace(/h1:[A-Za-z0-9+/]{43}=/g, "h1:@DIGEST@")
      .replace(/"now": "[^"]+"/, '"now": "@NOW@"')
      .replace(/judged \d\d:\d\d UTC/, "judged @TIME@ UTC")
      .replace(/[\d,]+ days? ago/g, "@AGE@ ago")
      .replace(/"(published|at)": "\d{4}-[^"]+"/g, '"$1": "@TIME@"')
      .replace(/until \d{4}-\d\d-\d\d/g, "until @DAY@")
      .replace(/"ageDays": \d+/g, '"ageDays": "@AGE@"')
      .replace(/"milliseconds": \d+/g, '"milliseconds": "@TIME@"')
      .replace(/("tool": \{\s+"name": "pinfold",\s+"version": )"[^"]+"/, '$1"@VERSION@"');
  }

  /**
   * Runs a command as text and as JSON, side by side unless the first run is to change the answer of
   * the second, and compares both with the scenario's files. What writes or is wrong use is run
   * once, as text.
   */
  async plays(
    scenario: string,
    exitCode: number,
    args: readonly string[],
    isInTurn = false,
  ): Promise<void> {
    const isShown = exitCode !== 2 && !args.includes("--yes");
    const first = this.pinfold(...args);
    if (isInTurn) await first;
    const second = isShown ? this.pinfold(...args, "--json") : null;
    const [text, json] = await Promise.all([first, second]);
    const asText = `$ pinfold ${args.join(" ")}\n${text.out}${text.err}exit ${text.code}\n`;
    compare(scenario, "expected.txt", this.plain(asText));
    assert.equal(text.code, exitCode);
    if (json === null) return;
    assert.equal(json.code, exitCode, json.err);
    compare(scenario, "expected.json", this.plain(json.out));
  }
}

const COPY = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true } as const;

/** With UPDATE=1 the answer of today becomes the expected one: for a look at the difference. */
function compare(scenario: string, name: string, observed: string): void {
  const file = join(SCENARIOS, scenario, name);
  if (process.env["UPDATE"] === "1") {
    mkdirSync(join(SCENARIOS, scenario), { recursive: true });
    writeFileSync(file, observed);
    return;
  }
  assert.equal(observed, existsSync(file) ? readFileSync(file, "utf8") : "", `${scenario}/${name}`);
}

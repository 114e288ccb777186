// npm run bench:start [-- --home DIR]
// From the start of a process to the answer of `initialize`, for servers of npm and of a Python index:
// `pinfold run` with full verification, beside npx, uvx and the program itself; and making a private copy
// from warm caches, beside `npm ci` and `uv pip sync`. Installs what it needs first, which takes the
// network and some minutes. A benchmark, not a test: a figure over its bound is said so.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, type } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { LivePythonHome } from "../test/support/live-python.ts";
import { median } from "./measure.ts";
import { timeRace } from "./race.ts";

const ROUNDS = 11;
const FILLS = 5;
const LIMIT_MS = 60_000;
const NPM = "@modelcontextprotocol/server-filesystem";
const NPM_SPEC = `${NPM}@2026.8.31`;
const PYPI = "mcp-server-fetch";

const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "bench", version: "0" },
  },
};

const { values } = parseArgs({
  options: {
    cli: { type: "string", default: join(import.meta.dirname, "..", "dist", "cli.js") },
    runs: { type: "string", default: String(ROUNDS) },
  },
});
const rounds = Number(values.runs);
const { cli } = values;

using home = new LivePythonHome();
const env = Object.fromEntries(
  Object.entries(home.env).filter((one): one is [string, string] => one[1] !== undefined),
);
home.configure({ files: ["npx", "-y", NPM_SPEC, home.home], fetch: ["uvx", PYPI] });
say("installing, locking, making private copies");
home.run("npx", "-y", "-p", NPM_SPEC, "true");
home.run("uvx", PYPI, "--help");
pinfold("lock", "--yes");
pinfold("sync");

const [npmCopy = ""] = copies("npm");
const [pypiCopy = ""] = copies("pypi");
const node = realpathSync(home.run("sh", "-c", "command -v node").trim());
const entry = join(npmCopy, "node_modules", NPM, "dist/index.js");
const python = join(pypiCopy, "env/bin/python");
// As `run` starts it: without -B it would write beside what is pinned, where root may.
const options = ["-I", "-B", "-X", `pycache_prefix=${join(pypiCopy, "bytecode")}`];
const program = `import sys; sys.argv[0] = "fetch"; from mcp_server_fetch import main; sys.exit(main())`;
const starts: readonly (readonly [id: string, command: string, args: readonly string[]])[] = [
  ["node", node, [entry, home.home]],
  ["run-npm", process.execPath, [cli, "run", `npm:${NPM}`, "--", home.home]],
  ["npx", "npx", ["-y", NPM_SPEC, home.home]],
  ["python", python, [...options, "-c", program]],
  ["run-pypi", process.execPath, [cli, "run", `pypi:${PYPI}`]],
  ["uvx", "uvx", [PYPI]],
];
say(`timing starts, ${rounds} rounds`);
const load = (loadavg()[0] ?? 0).toFixed(1);
const times = new Map<string, number[]>(starts.map(([id]) => [id, []]));
for (let round = 0; round <= rounds; round += 1)
  for (const [id, command, args] of starts) {
    const milliseconds = await toAnswer(command, args);
    // The first round only warms the page cache.
    if (round > 0) times.get(id)?.push(milliseconds);
  }
const race = await timeRace(
  { command: process.execPath, args: [cli, "run", `npm:${NPM}`, "--", home.home] },
  { cwd: home.home, env },
  JSON.stringify(INITIALIZE),
);
say(`timing copies, ${FILLS} rounds`);
const fills = timeFills();
process.stdout.write(table());

function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

function pinfold(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [cli, ...args], {
    cwd: home.home,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  // 3: what uvx starts cannot be held, which sync says.
  if (status !== 0 && status !== 3)
    throw new Error(`pinfold ${args.join(" ")} ended with ${status}`);
}

function copies(ecosystem: string): readonly string[] {
  const shelf = join(home.home, ".local/share/pinfold/store", ecosystem);
  return readdirSync(shelf).map((name) => join(shelf, name));
}

/** Milliseconds until the first line of an answer. */
async function toAnswer(command: string, args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(command, args, { cwd: home.home, env, stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
  const milliseconds = await firstLine(child, started);
  child.stdin.end();
  child.kill("SIGKILL");
  return milliseconds;
}

function firstLine(child: ChildProcess, started: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer in time")), LIMIT_MS);
    child.stdout?.once("data", () => {
      clearTimeout(timer);
      resolve(performance.now() - started);
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code} before it answered`));
    });
  });
}

/** What makes a copy from warm caches, and what people would use instead, in turn. */
function timeFills(): ReadonlyMap<string, readonly number[]> {
  const project = join(home.root, "project");
  mkdirSync(project);
  const tree = join(home.home, ".npm/_npx");
  const [folder = ""] = readdirSync(tree);
  for (const file of ["package.json", "package-lock.json"])
    cpSync(join(tree, folder, file), join(project, file));
  const requirements = join(home.root, "requirements.txt");
  writeFileSync(requirements, requirementsOf());
  const venv = join(home.root, "venv");
  const found = new Map<string, number[]>();
  const time = (id: string, before: () => void, command: string, args: readonly string[]): void => {
    before();
    const started = performance.now();
    const { status } = spawnSync(command, args, { cwd: project, env, stdio: "ignore" });
    if (status !== 0 && status !== 3) throw new Error(`${command} ended with ${status}`);
    found.set(id, [...(found.get(id) ?? []), performance.now() - started]);
  };
  const forget = (path: string) => (): void => {
    spawnSync("chmod", ["-R", "u+w", path]);
    rmSync(path, { recursive: true, force: true });
  };
  for (let round = 0; round <= FILLS; round += 1) {
    const sync = (name: string) => [cli, "sync", name];
    time("fill-npm", forget(npmCopy), process.execPath, sync("files"));
    time("npm-ci", forget(join(project, "node_modules")), "npm", ["ci", "--ignore-scripts"]);
    time("fill-pypi", forget(pypiCopy), process.execPath, sync("fetch"));
    const script = `uv venv --quiet ${venv} && uv pip sync --quiet --offline --link-mode copy --compile-bytecode --python ${venv} ${requirements}`;
    time("uv-pip-sync", forget(venv), "sh", ["-c", script]);
  }
  return new Map([...found].map(([id, all]) => [id, all.slice(1)]));
}

function requirementsOf(): string {
  const folder = join(pypiCopy, "env/lib");
  const [version = ""] = readdirSync(folder);
  return readdirSync(join(folder, version, "site-packages"))
    .flatMap((name) => /^(.+)-([^-]+)\.dist-info$/.exec(name)?.slice(1, 3).join("==") ?? [])
    .join("\n");
}

/** What an attacker of the same user has: from the check of a file to its use. */
function raceText(): string {
  if (race === null)
    return "\nThe race between check and use was not measured: there is no strace.\n";
  const { files, median: middle, longest, interpreter, whole } = race;
  const parts = [
    `${files} files that the server loads: ${middle.toFixed(0)} ms (median), ${longest.toFixed(0)} ms (longest)`,
    `the interpreter: ${interpreter.toFixed(0)} ms`,
    `of a start of ${whole.toFixed(0)} ms under strace, which slows it down`,
  ];
  return `\nBetween check and use: ${parts.join("; ")}.\n`;
}

function table(): string {
  const seconds = (id: string): number => median(times.get(id) ?? fills.get(id) ?? []) / 1000;
  const shown = (value: number): string => value.toFixed(2);
  const row = (title: string, id: string): string => `| ${title} | ${shown(seconds(id))} s |\n`;
  const bound = (title: string, value: number, limit: number, unit: string): string =>
    `| ${title} | ${shown(value)}${unit} | ${shown(limit)}${unit} | ${value <= limit ? "held" : "**over its bound**"} |\n`;
  const head = `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${type()} ${release()}, Node ${process.versions.node}, load average ${load} before. The median of ${rounds} starts and of ${FILLS} copies; caches warm.\n\n`;
  return (
    `${head}| from the start of the process to the answer of \`initialize\` | |\n|---|---:|\n` +
    row("`node <entry>`", "node") +
    row("`pinfold run`, npm, 107 packages verified", "run-npm") +
    row("`npx` with an exact version", "npx") +
    row("`python` in the same environment", "python") +
    row("`pinfold run`, Python, verified", "run-pypi") +
    row("`uvx`, online", "uvx") +
    `\n| making a copy from warm caches | |\n|---|---:|\n` +
    row("`pinfold sync`, npm", "fill-npm") +
    row("`npm ci`", "npm-ci") +
    row("`pinfold sync`, Python, compiled", "fill-pypi") +
    row("`uv venv`, `uv pip sync --compile-bytecode`", "uv-pip-sync") +
    `\n| | measured | bound | |\n|---|---:|---:|---|\n` +
    bound("`run` ÷ `npx`", seconds("run-npm") / seconds("npx"), 0.75, "") +
    bound("`run` ÷ `uvx`", seconds("run-pypi") / seconds("uvx"), 1, "") +
    bound("`run` − `node <entry>`", seconds("run-npm") - seconds("node"), 0.3, " s") +
    bound("copy ÷ `npm ci`", seconds("fill-npm") / seconds("npm-ci"), 1, "") +
    bound("copy ÷ `uv pip sync`", seconds("fill-pypi") / seconds("uv-pip-sync"), 1, "") +
    raceText()
  );
}

// npm run bench [-- [--json] [--runs N] [--cli FILE] [--home DIR]]
// Times `verify` of 20 real installed servers next to its peers on the same trees. The first run
// installs them, which needs the network and takes some minutes. A benchmark, not a test: a figure
// over its bound is said so, and the exit code stays 0.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { cpus, loadavg, release, type } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { BOUNDS, type Figures, isOver } from "./bounds.ts";
import { PEERS, quickContenders, SIZES, slowContenders } from "./contenders.ts";
import {
  type BenchHome,
  benchHome,
  defaultFolder,
  type Judged,
  judgedServers,
  prepareHome,
} from "./home.ts";
import { measure, median, peakMemory } from "./measure.ts";
import { type BenchReport, benchTable, type Row, type Work } from "./table.ts";

const SLOW_RUNS = 3;

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    cli: { type: "string", default: join(root, "dist", "cli.js") },
    runs: { type: "string", default: "11" },
    home: { type: "string", default: defaultFolder() },
  },
});
const say = (text: string): void => void process.stderr.write(`bench: ${text}\n`);

const cli = resolve(values.cli);
const home = benchHome(resolve(values.home));
prepareHome(home, cli, say);
const judged = judgedServers(home, cli);
const report = run(home, judged);
process.stdout.write(
  values.json === true ? `${JSON.stringify(asJson(report), null, 2)}\n` : benchTable(report),
);

function run(own: BenchHome, servers: readonly Judged[]): BenchReport {
  const runs = { quick: Number(values.runs), slow: SLOW_RUNS };
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const tools = { home: own, cli, reader: compiledReader(own) };
  const quick = quickContenders(tools);
  say(`timing, ${runs.quick} rounds`);
  const times = new Map([
    ...measure(quick, runs.quick),
    ...measure(slowContenders(tools), runs.slow),
  ]);
  const seconds = (id: string): number | null => {
    const all = times.get(id) ?? null;
    return all === null ? null : median(all) / 1000;
  };
  const sure = (id: string): number => seconds(id) ?? Number.NaN;
  const largest = quick.find(({ id }) => id === "verify-20");
  const memory = largest === undefined ? null : peakMemory(largest);
  const startUp = sure("help");
  const figures: Figures = {
    verifyOne: sure("verify-1"),
    verifyFour: sure("verify-4"),
    verifyToRead: (sure("verify-20") - startUp) / sure("read-20"),
    verifyToSha256sum: (sure("verify-20") - startUp) / sure("sha256sum-20"),
    peakMemory: (memory ?? Number.NaN) / 1e6,
    helpOverNode: (startUp - sure("node")) * 1000,
  };
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${type()} ${release()}, Node ${process.versions.node}, npm ${npmVersion(own)}, load average ${load} before`,
    runs,
    work: SIZES.map((size) => workOf(servers.slice(0, size))),
    verdicts: verdictsOf(servers),
    figures,
    rows: PEERS.map(({ id, title }): Row => ({
      title,
      seconds: SIZES.map((size) => seconds(`${id}-${size}`)),
    })),
    startUp,
  };
}

function workOf(servers: readonly Judged[]): Work {
  const sum = (of: (one: Judged) => number) => servers.reduce((total, one) => total + of(one), 0);
  return {
    servers: servers.length,
    packages: sum(({ checked }) => checked.packages),
    files: sum(({ checked }) => checked.files),
    bytes: sum(({ checked }) => checked.bytes),
  };
}

function verdictsOf(servers: readonly Judged[]): string {
  const counts = Map.groupBy(servers, ({ verdict }) => verdict ?? "none");
  return [...counts].map(([verdict, of]) => `${of.length} ${verdict}`).join(", ");
}

/** The reader as JavaScript, so that stripping its types is not part of the limit. */
function compiledReader({ folder }: BenchHome): string {
  const file = join(folder, "read-files.mjs");
  writeFileSync(
    file,
    stripTypeScriptTypes(readFileSync(join(import.meta.dirname, "read-files.ts"), "utf8")),
  );
  return file;
}

function npmVersion({ folder: cwd, env }: BenchHome): string {
  return spawnSync("npm", ["--version"], { cwd, env, encoding: "utf8" }).stdout.trim();
}

function asJson(result: BenchReport) {
  const over = BOUNDS.filter((bound) => isOver(bound, result.figures)).map(({ figure }) => figure);
  return { schemaVersion: 1, ...result, bounds: BOUNDS, over };
}

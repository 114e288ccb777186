// npm run bench:python [-- --cli FILE]
// Times `verify` of real environments of uvx beside its peers on the same files. Installs them first
// into a home of its own, by the real uv, which needs the network and takes some minutes. A benchmark,
// not a test: a figure over its bound is said so, and the exit code stays 0.
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import type { PypiLockfile } from "../src/lockfile/pypi-schema.ts";
import { LivePythonHome } from "../test/support/live-python.ts";
import { type Contender, measure, median } from "./measure.ts";

const SERVERS = [
  "mcp-server-fetch",
  "mcp-server-git",
  "mcp-server-time",
  "mcp-server-sqlite",
  "duckduckgo-mcp-server",
];
const ROUNDS = 7;
const BOUNDS: Readonly<Record<string, number>> = { "verify-1": 0.45, "verify-5": 1.3 };
/** One figure divided by another. */
const RATIOS: readonly (readonly [of: string, by: string, bound: number])[] = [
  ["verify-5", "sha256sum-5", 1],
  ["lock-warm", "uv-compile", 1.5],
];

// Every file that a RECORD names, hashed and compared with its line.
const RECORD_CHECK = `
import base64, csv, hashlib, pathlib, sys
for root in sys.argv[1:]:
    for record in pathlib.Path(root).glob("lib/*/site-packages/*.dist-info/RECORD"):
        for path, digest, _ in csv.reader(record.open()):
            if digest:
                data = (record.parent.parent / path).read_bytes()
                hashed = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                assert digest == "sha256=" + hashed, path
`;

const { values } = parseArgs({
  options: { cli: { type: "string", default: join(import.meta.dirname, "..", "dist", "cli.js") } },
});
const cli = resolve(values.cli);

using live = new LivePythonHome();
for (const server of SERVERS) {
  process.stderr.write(`bench: installing ${server}\n`);
  live.run("uvx", server, "--help");
}
live.configure(Object.fromEntries(SERVERS.map((server) => [server, ["uvx", server]])));
const locked = live.pinfold(["lock", "--yes"]);
if (locked.code !== 0) throw new Error(locked.err);
const roots = SERVERS.map((server) => live.cached(server));
const env = Object.fromEntries(
  Object.entries(live.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
);

const contenders = [1, 5].flatMap((size): Contender[] => {
  const own = roots.slice(0, size);
  const common = { cwd: live.home, env, expected: [0, 1, 3, 123] };
  const each = (script: string): readonly string[] => ["sh", "-c", script, "sh", ...own];
  return [
    {
      ...common,
      id: `verify-${size}`,
      command: [process.execPath, cli, "verify", ...SERVERS.slice(0, size)],
    },
    {
      ...common,
      // Each inode once: environments share most of their files.
      id: `sha256sum-${size}`,
      command: each(
        `find "$@" -type f -printf '%i %p\\0' | sort -z -u -k1,1 | cut -z -d' ' -f2- | xargs -0 -n 256 -P 2 sha256sum`,
      ),
    },
    { ...common, id: `record-${size}`, command: ["python3", "-c", RECORD_CHECK, ...own] },
    {
      ...common,
      id: `uv-pip-check-${size}`,
      command: each(`for root; do uv pip check --quiet --python "$root/bin/python"; done`),
    },
    {
      ...common,
      id: `pip-check-${size}`,
      command: each(`for root; do pip --python "$root/bin/python" check; done`),
    },
  ];
});

// A lock whose wheels are digested already: what is left is uv, asked for the same closure beside it.
const [first = ""] = SERVERS;
const lockfile = join(live.home, ".config/pinfold/lockfiles/pypi", `${first}.json`);
const { python } = (JSON.parse(readFileSync(lockfile, "utf8")) as PypiLockfile).resolver;
const warm = { cwd: live.home, env, expected: [0] };
contenders.push(
  {
    ...warm,
    id: "lock-warm",
    command: ["sh", "-c", 'rm -f "$1" && shift && exec "$@"', "sh", lockfile].concat([
      process.execPath,
      cli,
      "lock",
      "--yes",
      first,
    ]),
  },
  {
    ...warm,
    id: "uv-compile",
    command: [
      "sh",
      "-c",
      `echo "$1" | uv pip compile --quiet --universal --python-version "$2" --format pylock.toml -`,
      "sh",
      first,
      python,
    ],
  },
);

const load = (loadavg()[0] ?? 0).toFixed(1);
const times = measure(contenders, ROUNDS);
const secondsOf = (id: string): number | null => {
  const all = times.get(id) ?? null;
  return all === null ? null : median(all) / 1000;
};
process.stdout.write(`load average before: ${load}\n`);
for (const id of times.keys()) {
  const seconds = secondsOf(id);
  const bound = BOUNDS[id];
  const said =
    seconds === null || bound === undefined
      ? ""
      : ` (bound ${bound} s${seconds > bound ? ", OVER" : ""})`;
  process.stdout.write(`${id.padEnd(16)} ${seconds?.toFixed(2) ?? "failed"} s${said}\n`);
}
for (const [of, by, bound] of RATIOS) {
  const [a, b] = [secondsOf(of), secondsOf(by)];
  const ratio = a === null || b === null ? Number.NaN : a / b;
  const over = ratio <= bound ? "" : ", OVER";
  process.stdout.write(`${of} ÷ ${by}  ${ratio.toFixed(2)} (bound ${bound}${over})\n`);
}

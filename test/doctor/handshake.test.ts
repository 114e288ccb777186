import assert from "node:assert/strict";
import { test } from "node:test";

import type { Probe, ProbeTarget } from "../../src/ports/mcp-prober.ts";
import { doctorJson, doctorText } from "../../src/reporters/doctor.ts";
import { plain } from "../../src/reporters/style.ts";
import { ANSWERED } from "../support/doctor-ports.ts";
import { briefly, DoctorHome } from "../support/doctor-home.ts";

const FAILED: Probe = {
  ...ANSWERED,
  protocolVersion: null,
  server: null,
  capabilities: [],
  tools: null,
  initializeMs: null,
  toolsListMs: null,
};
const STEP = { method: "POST", url: "https://a.test/mcp", milliseconds: 9, location: null };

interface Row {
  readonly what: string;
  readonly probe: Probe;
  readonly says: readonly string[];
  readonly effect?: string;
  readonly exitCode: number;
}

const ROWS: readonly Row[] = [
  { what: "it answers", probe: ANSWERED, says: [], exitCode: 0 },
  {
    what: "it dies, and says why",
    probe: {
      ...FAILED,
      outcome: "died",
      exit: { code: 1, signal: null },
      stderr:
        "node:internal/modules\n  throw err;\nError: Cannot find module 'x'\n    at f (a.js:1:2)\n",
    },
    says: ["error[no-handshake] 3:5 it ended before it answered (exit code 1)"],
    effect: "it said: Error: Cannot find module 'x'",
    exitCode: 1,
  },
  {
    what: "it is killed by a signal",
    probe: { ...FAILED, outcome: "died", exit: { code: null, signal: "SIGSEGV" } },
    says: ["error[no-handshake] 3:5 it ended before it answered (SIGSEGV)"],
    exitCode: 1,
  },
  {
    what: "it hangs",
    probe: { ...FAILED, outcome: "silent" },
    says: ["error[no-handshake] 3:5 it did not answer initialize within 5 s"],
    exitCode: 1,
  },
  {
    what: "it hangs at the second question",
    probe: { ...ANSWERED, outcome: "silent", tools: null },
    says: ["error[no-handshake] 3:5 it did not answer tools/list within 5 s"],
    exitCode: 1,
  },
  {
    what: "it prints garbage",
    probe: { ...FAILED, outcome: "silent", stray: { lines: 3, bytes: 60, first: "<html>" } },
    says: [
      'error[no-handshake] 3:5 it did not answer initialize within 5 s; it wrote "<html>"',
      "warning[stray-output] 3:5 it wrote 3 lines to standard output that are no messages",
    ],
    exitCode: 1,
  },
  {
    what: "it floods",
    probe: { ...FAILED, outcome: "flooded", stray: { lines: 9, bytes: 9e6, first: "x" } },
    says: ["error[no-handshake] 3:5 it wrote so much that is no answer that it was stopped"],
    exitCode: 1,
  },
  {
    what: "it cannot be started",
    probe: { ...FAILED, outcome: "not-started", reason: "spawn /x EACCES" },
    says: ["error[no-handshake] 3:5 it could not be started: spawn /x EACCES"],
    exitCode: 1,
  },
  {
    what: "it answers with something else",
    probe: { ...FAILED, outcome: "refused", reason: "Invalid result\nmore" },
    says: ["error[no-handshake] 3:5 initialize failed: Invalid result"],
    exitCode: 1,
  },
  {
    what: "it does not end, and leaves processes",
    probe: { ...ANSWERED, wasKilled: true, leftBehind: 2 },
    says: [
      "warning[unclean-end] 3:5 it did not end on SIGTERM, and had to be killed",
      "warning[unclean-end] 3:5 2 processes of it ran on after it had ended",
    ],
    exitCode: 0,
  },
  {
    what: "it is slow",
    probe: { ...ANSWERED, initializeMs: 12_340 },
    says: ["warning[slow-answer] 3:5 it took 12.3 s to answer initialize"],
    exitCode: 0,
  },
  {
    what: "it wants a login",
    probe: {
      ...FAILED,
      outcome: "needs-login",
      http: [{ ...STEP, status: 401 }],
      authentication: 'Bearer resource_metadata="x"',
    },
    says: ["warning[needs-login] 3:5 it wants a login by Bearer (status 401)"],
    exitCode: 3,
  },
  {
    what: "it redirects to plain http",
    probe: { ...ANSWERED, http: [{ ...STEP, status: 308, location: "http://b.test/mcp" }] },
    says: ["error[redirected-server] 3:5 it redirects to http://b.test/mcp (status 308)"],
    exitCode: 1,
  },
  {
    what: "its name is not known to this network",
    probe: { ...FAILED, outcome: "unreachable", reason: "fetch failed (ENOTFOUND)" },
    says: ["warning[no-handshake] 3:5 no connection was made: fetch failed (ENOTFOUND)"],
    exitCode: 3,
  },
];

const REMOTE = { url: "https://a.test/mcp" };

for (const { what, probe, says, effect, exitCode } of ROWS)
  test(`${what}: told by doctor --handshake`, async () => {
    const home = new DoctorHome().configures({ a: REMOTE }, "cursor").answers(() => probe);
    const report = await home.examines();
    const told = report.findings.filter(({ severity }) => severity !== "note");
    assert.deepEqual(told.map(briefly), says);
    if (effect !== undefined) assert.equal(told[0]?.effect, effect);
    assert.equal(report.exitCode, exitCode);
    assert.deepEqual(
      report.handshakes.map((one) => [one.server, one.outcome]),
      [["cursor/a", probe.outcome]],
    );
  });

test("it is started with the PATH, variables and folder that its client has", async () => {
  const seen: ProbeTarget[] = [];
  const home = new DoctorHome("linux", { GITHUB_TOKEN: "of-the-session", SECRET_OF_SHELL: "x" })
    .hasNode()
    .has("/srv/.env", "FROM_FILE=yes\n")
    .has("/srv/app.js");
  const entry = {
    command: "node",
    args: ["/srv/app.js", "--region", "${env:REGION}"],
    env: { TOKEN: "${env:GITHUB_TOKEN}", REGION: "eu" },
    envFile: "/srv/.env",
    cwd: "/srv",
  };
  home.disk.folder("/srv");
  await home
    .configures({ a: entry }, "cursor")
    .answers((target) => {
      seen.push(target);
      return ANSWERED;
    })
    .examines();
  const [target] = seen;
  assert.ok(target?.kind === "local");
  assert.deepEqual(
    [target.command, target.args, target.cwd],
    ["node", ["/srv/app.js", "--region", "eu"], "/srv"],
  );
  const { env } = target;
  assert.deepEqual(
    [env["TOKEN"], env["FROM_FILE"], env["PATH"], env["HOME"], env["SECRET_OF_SHELL"]],
    ["of-the-session", "yes", "/usr/bin:/bin", "/home/ada", undefined],
  );
});

test("a client of the terminal hands on what it has", async () => {
  const seen: ProbeTarget[] = [];
  await new DoctorHome("linux", { MINE: "1" })
    .hasNode()
    .configures({ a: { command: "npx", args: ["-y", "@x/y@1.0.0"] } }, "claude-code")
    .answers((target) => {
      seen.push(target);
      return ANSWERED;
    })
    .examines();
  assert.equal(seen[0]?.kind === "local" ? seen[0].env["MINE"] : null, "1");
});

test("a client that clears the environment hands on what it keeps, and what the entry asks for", async () => {
  const session = { MINE: "1", ASKED: "2", SHELL: "/bin/sh", A_TOKEN: "3" };
  const handed = async (file: string, text: string): Promise<readonly string[]> => {
    const seen: ProbeTarget[] = [];
    await new DoctorHome("linux", session)
      .hasNode()
      .has(file, text)
      .answers((target) => {
        seen.push(target);
        return ANSWERED;
      })
      .examines();
    const [target] = seen;
    return target?.kind === "local" ? Object.keys(target.env).toSorted() : [];
  };
  const codex = '[mcp_servers.a]\ncommand = "node"\nargs = ["-e", "1"]\nenv_vars = ["ASKED"]\n';
  assert.deepEqual(await handed("~/.codex/config.toml", codex), ["ASKED", "HOME", "PATH", "SHELL"]);
  const gemini = '{ "mcpServers": { "a": { "command": "node", "args": ["-e", "1"] } } }';
  assert.deepEqual(await handed("~/.gemini/settings.json", gemini), [
    "ASKED",
    "HOME",
    "MINE",
    "PATH",
    "SHELL",
  ]);
});

test("what nobody here can fill in is not started, and that is said", async () => {
  const home = new DoctorHome().hasNode();
  const entry = { command: "npx", args: ["-y", "@x/y@1.0.0"], env: { KEY: "${input:key}" } };
  const text = JSON.stringify({ servers: { a: entry }, inputs: [{ id: "key" }] });
  const report = await home
    .has("~/.config/Code/User/mcp.json", text)
    .answers(() => assert.fail("it was started"))
    .examines();
  const told = report.findings.find(({ ruleId }) => ruleId === "no-handshake");
  assert.equal(told?.message, "it was not spoken to: nothing here says what ${input:key} is");
  assert.equal(report.exitCode, 3);
});

test("what certainly does not start is not started, and what nobody agreed to neither", async () => {
  const missing = await new DoctorHome()
    .configures({ a: { command: "uvx", args: ["x"] } })
    .answers(() => assert.fail("it was started"))
    .examines();
  assert.deepEqual(missing.handshakes, []);
  const declined = new DoctorHome()
    .hasNode()
    .configures({ a: { command: "npx", args: ["-y", "x@1.0.0"] } });
  declined.agrees = false;
  const report = await declined.answers(() => assert.fail("it was started")).examines();
  assert.deepEqual(report.handshakes, []);
});

test("what several clients start in the same way is started once", async () => {
  let started = 0;
  const home = new DoctorHome().hasNode();
  const text = JSON.stringify({ mcpServers: { a: { command: "npx", args: ["-y", "x@1.0.0"] } } });
  const report = await home
    .has("~/.cursor/mcp.json", text)
    .has("~/.codeium/windsurf/mcp_config.json", text)
    .answers(() => {
      started += 1;
      return ANSWERED;
    })
    .examines();
  assert.deepEqual([started, report.handshakes.length], [1, 2]);
});

test("nothing of a key is in what is shown, wherever the server wrote it", async () => {
  const key = "Zq7-correct-horse-battery";
  const entry = { command: "npx", args: ["-y", "x@1.0.0"], env: { API_KEY: key } };
  const report = await new DoctorHome()
    .hasNode()
    .configures({ a: entry }, "cursor")
    .answers(() => ({
      ...FAILED,
      outcome: "died",
      stderr: `Error: the key ${key} is required\nghp_${"a1".repeat(18)}\n`,
      stray: { lines: 1, bytes: 40, first: `using ${key}` },
      reason: `401 for ${key}`,
      server: { name: "gull", version: `of ${key}` },
      capabilities: ["tools", key],
    }))
    .examines();
  const shown = doctorJson(report, null) + doctorText(report, { style: plain, home: "/home/ada" });
  assert.doesNotMatch(shown, /correct-horse|ghp_a1/);
  assert.match(shown, /the key \*\*\* is required/);
});

test("a key among the arguments is not shown either, in whatever form the server writes it", async () => {
  const args = [
    ["--api-key=Zq7-correct-horse", "Zq7-correct-horse"],
    ["--header=X-Key:Zq7-battery-staple", "Zq7-battery-staple"],
    ["postgres://ada:p%40ss-of-the-sea@db.test/app", "p@ss-of-the-sea"],
  ] as const;
  const entry = { command: "npx", args: ["-y", "x@1.0.0", ...args.map(([word]) => word)] };
  const stderr = args.map(([, value]) => `refused: ${value}`).join("\n");
  const report = await new DoctorHome()
    .hasNode()
    .configures({ a: entry }, "cursor")
    .answers(() => ({ ...FAILED, outcome: "died", stderr }))
    .examines();
  const shown = doctorJson(report, null) + doctorText(report, { style: plain, home: "/home/ada" });
  assert.match(shown, /refused: /);
  assert.doesNotMatch(shown, /refused: [^*]/);
});

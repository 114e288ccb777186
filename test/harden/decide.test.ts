import assert from "node:assert/strict";
import { test } from "node:test";

import { decideExact } from "../../src/harden/decide-exact.ts";
import { decideRun } from "../../src/harden/decide.ts";
import type { Decision, HardenFacts, Start } from "../../src/harden/define.ts";
import type { ServerEntry } from "../../src/model/server.ts";
import { understood } from "../../src/verify/servers.ts";
import { type AnyEntry, entryOf } from "../launchers/entry.ts";

const DATA = "/home/ada/.local/share/pinfold";
const COPY = {
  node: `${DATA}/runtime/0123456789abcdef/node`,
  cli: `${DATA}/program/fedcba9876543210/dist/cli.js`,
};
const OWN: Start = { by: "copy", copy: COPY };
const TEAM: Start = { by: "name" };
const STARTS: readonly Start[] = [OWN, TEAM];

function factsOf(
  entry: AnyEntry,
  more: Partial<HardenFacts> & { entry?: Partial<ServerEntry> } = {},
): HardenFacts {
  const { entry: parts = {}, ...facts } = more;
  const server = understood({ ...entryOf(entry), ...parts }, { home: "/home/ada", data: DATA });
  return { server, pinned: "1.0.0", pinProblem: null, injected: [], ...facts };
}

/** The whole command line that an entry would get; null where it is left. */
function lineOf(facts: HardenFacts, decision: Decision): readonly string[] | null {
  if (decision.kind !== "rewrite") return null;
  const { command, args } = decision.next;
  return [command, ...facts.server.entry.args.toSpliced(args.from, args.count, ...args.values)];
}

function run(entry: AnyEntry, start = OWN): readonly string[] | null {
  const facts = factsOf(entry);
  return lineOf(facts, decideRun(facts, start));
}

/** [the command line as it is, what stands behind node and its program] */
const LINES: readonly (readonly [string, string])[] = [
  ["npx gull", "run npm:gull"],
  ["npx -y gull@1.0.0 /srv -v", "run npm:gull -- /srv -v"],
  ["npx -y @sea/gull --root /srv", "run npm:@sea/gull -- --root /srv"],
  ["npx --yes --package=gull gull-mcp /srv", "run --bin gull-mcp npm:gull -- /srv"],
  ["npx -y -p gull -p tern gull /srv", "run --bin gull npm:gull,tern -- /srv"],
  ["npx -y gull -- /srv", "run npm:gull -- -- /srv"],
  ["cmd /c npx -y gull /srv", "run npm:gull -- /srv"],
  ["npx -y mcp-remote https://reef.example/mcp", "run npm:mcp-remote -- https://reef.example/mcp"],
  ["uvx gull /srv", "run pypi:gull -- /srv"],
  ["uvx --from gull[reef]==1.0.0 gull-mcp", "run --bin gull-mcp pypi:gull[reef]"],
  ["uv tool run gull", "run pypi:gull"],
  ["pipx run gull /srv", "run pypi:gull -- /srv"],
];

for (const [before, after] of LINES)
  test(`${before} becomes pinfold ${after}`, () => {
    const [command = "", ...args] = before.split(" ");
    assert.deepEqual(run({ command, args }), [COPY.node, COPY.cli, ...after.split(" ")]);
    const pinfold = command === "cmd" ? ["cmd", "/c", "pinfold"] : ["pinfold"];
    assert.deepEqual(run({ command, args }, TEAM), [...pinfold, ...after.split(" ")]);
  });

test("what it becomes is understood as the same subject, program and arguments", () => {
  for (const [before] of LINES)
    for (const start of STARTS) {
      const [command = "", ...args] = before.split(" ");
      const facts = factsOf({ command, args });
      const [program = "", ...words] = lineOf(facts, decideRun(facts, start)) ?? [];
      const again = factsOf({ command: program, args: words });
      const { launch, subject } = again.server;
      const was = facts.server.launch;
      assert.deepEqual(
        [launch.launcher, subject, launch.bin, launch.args],
        ["pinfold", facts.server.subject, was.bin, was.args],
      );
      assert.equal(decideRun(again, start).kind, "done", "a second time changes nothing");
      assert.equal(decideExact(again, "/usr/bin/npx", false).kind, "done");
    }
});

test("another pinfold's copy gives way to this one's", () => {
  const old = { ...COPY, cli: COPY.cli.replace("fed", "aaa") };
  const facts = factsOf({ command: old.node, args: [old.cli, "run", "npm:gull", "--", "/srv"] });
  assert.deepEqual(lineOf(facts, decideRun(facts, OWN)), [
    COPY.node,
    COPY.cli,
    "run",
    "npm:gull",
    "--",
    "/srv",
  ]);
});

test("a file of that name elsewhere is a script like any other", () => {
  const elsewhere = COPY.cli.replace("/home/ada", "/tmp");
  const { server } = factsOf({ command: COPY.node, args: [elsewhere, "run", "npm:gull"] });
  assert.deepEqual([server.launch.launcher, server.subject], ["node", null]);
});

/** [what it is, its entry, what else is known, the reason, the next step] */
const LEFT: readonly (readonly [
  string,
  AnyEntry,
  Partial<HardenFacts> & { entry?: Partial<ServerEntry> },
  RegExp,
  RegExp,
])[] = [
  [
    "not pinned",
    { command: ["npx", "gull"] },
    { pinned: null },
    /not pinned/,
    /pinfold lock server/,
  ],
  [
    "pinned twice",
    { command: ["npx", "gull"] },
    { pinProblem: "a and b pin different trees" },
    /different/,
    /verify/,
  ],
  ["remote", { url: "https://reef.example" }, {}, /elsewhere/, /pinfold accept server/],
  ["an image", { command: ["docker", "run", "-i", "reef/gull:1"] }, {}, /image/, /sha256/],
  ["a program", { command: ["/opt/gull"] }, {}, /program of this disk/, /pinfold lock/],
  ["a script", { command: ["node", "/opt/gull.js"] }, {}, /program of this disk/, /pinfold lock/],
  ["opaque", { command: ["npx", "--zz", "gull"] }, {}, /--zz/, /plain command/],
  [
    "wrapped",
    { command: ["op", "run", "--", "npx", "gull"] },
    {},
    /op run/,
    /variables of the entry/,
  ],
  [
    "given a variable by env",
    { command: ["env", "A=b", "npx", "gull"] },
    {},
    /env/,
    /variables of the entry/,
  ],
  [
    "injected",
    { command: ["npx", "gull"] },
    { injected: ["NODE_OPTIONS"] },
    /NODE_OPTIONS/,
    /take them out/,
  ],
  [
    "of a file of variables",
    { command: ["npx", "gull"] },
    { entry: { envFile: ".env" } },
    /\.env/,
    /into the entry/,
  ],
  [
    "of a client that runs its values",
    { command: ["npx", "gull"] },
    { entry: { executes: ["x"] } },
    /commands/,
    /write/,
  ],
  ["started by bunx", { command: ["bunx", "gull"] }, {}, /bunx|judged/, /npx or uvx/],
  [
    "a module of what is installed",
    { command: ["python", "-m", "gull"] },
    {},
    /installed/,
    /npx or uvx/,
  ],
  [
    "given options that are not judged",
    { command: ["npx", "--node-options=--x", "gull"] },
    {},
    /node-options/,
    /take it out/,
  ],
  [
    "of a client that cannot read it",
    { command: ["npx", "gull"] },
    { entry: { problem: "no comma" } },
    /no comma/,
    /doctor/,
  ],
  [
    "an administrator's",
    { command: ["npx", "gull"] },
    { entry: { scope: "managed" } },
    /administrator/,
    /ask/,
  ],
  [
    "of the whole system",
    { command: ["npx", "gull"] },
    { entry: { scope: "system" } },
    /administrator/,
    /ask/,
  ],
  [
    "a plugin's",
    { command: ["npx", "gull"] },
    { entry: { scope: "plugin" } },
    /plugin/,
    /own configuration/,
  ],
  [
    "an extension's",
    { command: ["npx", "gull"] },
    { entry: { scope: "extension" } },
    /extension/,
    /own configuration/,
  ],
  [
    "in another folder by its launcher",
    { command: ["uvx", "--directory", "/srv", "gull"] },
    {},
    /directory/,
    /cwd/,
  ],
];

for (const [what, entry, more, reason, remedy] of LEFT)
  test(`${what}: it is left, with the reason and the next step`, () => {
    const facts = factsOf(entry, more);
    for (const start of STARTS) {
      const decision = decideRun(facts, start);
      assert.ok(decision.kind === "left");
      assert.match(decision.reason, reason);
      assert.match(decision.remedy, remedy);
    }
  });

test("a data folder whose name a client would expand is not written", () => {
  const copy = { node: "/home/a$HOME/node", cli: COPY.cli };
  const facts = factsOf({ command: ["npx", "gull"] });
  assert.equal(decideRun(facts, { by: "copy", copy }).kind, "left");
});

/** [the command line as it is, what it becomes with an exact version] */
const EXACT: readonly (readonly [string, string])[] = [
  ["npx -y gull /srv", "/usr/bin/npx -y gull@1.0.0 /srv"],
  ["npx -y gull@latest gull", "/usr/bin/npx -y gull@1.0.0 gull"],
  ["npx -y gull@^1 /srv", "/usr/bin/npx -y gull@1.0.0 /srv"],
  ["npx --package=gull gull-mcp", "/usr/bin/npx --package=gull@1.0.0 gull-mcp"],
  ["npx -p @sea/gull gull", "/usr/bin/npx -p @sea/gull@1.0.0 gull"],
];

for (const [before, after] of EXACT)
  test(`${before} becomes ${after} with --pin-only`, () => {
    const [command = "", ...args] = before.split(" ");
    const facts = factsOf({ command, args });
    const decision = decideExact(facts, "/usr/bin/npx", false);
    assert.deepEqual(lineOf(facts, decision), after.split(" "));
    const team = decideExact(facts, null, true);
    assert.deepEqual(
      lineOf(facts, team),
      ["npx", ...after.split(" ").slice(1)],
      "no path of one machine",
    );
  });

test("Python packages get exact versions as their launchers read them", () => {
  for (const [before, after] of [
    ["uvx gull", "/bin/uvx gull@1.0.0"],
    ["uvx --from gull gull-mcp", "/bin/uvx --from gull==1.0.0 gull-mcp"],
    ["uvx --from gull[reef]>=1 gull-mcp", "/bin/uvx --from gull[reef]==1.0.0 gull-mcp"],
    ["pipx run gull", "/bin/uvx run gull==1.0.0"],
  ]) {
    const [command = "", ...args] = (before ?? "").split(" ");
    const facts = factsOf({ command, args });
    assert.deepEqual(lineOf(facts, decideExact(facts, "/bin/uvx", false)), after?.split(" "));
  }
});

test("a launcher whose place is not settled is not written down", () => {
  const decision = decideExact(factsOf({ command: ["npx", "gull"] }), null, false);
  assert.equal(decision.kind, "left");
});

test("what is exact and absolute already stays", () => {
  const facts = factsOf({ command: ["/usr/bin/npx", "-y", "gull@1.0.0"] });
  assert.equal(decideExact(facts, "/usr/bin/npx", false).kind, "done");
});

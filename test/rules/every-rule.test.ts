import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { launchOf } from "../../src/model/launch.ts";
import type { EvidenceMap, LauncherEvidence } from "../../src/model/evidence.ts";
import type { TreeDifference } from "../../src/model/npm-difference.ts";
import type {
  EnvironmentProblem,
  EnvironmentProblemKind,
} from "../../src/model/python-evidence.ts";
import { applyRules, bySeverity, type Evidence } from "../../src/rules/apply.ts";
import { RULES } from "../../src/rules/index.ts";

const SAME: TreeDifference = {
  intact: 3,
  changed: [],
  unaccounted: [],
  missing: [],
  links: [],
  odd: [],
  unvetted: [],
  moved: [],
  absent: [],
  isFirstSight: false,
};

type RuleId = (typeof RULES)[number]["id"];

/** Evidence on which a rule speaks, and evidence close to it on which it is silent. */
interface Row {
  readonly fires: readonly Evidence[];
  readonly silent: readonly Evidence[];
}

// A server with nothing to say about: every rule is silent on it.
const config: EvidenceMap["config"] = {
  file: "/home/ada/mcp.json",
  line: 3,
  column: 5,
  clientName: "Claude Desktop",
  message: "comma missing",
  isTolerated: false,
};
const launch: EvidenceMap["launch"] = {
  name: "gull",
  launch: launchOf({
    kind: "package",
    detail: "registry-package",
    launcher: "npx",
    package: "gull",
    versionSpec: "1.0.0",
    pinLevel: "exact",
  }),
  isFloating: false,
  obstacle: null,
  unjudged: [],
  isAccepted: false,
};
const pin: EvidenceMap["pin"] = {
  name: "gull",
  subject: "npm:gull",
  file: "/srv/lockfiles/npm/gull.json",
  state: "found",
  problem: null,
  otherVersion: null,
  expectedBy: null,
  hasMachinePin: true,
  adopted: null,
  conflicts: [],
  nearby: null,
};
const npmTree: EvidenceMap["npmTree"] = {
  name: "gull",
  root: "/home/ada/.npm/_npx/0123456789abcdef",
  subject: "npm:gull",
  version: "1.0.0",
  fileCount: 40,
  difference: SAME,
  unreadable: null,
  hasMachinePin: true,
  exactTree: null,
  observedTree: null,
  maker: "npx",
  modulesAbove: [],
  manifests: [],
  scripts: [],
  reservedPrograms: [],
};
const environment: EvidenceMap["python"]["environments"][number] = {
  name: "gull",
  root: "/home/ada/.cache/uv/archive-v0/abc",
  subject: "pypi:gull",
  version: "1.0.0",
  fileCount: 40,
  difference: SAME,
  unreadable: null,
  hasMachinePin: true,
  exactTree: null,
  observedTree: null,
  maker: "uv cache",
  problems: [],
  uncheckedBytecode: 0,
  builtHere: [],
  seeds: [],
};
const pythonServer: EvidenceMap["python"] = {
  name: "gull",
  version: "1.0.0",
  isResolved: true,
  places: ["/home/ada/.cache/uv"],
  environments: [environment],
  problems: [],
  shared: [],
};
const python = (parts: Partial<EvidenceMap["python"]["environments"][number]>): Evidence => ({
  python: { ...pythonServer, environments: [{ ...environment, ...parts }] },
});
const problem = (kind: EnvironmentProblemKind): EnvironmentProblem => ({
  kind,
  path: `${environment.root}/lib/evil.pth`,
  message: "it runs at every start",
  pinned: null,
  observed: "sha256:b",
  wouldRun: `${environment.root}/lib/evil.pth`,
});
/** Both places where a rule can see a problem, and one of another kind. */
const problemRow = (kind: EnvironmentProblemKind): Row => ({
  fires: [
    python({ problems: [problem(kind)] }),
    { python: { ...pythonServer, problems: [problem(kind)] } },
  ],
  silent: [python({ problems: [problem(kind === "link" ? "script" : "link")] })],
});
const program = (parts: Partial<EvidenceMap["program"]>): Evidence => ({
  program: {
    name: "tide",
    subject: "executable:tide-mcp",
    file: "/home/ada/bin/tide-mcp",
    platform: "linux-x64",
    isPinned: true,
    isExpected: false,
    hasMachinePin: true,
    lockfile: { file: "/srv/lockfiles/executable/tide-mcp.json", problem: null },
    isForThisPlatform: true,
    differences: [],
    nearby: null,
    ...parts,
  },
});
const otherProgram = { path: "/home/ada/bin/tide-mcp", pinned: "sha256:a", observed: "sha256:b" };
const policy = (parts: Partial<EvidenceMap["policy"]>): Evidence => ({
  policy: { name: "gull", breaches: [], lost: [], ...parts },
});
/** A breach of that rule, and one of another. */
const breachRow = (rule: string): Row => {
  const breach = {
    rule,
    subject: "pkg:npm/wave",
    observed: "sha256:b",
    message: "wave 2.0.0 is not what is demanded",
    at: { file: "/srv/policy.json", line: 3, column: 3 },
    exception: "add a line",
  };
  const other = {
    ...breach,
    rule: rule === "denied-source" ? "uncovered-platform" : "denied-source",
  };
  return {
    fires: [policy({ breaches: [breach] }), policy({ breaches: [{ ...breach, observed: null }] })],
    silent: [policy({ breaches: [other] }), policy({})],
  };
};
const failure: EvidenceMap["failures"][number] = {
  message: "npmrc",
  hint: "mend it",
  isDamagedState: false,
  tampered: null,
};
const agent: EvidenceMap["agent"] = { degraded: null, ownFiles: [], log: null, silentSince: null };
const QUIET: Evidence = { launch, pin, npmTree, python: pythonServer };

const wave = { path: "node_modules/wave", name: "wave", version: "2.0.0" };
const changedBy = (kind: "modified" | "added" | "missing") => ({
  ...wave,
  against: "lockfile" as const,
  pinned: "h1:a",
  observed: "h1:b",
  entries: [],
  files: [
    {
      kind,
      path: "cli.js",
      pinned: kind === "added" ? null : "aa",
      observed: kind === "missing" ? null : "bb",
    },
  ],
});
const tree = (parts: Partial<TreeDifference>): Evidence => ({
  npmTree: { ...npmTree, difference: { ...SAME, ...parts } },
});
const around = (parts: Partial<EvidenceMap["npmTree"]>): Evidence => ({
  npmTree: { ...npmTree, ...parts },
});
const pinned = (parts: Partial<EvidenceMap["pin"]>): Evidence => ({ pin: { ...pin, ...parts } });
const launched = (parts: Partial<EvidenceMap["launch"]>): Evidence => ({
  launch: { ...launch, ...parts },
});
const REMOTE = launchOf({ kind: "remote", detail: "remote", endpoint: "https://sea.test" });
const BRIDGE = launchOf({
  kind: "package",
  detail: "remote-bridge",
  launcher: "npx",
  endpoint: "https://sea.test",
});
const unusable = {
  state: "unusable" as const,
  problem: { message: "cut off", hint: "restore it" },
};
const odd = (kind: TreeDifference["odd"][number]["kind"]) => ({
  path: "node_modules/wave/x",
  kind,
  target: null,
  package: "node_modules/wave",
});

const shim: LauncherEvidence["hazards"][number] = {
  kind: "shim",
  name: "node",
  path: "/home/ada/.volta/bin/node",
  detail: "Volta, which starts /home/ada/.volta/tools/node",
  isGrave: false,
  wouldRun: null,
};
const chain = (parts: Partial<LauncherEvidence>): Evidence => {
  const sound = { isPinned: true, isExpected: true, isPathKnown: true };
  const plain = {
    command: "npx",
    purpose: "launcher" as const,
    servers: 1,
    changes: [],
    hazards: [],
    elsewhere: [],
  };
  return { chain: { name: "gull", chains: [{ ...plain, ...sound, ...parts }] } };
};

const table: Partial<Record<RuleId, Row>> = {
  "protection-lost": {
    fires: [
      program({ isExpected: true, isForThisPlatform: false, lockfile: null }),
      pinned({ state: "none", expectedBy: "this machine" }),
      pinned({ ...unusable, expectedBy: "this machine" }),
      around({ unreadable: "permission", difference: null }),
      tree({ odd: [odd("unreadable")] }),
      policy({ lost: ["/srv/policy.json"] }),
    ],
    silent: [
      policy({}),
      pinned({ expectedBy: "this machine" }),
      pinned({ state: "none" }),
      around({ unreadable: "permission", difference: null, hasMachinePin: false }),
      tree({ odd: [odd("changing")] }),
    ],
  },
  "own-interpreter": {
    fires: [{ agent: { ...agent, ownFiles: ["/data/node was changed"] } }],
    silent: [{ agent }],
  },
  "log-tampered": {
    fires: [{ agent: { ...agent, log: { folder: "/state/audit", message: "it was cut off" } } }],
    silent: [{ agent }],
  },
  "watching-degraded": {
    fires: [{ agent: { ...agent, degraded: "no more watches" } }],
    silent: [{ agent }],
  },
  "monitoring-gap": {
    fires: [{ agent: { ...agent, silentSince: "2026-11-22T20:00:00Z" } }],
    silent: [{ agent }],
  },
  "baseline-tampered": {
    fires: [{ failures: [{ ...failure, tampered: "/state/entries/1.json" }] }],
    silent: [{ failures: [failure, { ...failure, isDamagedState: true }] }],
  },
  "damaged-state": {
    fires: [{ failures: [{ ...failure, isDamagedState: true }] }],
    silent: [{ failures: [failure, { ...failure, tampered: "/state/entries/1.json" }] }],
  },
  "reserved-program": {
    fires: [around({ reservedPrograms: [{ program: "node", path: "node_modules/wave" }] })],
    silent: [],
  },
  "modified-file": {
    fires: [tree({ changed: [changedBy("modified")] })],
    silent: [tree({ changed: [changedBy("added"), changedBy("missing")] })],
  },
  "added-file": {
    fires: [
      tree({ changed: [changedBy("added")] }),
      ...(["link", "special", "file", "too-deep"] as const).map((kind) =>
        tree({ odd: [odd(kind)] }),
      ),
    ],
    silent: [
      tree({ changed: [changedBy("modified")] }),
      tree({ odd: [odd("unreadable"), odd("changing")] }),
    ],
  },
  "missing-file": {
    fires: [
      tree({ changed: [changedBy("missing")] }),
      tree({ missing: [{ ...wave, against: "lockfile" }] }),
      tree({
        links: [
          {
            path: "node_modules/.bin/wave",
            kind: "missing",
            pinned: "../wave/cli.js",
            observed: null,
          },
        ],
      }),
    ],
    silent: [tree({ changed: [changedBy("modified")] }), tree({ absent: ["node_modules/wave"] })],
  },
  "replaced-link": {
    fires: [
      tree({
        links: [
          {
            path: "node_modules/.bin/wave",
            kind: "replaced",
            pinned: "../wave/cli.js",
            observed: "/tmp/evil",
          },
        ],
      }),
      tree({
        links: [
          { path: "node_modules/.bin/evil", kind: "added", pinned: null, observed: "not a link" },
        ],
      }),
    ],
    silent: [
      tree({
        links: [
          {
            path: "node_modules/.bin/wave",
            kind: "missing",
            pinned: "../wave/cli.js",
            observed: null,
          },
        ],
      }),
    ],
  },
  "other-bytes": {
    fires: [tree({ changed: [{ ...changedBy("modified"), files: null }] })],
    silent: [tree({ changed: [changedBy("modified")] })],
  },
  "unaccounted-package": {
    fires: [
      tree({ unaccounted: [{ ...wave, why: "new" }] }),
      tree({ unaccounted: [{ ...wave, version: null, why: "new" }] }),
    ],
    silent: [tree({ unvetted: [{ ...wave, pinnedVersion: null }] })],
  },
  "module-above-tree": {
    fires: [
      around({
        modulesAbove: [
          { name: "preen", path: "/home/ada/node_modules/preen", requiredBy: "node_modules/wave" },
        ],
      }),
    ],
    silent: [],
  },
  "npx-manifest": {
    fires: [
      around({
        manifests: [
          {
            file: `${npmTree.root}/package.json`,
            message: "it has scripts",
            pinned: null,
            observed: null,
          },
        ],
        difference: null,
      }),
    ],
    silent: [],
  },
  "unapproved-install-script": {
    fires: [null, "sha256:other"].map((approved) =>
      around({
        scripts: [{ ...wave, scripts: { install: "make" }, digest: "sha256:d", approved }],
      }),
    ),
    silent: [],
  },
  "startup-hook": problemRow("startup-hook"),
  "module-beside-scripts": problemRow("beside-scripts"),
  "changed-script": problemRow("script"),
  "environment-configuration": problemRow("configuration"),
  "outside-link": problemRow("link"),
  "foreign-bytecode": problemRow("bytecode"),
  "module-in-working-folder": problemRow("working-folder"),
  "denied-install-script": breachRow("denied-install-script"),
  "denied-source": breachRow("denied-source"),
  "demanded-provenance": breachRow("demanded-provenance"),
  "uncovered-platform": breachRow("uncovered-platform"),
  "shared-archive": {
    fires: [
      {
        python: {
          ...pythonServer,
          shared: [{ path: "/home/ada/.cache/uv/x.py", servers: ["gull", "tern"] }],
        },
      },
    ],
    silent: [],
  },
  "bytecode-unchecked": { fires: [python({ uncheckedBytecode: 3 })], silent: [] },
  "unvetted-build": { fires: [python({ builtHere: ["wave"] })], silent: [] },
  "seed-package": { fires: [python({ seeds: ["pip 23.2.1"] })], silent: [] },
  "other-version": {
    fires: [pinned({ otherVersion: { asked: "2.0.0", pinned: "1.0.0" } })],
    silent: [],
  },
  "older-revision": {
    fires: [1, 3, 4].map((revision) =>
      pinned({ adopted: { revision: 3, tree: "sha256:0", now: { revision, tree: "sha256:1" } } }),
    ),
    silent: [],
  },
  "conflicting-pins": {
    fires: [true, false].map((isAdopted) =>
      pinned({ conflicts: [{ file: "/srv/b/npm/gull.json", isAdopted }] }),
    ),
    silent: [],
  },
  "behind-lockfile": {
    fires: [
      {
        npmTree: {
          ...npmTree,
          difference: { ...SAME, unvetted: [{ ...wave, pinnedVersion: "1.9.0" }] },
          behind: { version: "1.9.0", revision: 2 },
        },
      },
    ],
    silent: [{ npmTree: { ...npmTree, behind: { version: "1.9.0", revision: 2 } } }],
  },
  "other-tree": {
    fires: [
      tree({ unvetted: [{ ...wave, pinnedVersion: "1.9.0" }], isFirstSight: true }),
      tree({ moved: ["node_modules/wave"] }),
      tree({ absent: ["node_modules/wave"] }),
    ],
    silent: [tree({ changed: [changedBy("modified")] }), around({ difference: null })],
  },
  "unusable-lockfile": {
    fires: [
      pinned(unusable),
      program({ lockfile: { file: "/srv/tide.json", problem: "cut off" } }),
    ],
    silent: [pinned({ ...unusable, expectedBy: "this machine" }), pinned({ state: "none" })],
  },
  "broken-config": {
    fires: [
      { config },
      { config: { ...config, line: null, column: null } },
      { config: { ...config, isTolerated: true } },
    ],
    silent: [],
  },
  "judgement-failed": {
    fires: [{ failures: [failure] }],
    silent: [{ failures: [{ ...failure, isDamagedState: true }] }],
  },
  "opaque-command": {
    fires: [
      launched({
        launch: launchOf({
          kind: "opaque",
          detail: "opaque",
          launcher: "npx",
          reason: "an unknown option",
        }),
      }),
      launched({ obstacle: "bunx launches are not judged yet" }),
    ],
    silent: [launched({ launch: REMOTE }), launched({ unjudged: ["the variable NODE_OPTIONS"] })],
  },
  "remote-code": {
    fires: [launched({ launch: REMOTE }), launched({ launch: BRIDGE })],
    silent: [
      launched({ launch: REMOTE, isAccepted: true }),
      launched({ launch: BRIDGE, isAccepted: true }),
      launched({ launch: BRIDGE, obstacle: "bunx launches are not judged yet" }),
    ],
  },
  "unjudged-setting": {
    fires: [
      launched({ unjudged: ["the variable NODE_OPTIONS"] }),
      launched({ launch: BRIDGE, isAccepted: true, unjudged: ["the variable NODE_OPTIONS"] }),
    ],
    silent: [
      launched({ unjudged: [] }),
      launched({ launch: REMOTE, isAccepted: true, unjudged: ["the variable NODE_OPTIONS"] }),
    ],
  },
  "unreadable-tree": {
    fires: [
      around({ unreadable: "permission", difference: null, hasMachinePin: false }),
      tree({ odd: [odd("changing")] }),
      {
        npmTree: {
          ...npmTree,
          hasMachinePin: false,
          difference: { ...SAME, odd: [odd("unreadable")] },
        },
      },
    ],
    silent: [
      around({ unreadable: "permission", difference: null }),
      tree({ odd: [odd("unreadable"), odd("file")] }),
    ],
  },
  "unknown-pinfold": {
    fires: [chain({ isOwnCopy: true, isPinned: false })],
    silent: [chain({ isOwnCopy: true, isPinned: true }), chain({ isPinned: false })],
  },
  "launcher-unpinned": {
    fires: [pinned({ hasMachinePin: false }), program({ isPinned: false })],
    silent: [pinned({ hasMachinePin: false, state: "none" })],
  },
  "not-installed": {
    fires: [around({ difference: null })],
    silent: [around({ difference: null, unreadable: "permission" })],
  },
  "changed-program": {
    fires: [program({ differences: [otherProgram] })],
    silent: [program({})],
  },
  "uncovered-code": {
    fires: [chain({ hazards: [{ ...shim, kind: "uncovered" }] })],
    silent: [chain({ hazards: [shim] })],
  },
  "no-pin": {
    fires: [
      pinned({ state: "none" }),
      pinned({ state: "none", nearby: "/srv/shop/lockfiles" }),
      program({ isPinned: false, isForThisPlatform: false, lockfile: null }),
      program({ isPinned: false, isForThisPlatform: false }),
    ],
    silent: [program({}), pinned({ state: "none", expectedBy: "this machine" }), pinned(unusable)],
  },
  "path-divergence": {
    fires: [chain({ elsewhere: [{ clientName: "Cursor", real: "/home/ada/bin/npx" }] })],
    silent: [chain({})],
  },
  "version-manager-shim": {
    fires: [chain({ hazards: [shim] })],
    silent: [chain({ hazards: [{ ...shim, kind: "loop" }] })],
  },
  "floating-launch": { fires: [launched({ isFloating: true })], silent: [launched({})] },
};

const findingsOf = (id: RuleId, evidence: Evidence) =>
  applyRules(RULES, evidence, "claude-desktop/gull").filter(({ ruleId }) => ruleId === id);

/** Rules of entries and of launchers are tested with the evidence that they look at. */
const ELSEWHERE = [
  "changes/compare.test.ts",
  "names/lock.test.ts",
  "lock/check.test.ts",
  "rules/entry-rules.test.ts",
  "verify/online.test.ts",
  "verify/python-online.test.ts",
  "verify/online-evidence.test.ts",
  "path-search/chain-scenarios.test.ts",
];

test("every rule is in the table or in a test of its own", () => {
  const texts = ELSEWHERE.map((file) =>
    readFileSync(new URL(`../${file}`, import.meta.url), "utf8"),
  );
  for (const { id } of RULES) {
    const isTested = table[id] !== undefined || texts.some((text) => text.includes(id));
    assert.ok(isTested, id);
  }
});

for (const { id, severity } of RULES) {
  const row = table[id];
  if (row === undefined) continue;
  const { fires, silent } = row;
  test(`${id} speaks, says the next step, and names its server`, () => {
    assert.ok(fires.length > 0);
    for (const evidence of fires) {
      const findings = findingsOf(id, evidence);
      assert.ok(findings.length > 0, JSON.stringify(evidence));
      for (const finding of findings) {
        assert.equal(finding.server, "claude-desktop/gull");
        assert.doesNotMatch(finding.message, /undefined|null|\[object|\.$/);
        assert.notEqual(finding.remedy, "");
      }
    }
    if (severity === "error")
      assert.ok(fires.some((evidence) => findingsOf(id, evidence)[0]?.severity === "error"));
  });
  test(`${id} is silent where nothing is wrong, and where something else is`, () => {
    for (const evidence of [QUIET, {}, ...silent])
      assert.deepEqual(findingsOf(id, evidence), [], JSON.stringify(evidence));
  });
}

test("a policy that wants the exact tree makes an error of another one", () => {
  const unvetted = [{ ...wave, pinnedVersion: "1.9.0" }];
  const evidence = around({ exactTree: "/srv/policy.json:4", difference: { ...SAME, unvetted } });
  assert.equal(findingsOf("other-tree", evidence)[0]?.severity, "error");
});

test("two adopted directories that disagree are an error, a personal one is a warning", () => {
  const severity = (isAdopted: boolean): unknown =>
    findingsOf("conflicting-pins", pinned({ conflicts: [{ file: "/b", isAdopted }] }))[0]?.severity;
  assert.equal(severity(true), "error");
  assert.equal(severity(false), "warning");
});

test("more findings of one rule than say anything new are counted, errors come first", () => {
  const many = Array.from({ length: 50 }, (_, index) => ({
    ...wave,
    path: `node_modules/evil-${index}`,
    why: "new",
  }));
  const evidence = { ...tree({ unaccounted: many }), pin: { ...pin, hasMachinePin: false } };
  const findings = applyRules(RULES, evidence, null).toSorted(bySeverity);
  assert.equal(findings.filter(({ ruleId }) => ruleId === "unaccounted-package").length, 20);
  assert.match(findings[19]?.message ?? "", /and 30 more like it/);
  assert.equal(findings.at(-1)?.ruleId, "launcher-unpinned");
});

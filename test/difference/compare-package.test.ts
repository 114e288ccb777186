import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { array, assert as check, constantFrom, property } from "fast-check";

import { compareFiles } from "../../src/difference/compare-files.ts";
import { comparePackage, rankedDifference } from "../../src/difference/compare-package.ts";
import { compareLines } from "../../src/difference/lines.ts";
import type { Demands, PackageFile, PackageState } from "../../src/difference/package-state.ts";
import type { EvidenceRecord } from "../../src/model/provenance.ts";
import { SIGNALS } from "../../src/difference/signals/index.ts";
import { inForce } from "../support/policies.ts";

const DEMANDS: Demands = {
  now: new Date("2026-11-22T20:00:00Z"),
  policies: inForce({}),
};

function file(path: string, content: string | Uint8Array): PackageFile {
  const bytes = Buffer.from(content);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { path, sha256, size: bytes.length, bytes };
}

function state(version: string, parts: Partial<PackageState> = {}): PackageState {
  return {
    name: "wave",
    purl: "pkg:npm/wave",
    digest: `sha512-${version}`,
    version,
    publishedBy: "registry",
    scriptsDigest: null,
    outside: {},
    published: "2026-01-05T09:00:00Z",
    publisher: "harbour",
    deprecated: null,
    evidence: null,
    scripts: {},
    programs: { wave: "cli.js" },
    files: [file("cli.js", "rise();\n")],
    ...parts,
  };
}

const OLD = state("2.0.0");
/** Built from a repository with that id. */
function provenance(repositoryId: string): EvidenceRecord {
  const repository = "https://github.com/sea/wave";
  const identity = {
    issuer: "https://token.actions.githubusercontent.com",
    repository,
    repositoryId,
    ownerId: "2002",
    workflow: ".github/workflows/release.yml",
    signer: `${repository}/.github/workflows/release.yml`,
    ref: "tag" as const,
    environment: null,
    runner: "github-hosted",
  };
  return { level: "provenance", signature: true, publish: true, provenance: identity };
}

function risksOf(to: Partial<PackageState>, from: PackageState | null = OLD, demands = DEMANDS) {
  const pair = { from, to: state("2.1.0", to) };
  return comparePackage(pair, demands).risks.map(({ id, message, blockedBy }) => ({
    id,
    message,
    isBlocked: blockedBy !== null,
  }));
}

test("nothing but a version moves: no risk", () => {
  assert.deepEqual(risksOf({}), []);
});

const ELF = Buffer.concat([Buffer.from("7f454c46", "hex"), Buffer.alloc(20)]);

/** What the new version has, and the risk that is named; true where the move is blocked by it. */
const table: readonly [
  title: string,
  to: Partial<PackageState>,
  id: string,
  isBlocked?: boolean,
][] = [
  ["a new install script", { scripts: { install: "sh x" } }, "install-script-added"],
  ["another publisher", { publisher: "stranger" }, "publisher-changed"],
  ["no publisher any more", { publisher: null }, "publisher-changed"],
  ["a young version", { published: "2026-11-20T00:00:00Z" }, "young-package"],
  ["a version without a time", { published: null }, "young-package"],
  ["another file behind a program", { programs: { wave: "other.js" } }, "program-changed"],
  ["another program", { programs: { wave: "cli.js", git: "cli.js" } }, "program-changed"],
  [
    "machine code under any name",
    { files: [file("cli.js", "rise();\n"), file("data.txt", ELF)] },
    "native-code",
  ],
  [
    "machine code by its name",
    { files: [file("cli.js", "rise();\n"), file("x.node", "")] },
    "native-code",
  ],
  [
    "three times the size",
    { files: [file("cli.js", "rise();\n"), file("a.md", "x\n".repeat(100_000))] },
    "size-jump",
  ],
  [
    "a dependency from no registry",
    { outside: { setup: "github:sea/setup#79ac49e" } },
    "outside-source",
  ],
  ["an older version", { version: "1.9.0" }, "older-version"],
  ["files that cannot be read", { files: null }, "uncompared-files"],
  ["a deprecated version", { deprecated: "has a hole" }, "deprecated-package"],
  [
    "a new way to start programs",
    { files: [file("cli.js", 'require("child_process");\n')] },
    "suspicious-code",
  ],
];
for (const [title, to, id, isBlocked = false] of table)
  test(`${title} is named`, () => {
    assert.deepEqual(
      risksOf(to).map((risk) => [risk.id, risk.isBlocked]),
      [[id, isBlocked]],
    );
  });

test("every signal is in the list, in a file of its name", () => {
  const parts = ["define.ts", "index.ts"];
  const files = readdirSync(new URL("../../src/difference/signals", import.meta.url));
  assert.deepEqual(
    SIGNALS.map(({ id }) => `${id}.ts`).toSorted(),
    files.filter((name) => !parts.includes(name)).toSorted(),
  );
});

test("evidence that is lost or lower blocks, as does another builder; evidence that comes does not", () => {
  const attested = state("2.0.0", { evidence: provenance("1001") });
  const ids = (to: Partial<PackageState>) =>
    risksOf(to, attested).map(({ id, isBlocked }) => [id, isBlocked]);
  const nothing = [
    ["weaker-evidence", true],
    ["weaker-evidence", true],
  ];
  assert.deepEqual(ids({ evidence: null }), nothing);
  const signature = {
    level: "signature",
    signature: true,
    publish: false,
    provenance: null,
  } as const;
  assert.deepEqual(ids({ evidence: signature }), nothing.slice(1));
  assert.deepEqual(ids({ evidence: provenance("6666") }), [["identity-changed", true]]);
  assert.deepEqual(ids({ evidence: provenance("1001") }), []);
  assert.deepEqual(risksOf({ evidence: provenance("6666") }), []);
});

test("the same source built in another way is a risk that blocks nothing", () => {
  const evidence = provenance("1001");
  const { provenance: identity } = evidence;
  const onBranch = { ...evidence, provenance: identity && { ...identity, ref: "branch" as const } };
  const risks = risksOf({ evidence: onBranch }, state("2.0.0", { evidence }));
  assert.deepEqual(
    risks.map(({ id, isBlocked }) => [id, isBlocked]),
    [["built-differently", false]],
  );
});

test("a cooldown that a policy states blocks a young version and one without a time", () => {
  const strict = (days: number) => ({
    ...DEMANDS,
    policies: inForce({ team: { cooldown: { days } } }),
  });
  for (const published of ["2026-11-20T00:00:00Z", "yesterday", null]) {
    const [risk] = risksOf({ published }, OLD, strict(14));
    assert.deepEqual([risk?.id, risk?.isBlocked], ["young-package", true]);
  }
  assert.deepEqual(risksOf({ published: null }, OLD, strict(0)), []);
});

test("the gravest risk of any package stands first", () => {
  const one = (name: string, to: Partial<PackageState>) =>
    comparePackage({ from: { ...OLD, name }, to: { ...state("2.1.0", to), name } }, DEMANDS);
  const { risks, packages } = rankedDifference([
    one("anchor", { deprecated: "old" }),
    one("beacon", { publisher: "stranger" }),
    one("cove", { scripts: { postinstall: "node x" }, publisher: "stranger" }),
  ]);
  assert.deepEqual(
    risks.map(({ id, package: name }) => `${name} ${id}`),
    [
      "cove install-script-added",
      "cove publisher-changed",
      "beacon publisher-changed",
      "anchor deprecated-package",
    ],
  );
  assert.deepEqual(
    packages.map(({ name }) => name),
    ["cove", "beacon", "anchor"],
  );
});

/** Text before and after, and what is said of it. */
const marks: readonly [before: string, after: string, said: readonly string[]][] = [
  ["", "eval(x);\n", ["runs text as code"]],
  ["", "new Function(x)();\n", ["runs text as code"]],
  ["", 'spawnSync("sh");\n', ["starts programs"]],
  ["", "import subprocess\n", ["starts programs"]],
  ["", 'import { connect } from "node:net";\n', ["uses the network"]],
  ["", "import urllib.request\n", ["uses the network"]],
  ["", 'read(home + "/.ssh/id_rsa");\n', ["reads secrets"]],
  ["", 'Buffer.from(x, "base64");\n', ["decodes hidden text"]],
  [
    "",
    'send("https://a.test/x", "wss://b.test");\n',
    ["names the new host a.test", "names the new host b.test"],
  ],
  ["", `var _0x1a2b3c=[];${"_0x1a2b3c;".repeat(30)}\n`, ["is obfuscated or minified"]],
  ["", `var x = "${"y".repeat(3000)}";\n`, ["is obfuscated or minified"]],
  // What the code did before is no news.
  ["eval(a);\n", "eval(a);\neval(b);\n", []],
  ['call("https://a.test/1");\n', 'call("https://a.test/2");\n', []],
  [`var x = "${"y".repeat(3000)}";\n`, `var x = "${"z".repeat(3000)}";\n`, []],
  ["", 'see("https://example.com/docs");\n', []],
];
for (const [before, after, said] of marks)
  test(`${after.slice(0, 40).trim()} ${said.length === 0 ? "says nothing" : said.join(", ")}`, () => {
    const from = state("1.0.0", { files: [file("a.js", `start();\n${before}`)] });
    const to = state("1.1.0", { files: [file("a.js", `start();\n${after}`)] });
    assert.deepEqual(compareFiles(from, to, false)[0]?.marks, said);
  });

test("prose weighs nothing, and code stands before it", () => {
  const from = state("1.0.0", { files: [] });
  const files = [file("README.md", "eval(x)\n".repeat(50)), file("b.js", "eval(x);\n")];
  const changes = compareFiles(from, state("1.1.0", { files }), false);
  assert.deepEqual(
    changes.map(({ path, weight }) => [path, weight > 0]),
    [
      ["b.js", true],
      ["README.md", false],
    ],
  );
});

test("where only digests of the old files are known nothing is called new", () => {
  const blind = [{ ...file("a.js", "fetch(x);\n"), bytes: null, size: null }];
  const to = state("1.1.0", { files: [file("a.js", "fetch(x);\nmore();\n")] });
  const [change] = compareFiles(state("1.0.0", { files: blind }), to, true);
  assert.deepEqual(
    [change?.kind, change?.linesAdded, change?.marks, change?.patch],
    ["changed", null, [], null],
  );
});

test("lines are counted and shown as a patch has them", () => {
  const compared = compareLines("a\nb\nc\n", "a\nB\nc\nd\n");
  assert.ok(compared !== null);
  assert.deepEqual(compared.added, ["B", "d"]);
  assert.deepEqual(compared.removed, ["b"]);
  assert.deepEqual(compared.patch, ["@@ -1,3 +1,4 @@", " a", "-b", "+B", " c", "+d"]);
});

test("a patch applied to the old lines gives the new ones", () => {
  const lines = array(constantFrom("a", "b", "c", "+x", "-y", "@@"), { maxLength: 30 });
  check(
    property(lines, lines, (from, to) => {
      const text = (all: readonly string[]): string => all.map((line) => `${line}\n`).join("");
      const compared = compareLines(text(from), text(to));
      assert.ok(compared !== null);
      const kept = from.length - compared.removed.length;
      assert.equal(kept + compared.added.length, to.length);
    }),
  );
});

test("texts that are made to keep us busy are given up, whatever they are", () => {
  const random = (seed: number): string =>
    Array.from({ length: 15_000 }, (_, index) => String((index * seed * 7919) % 104_729)).join(
      "\n",
    );
  assert.equal(compareLines(random(3), random(5)), null);
  assert.equal(compareLines("x".repeat(600_000), ""), null);
  assert.equal(compareLines("", "\n".repeat(50_000)), null);
  const hosts = "http://".repeat(100_000);
  const to = state("1.1.0", {
    files: [file("a.js", hosts), file("b.js", `${"a.".repeat(200_000)}\n`)],
  });
  assert.equal(compareFiles(OLD, to, false).length, 3);
});

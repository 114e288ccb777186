import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Ajv2020 } from "ajv/dist/2020.js";

import { formatLockfile, treeDigestOf } from "../../src/lockfile/format.ts";
import { misplacedAt, parseLockfileOf } from "../../src/lockfile/parse.ts";

const schema = JSON.parse(
  readFileSync(
    new URL("../../lockfiles/schema/executable-v1.schema.json", import.meta.url),
    "utf8",
  ),
) as object;
const isValid = new Ajv2020().compile(schema);

const SHA = `sha256:${"0".repeat(64)}`;
const packages = {
  "linux-x64": { sha256: SHA },
  "darwin-arm64": { sha256: SHA, code: { "..": `h1:${"A".repeat(43)}=` } },
};
const GOOD = {
  lockfileVersion: 1,
  subject: "pkg:generic/%40tide/mcp",
  revision: 2,
  tree: treeDigestOf(packages),
  packages,
} as const;

test("a program's lockfile is read back as it was written, and stands where its subject says", () => {
  const text = formatLockfile(GOOD);
  const { lockfile, problem } = parseLockfileOf("executable", text);
  assert.equal(problem, null);
  assert.equal(formatLockfile(lockfile), text);
  assert.ok(isValid(JSON.parse(text)), JSON.stringify(isValid.errors));
  assert.equal(misplacedAt(lockfile, "executable/@tide+mcp.json"), null);
  assert.match(misplacedAt(lockfile, "executable/tide.json") ?? "", /belongs into/);
});

const bad: readonly (readonly [title: string, value: object])[] = [
  ["a package of npm", { ...GOOD, subject: "pkg:npm/gull" }],
  ["a name with a path", { ...GOOD, subject: "pkg:generic/../../etc" }],
  ["a revision of zero", { ...GOOD, revision: 0 }],
  ["a platform that is none", { ...GOOD, packages: { "../x": { sha256: SHA } } }],
  ["a digest of another kind", { ...GOOD, packages: { "linux-x64": { sha256: "sha1:00" } } }],
  ["no digest", { ...GOOD, packages: { "linux-x64": {} } }],
  ["a list of platforms", { ...GOOD, packages: [] }],
];
for (const [title, value] of bad) {
  test(`${title} is refused, by the published schema too`, () => {
    assert.notEqual(parseLockfileOf("executable", JSON.stringify(value)).problem, null);
    assert.ok(!isValid(value));
  });
}

test("a tree that is not that of the platforms is refused", () => {
  const text = JSON.stringify({ ...GOOD, tree: SHA });
  assert.match(
    parseLockfileOf("executable", text).problem?.message ?? "",
    /tree is not the digest/,
  );
});

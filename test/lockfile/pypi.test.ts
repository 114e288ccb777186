import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Ajv2020 } from "ajv/dist/2020.js";

import { formatLockfile, treeDigestOf } from "../../src/lockfile/format.ts";
import { misplacedAt, parseLockfileOf } from "../../src/lockfile/parse.ts";
import { lockfilePathOf, parsePurl, purlOf } from "../../src/model/subject.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../lockfiles/schema/pypi-v1.schema.json", import.meta.url), "utf8"),
) as object;
const isValid = new Ajv2020().compile(schema);

const SHA = `sha256:${"0".repeat(64)}`;
const H1 = `h1:${"A".repeat(43)}=`;
const COMMIT = "0123456789".repeat(4);
const wheel = { file: "tide-2.1.0-py3-none-any.whl", sha256: SHA, files: H1 };
const packages = {
  tide: { version: "2.1.0", artifacts: [wheel], startupHooks: ["tide.pth"] },
  colorama: { version: "0.4.6", marker: "sys_platform == 'win32'", artifacts: [wheel] },
  "wave@1.0": { version: "1.0", artifacts: [wheel] },
  old: {
    version: "1!2.0rc1.post2.dev3+local.1",
    builtLocally: true,
    artifacts: [{ file: "old-2.0.tar.gz", sha256: SHA }],
  },
  reef: {
    version: "0.1.0",
    builtLocally: true,
    source: { git: "https://git.example.com/sea/reef", commit: COMMIT, subdirectory: "python" },
    artifacts: [],
  },
};
const GOOD = {
  lockfileVersion: 1,
  subject: "pkg:pypi/tide%5Bcli%2Cws%5D",
  extras: ["pkg:pypi/wave"],
  version: "2.1.0",
  revision: 2,
  tree: treeDigestOf(packages),
  entryPoints: { tide: "tide.server:main" },
  platforms: ["darwin-arm64", "linux-x64"],
  resolver: { uv: "0.13.9", python: "3.12", requiresPython: ">=3.10" },
  packages,
} as const;

test("a Python package's lockfile is read back as it was written, and stands where its subject says", () => {
  const { lockfile, problem } = parseLockfileOf("pypi", JSON.stringify(GOOD));
  assert.equal(problem, null);
  const text = formatLockfile(lockfile);
  assert.equal(formatLockfile(JSON.parse(text) as typeof lockfile), text);
  assert.ok(isValid(JSON.parse(text)), JSON.stringify(isValid.errors));
  assert.equal(misplacedAt(lockfile, "pypi/tide[cli,ws],wave.json"), null);
  assert.match(misplacedAt(lockfile, "pypi/tide.json") ?? "", /belongs into/);
});

/** The good one with one package replaced, its tree recomputed. */
function withPackage(pin: object, key = "tide"): object {
  const changed = { ...packages, [key]: pin };
  return { ...GOOD, packages: changed, tree: treeDigestOf(changed) };
}

const { files: _, ...noDigest } = wheel;
const bad: readonly (readonly [title: string, value: object])[] = [
  ["a package of npm", { ...GOOD, subject: "pkg:npm/gull" }],
  ["a name that is not normalized", { ...GOOD, subject: "pkg:pypi/Tide_Pool" }],
  ["a name with a path", { ...GOOD, subject: "pkg:pypi/../../etc" }],
  ["a revision of zero", { ...GOOD, revision: 0 }],
  ["no platform", { ...GOOD, platforms: [] }],
  ["a platform that is a path", { ...GOOD, platforms: ["../x"] }],
  ["no Python", { ...GOOD, resolver: { uv: "0.13.9" } }],
  ["a list of packages", { ...GOOD, packages: [] }],
  ["a version that is a range", withPackage({ version: ">=2", artifacts: [wheel] })],
  ["a wheel without its files", withPackage({ version: "2.1.0", artifacts: [noDigest] })],
  [
    "an archive of sources with files",
    withPackage({ version: "1", artifacts: [{ ...wheel, file: "tide-1.tar.gz" }] }),
  ],
  [
    "an artifact that is a path",
    withPackage({ version: "1", artifacts: [{ ...wheel, file: "../tide-1-py3-none-any.whl" }] }),
  ],
  [
    "a short commit",
    withPackage({
      version: "1",
      artifacts: [],
      source: { git: "https://git.example.com/x", commit: "0123456" },
    }),
  ],
  [
    "a start-up hook that leaves the environment",
    withPackage({ version: "1", artifacts: [wheel], startupHooks: ["../x.pth"] }),
  ],
  ["a package that is a path", withPackage({ version: "1", artifacts: [] }, "../x")],
];
for (const [title, value] of bad) {
  test(`${title} is refused, by the published schema too`, () => {
    assert.notEqual(parseLockfileOf("pypi", JSON.stringify(value)).problem, null);
    assert.ok(!isValid(value));
  });
}

const NAMES: readonly (readonly [name: string, isRight: boolean])[] = [
  ["mcp-server-fetch", true],
  ["mcp[cli]", true],
  ["mcp[cli,ws]", true],
  ["reef.git.0123456789abcdef", true],
  ["mcp[cli].url.0123456789abcdef", true],
  ["mcp.server", false],
  ["Mcp", false],
  ["mcp[", false],
  ["mcp[]", false],
  ["mcp/x", false],
  ["reef.git.0123", false],
  ["", false],
];
test("names of subjects are normalized names with extras, or say by their end that no index has them", () => {
  for (const [name, isRight] of NAMES) {
    const purl = purlOf({ ecosystem: "pypi", name });
    assert.deepEqual(parsePurl(purl), isRight ? { ecosystem: "pypi", name } : null, name);
    assert.equal(isValid({ ...GOOD, subject: purl }), isRight, name);
    if (isRight)
      assert.equal(lockfilePathOf({ ecosystem: "pypi", name, extras: [] }), `pypi/${name}.json`);
  }
});

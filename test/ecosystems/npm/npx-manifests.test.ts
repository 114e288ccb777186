import assert from "node:assert/strict";
import { test } from "node:test";

import { manifestMismatches } from "../../../src/ecosystems/npm/npx-manifests.ts";
import type { Baseline } from "../../../src/model/baseline.ts";
import { MemoryDisk } from "../../support/memory-disk.ts";
import {
  baselineAt,
  integrityOf,
  lay,
  lockfileOf,
  observe,
  packageOf,
  pinOf,
  ROOT,
} from "../../support/pins.ts";

const GULL = packageOf("gull@1.0.0");
const WAVE = packageOf("wave@2.0.0");
const SALT = packageOf("salt@1.0.0");
const PINNED = lockfileOf({
  "node_modules/gull": pinOf("node_modules/gull", GULL),
  "node_modules/wave": pinOf("node_modules/wave", WAVE),
  "node_modules/salt": pinOf("node_modules/salt", SALT, { bundled: ["node_modules/grain"] }),
});
const VETTED = { version: "2.0.0", integrity: integrityOf("wave@2.0.0") };

interface Circumstances {
  readonly isInstalled?: boolean;
  readonly baseline?: Baseline | null;
}

/** The messages on files of a folder in which npm, or an attacker, wrote them. */
function messagesOn(
  files: Readonly<Record<string, unknown>>,
  { isInstalled = false, baseline = null }: Circumstances = {},
): readonly string[] {
  const disk = new MemoryDisk();
  if (isInstalled)
    lay(disk, { "node_modules/gull": GULL, "node_modules/wave": WAVE, "node_modules/salt": SALT });
  for (const [file, content] of Object.entries(files))
    disk.file(`${ROOT}/${file}`, typeof content === "string" ? content : JSON.stringify(content));
  const tree = isInstalled ? observe(disk) : null;
  const query = { root: ROOT, requested: ["gull"], lockfile: PINNED, baseline, tree };
  return manifestMismatches(disk, query).map(
    ({ file, message }) => `${file.slice(ROOT.length + 1)}: ${message}`,
  );
}

/** A package-lock.json of format 3 with these packages. */
const locks = (packages: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  "package-lock.json": { lockfileVersion: 3, packages: { "": {}, ...packages } },
});

test("what npx writes for the pinned tree is no finding, installed or not", () => {
  const files = {
    "package.json": { dependencies: { gull: "^1.0.0" }, _npx: { packages: ["gull@1.0.0"] } },
    ...locks({
      "node_modules/gull": {
        version: "1.0.0",
        integrity: integrityOf("gull@1.0.0"),
        resolved: "https://r.test/g.tgz",
      },
      "node_modules/wave": VETTED,
      "node_modules/salt": { version: "1.0.0", integrity: integrityOf("salt@1.0.0") },
      "node_modules/salt/node_modules/grain": { version: "1.0.5", inBundle: true },
    }),
  };
  assert.deepEqual(messagesOn(files), []);
  assert.deepEqual(messagesOn(files, { isInstalled: true }), []);
  assert.deepEqual(messagesOn({}), []);
});

const poisoned: readonly (readonly [
  title: string,
  files: Record<string, unknown>,
  message: RegExp,
])[] = [
  [
    "a package that is not pinned",
    locks({ "node_modules/evil": { version: "1.0.0", integrity: integrityOf("evil") } }),
    /would install evil@1\.0\.0, which is not pinned/,
  ],
  [
    "a pinned package with another integrity",
    locks({ "node_modules/wave": { ...VETTED, integrity: integrityOf("evil") } }),
    /another integrity for wave@2\.0\.0/,
  ],
  [
    "a second integrity beside the pinned one",
    locks({
      "node_modules/wave": { ...VETTED, integrity: `${VETTED.integrity} ${integrityOf("evil")}` },
    }),
    /another integrity for wave@2\.0\.0/,
  ],
  [
    "a pinned package without an integrity",
    locks({ "node_modules/wave": { version: "2.0.0", resolved: "https://evil.test/wave.tgz" } }),
    /no integrity for wave@2\.0\.0/,
  ],
  [
    "a pinned package with an integrity of an unknown kind, which npm ignores",
    locks({ "node_modules/wave": { version: "2.0.0", integrity: "sha999-evil" } }),
    /no integrity for wave@2\.0\.0/,
  ],
  [
    "a pinned package with a weaker integrity only",
    locks({
      "node_modules/wave": { version: "2.0.0", integrity: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
    }),
    /no integrity for wave@2\.0\.0/,
  ],
  [
    "a pinned version from a folder",
    locks({ "node_modules/wave": { ...VETTED, resolved: "file:../../evil" } }),
    /takes node_modules\/wave from elsewhere/,
  ],
  [
    "a pinned version from git",
    locks({ "node_modules/wave": { ...VETTED, resolved: "git+ssh://git@evil.test/wave.git" } }),
    /takes node_modules\/wave from elsewhere/,
  ],
  ["a link", locks({ "node_modules/wave": { link: true, resolved: "evil" } }), /from elsewhere/],
  [
    "a package that claims to be bundled by nobody",
    locks({
      "node_modules/evil": {
        version: "1.0.0",
        inBundle: true,
        resolved: "https://evil.test/e.tgz",
      },
    }),
    /would install evil@1\.0\.0/,
  ],
  [
    "a package that claims to be bundled by one that bundles another",
    locks({ "node_modules/salt/node_modules/evil": { version: "1.0.0", inBundle: true } }),
    /would install evil@1\.0\.0/,
  ],
  [
    "the format of npm 6, which npm still reads",
    {
      "package-lock.json": {
        lockfileVersion: 1,
        requires: true,
        dependencies: { wave: { version: "https://evil.test/wave.tgz" } },
      },
    },
    /format/,
  ],
  [
    "the format of npm 6 with an empty list of the new one beside it",
    {
      "package-lock.json": {
        lockfileVersion: 1,
        packages: {},
        dependencies: { wave: { version: "2.0.0" } },
      },
    },
    /format/,
  ],
  [
    "no format at all",
    { "package-lock.json": { dependencies: { wave: { version: "2.0.0" } } } },
    /format/,
  ],
  ["text", { "package-lock.json": "evil" }, /not JSON/],
  ["a list", { "package-lock.json": [] }, /not what npm writes/],
  [
    "packages of wrong types",
    locks({ "node_modules/wave": { version: 2 } }),
    /not what npm writes/,
  ],
  [
    "the hidden file with an unpinned package",
    {
      "node_modules/.package-lock.json": {
        lockfileVersion: 3,
        packages: { "node_modules/evil": { version: "1.0.0" } },
      },
    },
    /^node_modules\/\.package-lock\.json: it would install evil@1\.0\.0/,
  ],
  [
    "a package.json with overrides",
    { "package.json": { dependencies: { gull: "^1.0.0" }, overrides: { wave: "9" } } },
    /it has "overrides"/,
  ],
  [
    "a package.json with scripts",
    { "package.json": { scripts: { preinstall: "evil" } } },
    /it has "scripts"/,
  ],
  [
    "a package.json that asks for one package more",
    { "package.json": { dependencies: { gull: "^1.0.0", evil: "1" } } },
    /asks for evil/,
  ],
  [
    "a package.json that asks for a package with the name of a property of every object",
    { "package.json": { dependencies: { gull: "^1.0.0", constructor: "file:../evil" } } },
    /asks for constructor/,
  ],
  [
    "a package.json that takes the server from elsewhere",
    { "package.json": { dependencies: { gull: "file:../../evil" } } },
    /takes gull from elsewhere/,
  ],
  [
    "a package.json that takes the server from GitHub",
    { "package.json": { dependencies: { gull: "evil/gull" } } },
    /takes gull from elsewhere/,
  ],
  [
    "a package.json with a wrong type",
    { "package.json": { dependencies: { gull: 1 } } },
    /not what npm writes/,
  ],
  ["a package.json that is a list", { "package.json": [] }, /not what npm writes/],
  [
    "npm-shrinkwrap.json, which npm prefers",
    { "npm-shrinkwrap.json": {} },
    /^npm-shrinkwrap\.json: npx never writes it/,
  ],
  ["yarn.lock, which npm obeys", { "yarn.lock": "" }, /^yarn\.lock: npx never writes it/],
  ["an .npmrc", { ".npmrc": "" }, /^\.npmrc: npx never writes it/],
];

for (const [title, files, message] of poisoned) {
  test(`with nothing installed, ${title} is named`, () => {
    const messages = messagesOn(files);
    assert.equal(messages.length, 1, messages.join("\n"));
    assert.match(messages[0] ?? "", message);
  });
}

test("a FIFO in place of a file is named and not waited for", () => {
  const disk = new MemoryDisk().fifo(`${ROOT}/package-lock.json`);
  const query = { root: ROOT, requested: ["gull"], lockfile: PINNED, baseline: null, tree: null };
  assert.match(manifestMismatches(disk, query)[0]?.message ?? "", /not a regular file/);
});

test("packages of another tree are known where they stand, or stood when it was first seen", () => {
  const files = locks({
    "node_modules/tern": { version: "3.0.0", integrity: integrityOf("tern") },
  });
  const baseline = baselineAt({ "node_modules/tern": packageOf("tern@3.0.0") });
  assert.equal(messagesOn(files, { isInstalled: true }).length, 1);
  assert.deepEqual(messagesOn(files, { isInstalled: true, baseline }), []);
  assert.deepEqual(messagesOn(files, { baseline }), []);
});

test("optional packages of other platforms are no finding while a tree is there", () => {
  const files = locks({
    "node_modules/fog": { version: "1.0.0", optional: true, integrity: integrityOf("fog") },
  });
  assert.deepEqual(messagesOn(files, { isInstalled: true }), []);
  assert.equal(messagesOn(files).length, 1);
});

test("a mirror that knows weak digests only is no finding while the pinned tree is there", () => {
  const files = locks({
    "node_modules/wave": { version: "2.0.0", integrity: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
  });
  assert.deepEqual(messagesOn(files, { isInstalled: true }), []);
});

test("the list of mismatches is cut where it says nothing new", () => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`node_modules/evil-${index}`, { version: "1.0.0" }]),
  );
  assert.equal(messagesOn(locks(many)).length, 20);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { formatLockfile, treeDigestOf } from "../../src/lockfile/format.ts";
import { misplacedAt, parseLockfile } from "../../src/lockfile/parse.ts";
import type { NpmLockfile } from "../../src/lockfile/schema.ts";
import { integrityOf, lockfileOf, packageOf, pinOf, sha256 } from "../support/pins.ts";

const GULL = pinOf("node_modules/gull", packageOf("gull@1.0.0"));
const SMALL = lockfileOf({ "node_modules/gull": GULL });

/** The problem of a lockfile with these fields, under a right `tree`. */
function problemWith(fields: Readonly<Record<string, unknown>>): string {
  const packages = (fields["packages"] ?? SMALL.packages) as NpmLockfile["packages"];
  const text = JSON.stringify({ ...SMALL, tree: treeDigestOf(packages), ...fields });
  return parseLockfile(text).problem?.message ?? "none";
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const name = fc.oneof(
  word,
  fc.tuple(word, word).map(([a, b]) => `@${a}/${b}`),
);
const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => parts.join("."));
const stranger = fc.dictionary(
  fc
    .string({ unit: "binary" })
    .filter((key) => !/^(?:__proto__|constructor|prototype)$/.test(key))
    .map((key) => `x-${key}`),
  fc.jsonValue({ maxDepth: 3 }),
  { maxKeys: 3 },
);
const lockfiles = fc
  .record({
    root: name,
    packages: fc.dictionary(
      fc
        .array(name, { minLength: 1, maxLength: 3 })
        .map((names) => names.map((one) => `node_modules/${one}`).join("/")),
      fc.tuple(version, fc.string(), fc.boolean(), stranger),
      { maxKeys: 6 },
    ),
    revision: fc.integer({ min: 1, max: 10_000 }),
    more: stranger,
  })
  .map(({ root, packages, revision, more }): NpmLockfile => {
    const pins = Object.fromEntries(
      Object.entries(packages).map(([path, [at, text, isOptional, other]]) => [
        path,
        {
          ...other,
          version: at,
          integrity: integrityOf(text),
          files: `h1:${Buffer.from(sha256(text), "hex").toString("base64")}`,
          ...(isOptional
            ? {
                optional: true as const,
                os: ["linux"],
                hooks: { scripts: `sha256:${sha256(text)}` },
              }
            : {}),
        },
      ]),
    );
    return {
      ...lockfileOf({ [`node_modules/${root}`]: GULL }),
      ...more,
      revision,
      tree: treeDigestOf(pins),
      packages: pins,
    };
  });

test("what is formatted is read back as it was, with fields that are not known", () => {
  fc.assert(
    fc.property(lockfiles, (lockfile) => {
      const { lockfile: parsed, problem } = parseLockfile(formatLockfile(lockfile));
      assert.equal(problem, null);
      assert.deepEqual(JSON.parse(JSON.stringify(parsed)), JSON.parse(JSON.stringify(lockfile)));
      assert.equal(formatLockfile(parsed), formatLockfile(lockfile));
    }),
  );
});

test("the text is canonical: in whatever order its fields come, and one package a line", () => {
  const shuffled = Object.fromEntries(Object.entries(SMALL).toReversed()) as unknown as NpmLockfile;
  assert.equal(formatLockfile(shuffled), formatLockfile(SMALL));
  const lines = formatLockfile(SMALL).split("\n");
  assert.equal(lines[1], '  "lockfileVersion": 1,');
  assert.equal(lines.filter((line) => line.includes('"node_modules/')).length, 1);
  assert.match(formatLockfile(SMALL), /"revision": 1,\n {2}"tree": "sha256:[0-9a-f]{64}",\n/);
  assert.ok(formatLockfile(SMALL).endsWith("\n}\n"));
});

test("the digest of the tree changes with every byte of a package", () => {
  const other = { "node_modules/gull": { ...GULL, files: `h1:${"A".repeat(43)}=` } };
  assert.notEqual(treeDigestOf(other), SMALL.tree);
});

for (const [title, text, message] of [
  ["empty", "", /not JSON/],
  ["truncated", formatLockfile(SMALL).slice(0, -20), /not JSON/],
  ["half merged", `{\n<<<<<<< HEAD\n${formatLockfile(SMALL)}`, /conflict markers/],
  ["null", "null", /Object/],
  ["a list", "[]", /lockfileVersion|Object/],
  ["of a newer format", '{"lockfileVersion":2}', /lockfileVersion 2 is newer/],
  ["of no format", "{}", /lockfileVersion/],
] as const) {
  test(`a lockfile that is ${title} says so`, () => {
    const { problem } = parseLockfile(text);
    assert.match(problem?.message ?? "none", message);
    assert.notEqual(problem?.hint ?? "", "");
  });
}

const deep = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
const packageWith = (more: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  packages: { "node_modules/gull": { ...GULL, ...more } },
});

const wrong: readonly (readonly [
  title: string,
  fields: Record<string, unknown>,
  message: RegExp,
])[] = [
  ["a wrong tree", { tree: `sha256:${"0".repeat(64)}` }, /tree is not the digest/],
  ["a tree of another alphabet", { tree: `sha256:${"G".repeat(64)}` }, /tree/],
  ["a weak integrity", packageWith({ integrity: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" }), /sha512/],
  ["two integrities", packageWith({ integrity: `${GULL.integrity} ${GULL.integrity}` }), /sha512/],
  [
    "an integrity of another alphabet",
    packageWith({ integrity: GULL.integrity.replace(/.==$/, "!==") }),
    /sha512/,
  ],
  ["files in hex", packageWith({ files: `h1:${"0".repeat(64)}` }), /h1/],
  ["a version that is a path", packageWith({ version: "../1.0.0" }), /version/],
  ["a package path that escapes", { packages: { "node_modules/../evil": GULL } }, /package path/],
  ["an absolute package path", { packages: { "/node_modules/evil": GULL } }, /package path/],
  ["a package path with a backslash", { packages: { "node_modules/a\\b": GULL } }, /package path/],
  ["a package path outside of node_modules", { packages: { evil: GULL } }, /package path/],
  ["a bundled path that escapes", packageWith({ bundled: ["../evil"] }), /package path/],
  ["a program that leaves its package", { bin: { gull: "../evil.js" } }, /leaves its package/],
  ["an absolute program", { bin: { gull: "/bin/sh" } }, /leaves its package/],
  ["a subject of another ecosystem", { subject: "pkg:pypi/gull" }, /purl/],
  ["a subject that escapes", { subject: "pkg:npm/../gull" }, /purl/],
  ["a revision of zero", { revision: 0 }, /revision/],
  ["a revision that is no number", { revision: "1" }, /revision/],
  ["a field that is critical and unknown", { critical: ["signature"], signature: "x" }, /critical/],
  ["packages that are a list", { packages: [] }, /packages/],
  ["nesting without an end", { extra: deep(500) }, /nested deeper/],
];

for (const [title, fields, message] of wrong) {
  test(`a lockfile with ${title} is refused`, () => assert.match(problemWith(fields), message));
}

test("nesting without an end inside of a package is refused, not a crash", () => {
  const text = formatLockfile(SMALL).replace(
    '"version": "1.0.0" }',
    `"version": "1.0.0", "x": ${"[".repeat(50_000)}${"]".repeat(50_000)} }`,
  );
  assert.notEqual(text, formatLockfile(SMALL));
  assert.match(parseLockfile(text).problem?.message ?? "none", /nested deeper/);
});

test("a critical field that is known is no problem", () => {
  assert.equal(problemWith({ critical: ["packages", "hooks"] }), "none");
});

test("__proto__ changes no object, as a field or as a package", () => {
  const text = formatLockfile(SMALL)
    .replace('"revision"', '"__proto__": { "polluted": true },\n  "revision"')
    .replace(
      '"node_modules/gull": {',
      '"__proto__": { "polluted": true },\n    "node_modules/gull": {',
    );
  const { lockfile } = parseLockfile(text);
  assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
  assert.equal((lockfile as unknown as { polluted?: boolean } | null)?.polluted, undefined);
});

test("a lockfile belongs at one path", () => {
  const scoped = lockfileOf({
    "node_modules/@sea/foam": pinOf("node_modules/@sea/foam", packageOf("@sea/foam@1.0.0")),
  });
  assert.equal(misplacedAt(scoped, "npm/@sea+foam.json"), null);
  assert.match(misplacedAt(scoped, "npm/gull.json") ?? "", /npm\/@sea\+foam\.json/);
  const withExtras = { ...SMALL, extras: ["pkg:npm/wave"] };
  assert.equal(misplacedAt(withExtras, "npm/gull,wave.json"), null);
});

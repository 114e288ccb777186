import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import * as v from "valibot";

import { formatLockfile } from "../../src/lockfile/format.ts";
import { parseLockfile } from "../../src/lockfile/parse.ts";
import { NpmLockfileSchema } from "../../src/lockfile/schema.ts";
import { PolicySchema } from "../../src/policy/schema.ts";

const lockfiles = new URL("../../lockfiles/", import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, lockfiles), "utf8");
const compiled = (path: string) => {
  const schema = JSON.parse(textOf(path)) as object;
  return new Ajv2020().compile(schema);
};
const npm = compiled("schema/npm-v1.schema.json");
const policy = compiled("schema/policy-v1.schema.json");

const examples = readdirSync(new URL("examples/", lockfiles)).toSorted();
const good = examples.filter((name) => name.startsWith("good-"));
const bad = examples.filter((name) => name.startsWith("bad-"));

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Both readers on one value: the JSON Schema that is published, and the one that decides. */
function assertAgree(value: unknown, what: string): boolean {
  const ours = v.safeParse(NpmLockfileSchema, value);
  assert.equal(
    npm(value),
    ours.success,
    `${what}: ${ours.issues?.[0].message ?? ""} / ${JSON.stringify(npm.errors)}`,
  );
  return ours.success;
}

test("every example says in its name whether it is good", () => {
  assert.deepEqual(examples, [...bad, ...good].toSorted());
  assert.ok(good.length >= 4 && bad.length >= 15);
});

for (const name of good) {
  test(`${name} is read, valid and canonical`, () => {
    const text = textOf(`examples/${name}`);
    const { lockfile, problem } = parseLockfile(text);
    assert.equal(problem, null);
    assert.equal(formatLockfile(lockfile), text);
    assert.ok(assertAgree(jsonOf(text), name));
  });
}

for (const name of bad) {
  test(`${name} is refused`, () => {
    const text = textOf(`examples/${name}`);
    const { lockfile, problem } = parseLockfile(text);
    assert.ok(problem !== null || formatLockfile(lockfile) !== text);
    const json = jsonOf(text);
    if (json !== undefined) assertAgree(json, name);
  });
}

test("our own pins are read, valid and canonical", () => {
  for (const name of readdirSync(new URL("npm/", lockfiles))) {
    const text = textOf(`npm/${name}`);
    const { lockfile } = parseLockfile(text);
    assert.ok(lockfile !== null && formatLockfile(lockfile) === text, name);
    assert.ok(assertAgree(jsonOf(text), name));
  }
});

const PATHS: readonly (readonly [path: string, isRight: boolean])[] = [
  ["node_modules/a", true],
  ["node_modules/@a/b", true],
  ["node_modules/a/node_modules/@b/c/node_modules/d", true],
  ["node_modules/@a/node_modules", true],
  ["node_modules/@a/node_modules/node_modules/b", false],
  ["node_modules/node_modules/node_modules/b", true],
  ["node_modules/@a", false],
  ["node_modules/.bin", false],
  ["node_modules/a/b", false],
  ["node_modules//a", false],
  ["node_modules/a/", false],
  ["node_modules/../a", false],
  ["/node_modules/a", false],
  ["node_modules/a\n", false],
  [`node_modules/${"a".repeat(214)}`, true],
  [`node_modules/${"a".repeat(215)}`, false],
  [`node_modules/@${"a".repeat(106)}/${"b".repeat(106)}`, true],
  [`node_modules/@${"a".repeat(106)}/${"b".repeat(107)}`, false],
  [`node_modules/${"a".repeat(214)}/node_modules/${"b".repeat(214)}`, true],
  [`node_modules/${"a".repeat(214)}/node_modules/${"b".repeat(215)}`, false],
];

test("both schemas take the same paths of packages", () => {
  const whole = jsonOf(textOf("examples/good-smallest.json")) as {
    packages: Record<string, object>;
  };
  const [pin = {}] = Object.values(whole.packages);
  for (const [path, isRight] of PATHS)
    assert.equal(assertAgree({ ...whole, packages: { [path]: pin } }, path), isRight, path);
});

test("both schemas take the same subjects", () => {
  const whole = jsonOf(textOf("examples/good-smallest.json")) as object;
  const names = PATHS.map(([path]) => path.replace(/^node_modules\//, ""));
  for (const name of [...names, "", "a b", "ä", "a@1.0.0"]) {
    for (const subject of [`pkg:npm/${name}`, `pkg:npm/${name.replace("@", "%40")}`])
      assertAgree({ ...whole, subject }, subject);
  }
});

const ANYTHING = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, true, false, 0, 1, 1.5, -1, 2 ** 53, "", "x", [], {}, ["x"], { x: "x" }),
  fc.constantFrom(
    "../x",
    "a/../b",
    "a//b",
    "./a",
    "a\\b",
    "a\u0000b",
    "..a/b..",
    "a\nb",
    "x".repeat(300),
    "1.2.3",
    "1.2",
    "1.2.3-a b",
  ),
  fc.integer({ min: 60, max: 70 }).map((length) => Array.from({ length }, () => "x")),
);

/** The value with whatever stands at one place of it replaced, or taken away. */
function mutated(value: unknown, steps: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.with(Number(key), mutated(value[Number(key)], rest, replacement));
  const { [key]: inner, ...others } = value as Record<string, unknown>;
  if (rest.length === 0 && replacement === undefined) return others;
  return { ...others, [key]: mutated(inner, rest, replacement) };
}

test("both schemas agree on examples that were changed at any place", () => {
  const wholes = good.map((name) => jsonOf(textOf(`examples/${name}`)));
  const steps = fc.array(fc.nat(20), { minLength: 1, maxLength: 6 });
  const change = fc.option(ANYTHING, { nil: undefined });
  fc.assert(
    fc.property(fc.constantFrom(...wholes), steps, change, (whole, at, replacement) => {
      assertAgree(mutated(whole, at, replacement), "changed");
    }),
    { numRuns: 3000 },
  );
});

/** Texts near those that a policy takes. */
const PATTERNS = fc.constantFrom(
  "pkg:npm/*",
  "pkg:npm/gull*",
  "pkg:npm/@sea/*",
  "pkg:npm/@*/x",
  "pkg:pypi/mcp[cli]",
  "pkg:pypi/MCP",
  "pkg:generic/tide-mcp",
  "pkg:cargo/x",
  "remote:https://mcp.sea.test",
  "remote:https://mcp.sea.test/",
  "remote:https://mcp.sea.test/a*",
  "remote:https://mcp.sea.test/a/*",
  "remote:https://*.sea.test/",
  "remote:https://mcp.sea.test@evil.test/",
  "opaque:bash -c x",
  "opaque:*",
  "2027-02-30",
  "2027-13-01",
  "2027-1-1",
  " ",
  "linux-x64",
  "Linux-x64",
);

test("the schema of the policy takes what the reader takes", () => {
  const whole = {
    policyVersion: 1,
    revision: 2,
    cooldown: {
      days: 14,
      exceptions: [{ subject: "pkg:npm/%40sea/*", reason: "own scope", until: "2027-05-01" }],
    },
    provenance: { onLoss: "block", onIdentityChange: "review", require: ["pkg:npm/@sea/*"] },
    tree: "exact",
    installScripts: "deny",
    require: ["pkg:npm/tide", "pkg:pypi/tide"],
    sources: ["registry"],
    platforms: ["linux-x64"],
    accepted: [{ entry: "remote:https://mcp.sea.test/*", reason: "x", until: "2027-01-31" }],
    exceptions: [
      {
        rule: "other-tree",
        subject: "pkg:npm/x",
        observed: "sha256:a",
        reason: "x",
        until: "2027-01-01",
      },
    ],
  };
  assert.ok(policy(whole));
  fc.assert(
    fc.property(
      fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
      fc.option(fc.oneof(ANYTHING, PATTERNS), { nil: undefined }),
      (at, replacement) => {
        const value = mutated(whole, at, replacement);
        assert.equal(
          policy(value),
          v.safeParse(PolicySchema, value).success,
          JSON.stringify(value),
        );
      },
    ),
    { numRuns: 4000 },
  );
});

test("names that every object has are names like others", () => {
  const text = textOf("examples/good-every-field.json");
  const lockfile = jsonOf(text) as { bin: Record<string, unknown> };
  for (const name of ["prototype", "constructor", "toString"]) {
    const own = { ...lockfile, bin: { ...lockfile.bin, [name]: "cli.js" } };
    assert.ok(assertAgree(own, name));
    const { output } = v.safeParse(NpmLockfileSchema, own);
    assert.equal(Object.hasOwn((output as typeof own).bin, name), true);
    assert.equal(assertAgree({ ...lockfile, bin: { [name]: [] } }, name), false);
  }
});

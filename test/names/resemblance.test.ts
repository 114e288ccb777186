import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { editDistance } from "../../src/names/distance.ts";
import { type KnownName, type PackageName, resemblances } from "../../src/names/resemblance.ts";
import { WELL_KNOWN } from "../../src/names/well-known.ts";
import { isNpmName, isPypiSubjectName } from "../../src/model/subject.ts";

function packageOf(label: string): PackageName {
  const [ecosystem, name = ""] = label.split(":");
  return { ecosystem: ecosystem === "pypi" ? "pypi" : "npm", name };
}

const known = (label: string): KnownName => ({ ...packageOf(label), why: "pinned" });
const how = (candidate: string, other: string): string | null =>
  resemblances(packageOf(candidate), [known(other)])[0]?.how ?? null;

const alike: readonly (readonly [candidate: string, other: string, how: string])[] = [
  [
    "npm:@modelcontextprotocol/server-filesytem",
    "npm:@modelcontextprotocol/server-filesystem",
    "differs in one letter",
  ],
  [
    "npm:@modelcontextprotocol/server-filesysetm",
    "npm:@modelcontextprotocol/server-filesystem",
    "differs in one letter",
  ],
  [
    "npm:@modelcontextprotocoI/server-memory",
    "npm:@modelcontextprotocol/server-memory",
    "differs in a few letters of the scope",
  ],
  [
    "npm:@model-context-protocol/server-memory",
    "npm:@modelcontextprotocol/server-memory",
    "differs in a few letters of the scope",
  ],
  [
    "npm:@rnodelcontextprotocol/server-memory",
    "npm:@modelcontextprotocol/server-memory",
    "differs in a few letters of the scope",
  ],
  [
    "npm:server-filesystem",
    "npm:@modelcontextprotocol/server-filesystem",
    "is the scoped one without its scope",
  ],
  ["npm:playwright-mcp", "npm:@playwright/mcp", "is the scoped one with the scope as a word"],
  ["npm:tavi1y-mcp", "npm:tavily-mcp", "differs in letters that look alike"],
  ["npm:firecrawlmcp", "npm:firecrawl-mcp", "differs in separators alone"],
  ["pypi:mcp-server-fecth", "pypi:mcp-server-fetch", "differs in one letter"],
  ["pypi:mpc-server-fetch", "pypi:mcp-server-fetch", "differs in one letter"],
  ["npm:mcp-server-fetch", "pypi:mcp-server-fetch", "is the same, and it is of another registry"],
];
for (const [candidate, other, expected] of alike)
  test(`${candidate} may be mistaken for ${other}`, () => {
    assert.equal(how(candidate, other), expected);
  });

for (const [candidate, other] of [
  ["npm:mcp-server-gif", "npm:mcp-server-git"],
  ["npm:mcp-server-gitlab", "npm:mcp-server-github"],
  ["pypi:awslabs-ecs-mcp-server", "pypi:awslabs-eks-mcp-server"],
  ["npm:github-mcp-server", "npm:mcp-server-github"],
  ["npm:@acme/mcp", "npm:@stripe/mcp"],
  ["npm:@acme/mcp-server", "npm:@sentry/mcp-server"],
  ["npm:mcp", "npm:@stripe/mcp"],
  ["npm:gull-v2", "npm:gull-v1"],
  ["npm:mcp-proxy", "pypi:mcp-proxy-for-aws"],
] as const)
  test(`${candidate} and ${other} are neighbours`, () => {
    assert.equal(how(candidate, other), null);
  });

test("what is pinned, or well known itself, resembles nothing", () => {
  for (const one of WELL_KNOWN) assert.deepEqual(resemblances(one, WELL_KNOWN), [], one.name);
});

test("the well-known list has names of its registries, each once", () => {
  const labels = WELL_KNOWN.map(({ ecosystem, name }) => `${ecosystem}:${name}`);
  assert.equal(new Set(labels).size, labels.length);
  for (const { ecosystem, name } of WELL_KNOWN)
    assert.ok(ecosystem === "npm" ? isNpmName(name) : isPypiSubjectName(name), name);
});

test("nine of ten slips of one letter in well-known names are named", () => {
  const slips = WELL_KNOWN.flatMap((one) =>
    Array.from(one.name, (letter, index) => [letter, index] as const).flatMap(([letter, index]) => {
      if (!/[a-z]/.test(letter)) return [];
      const [before, after] = [one.name.slice(0, index), one.name.slice(index + 1)];
      return [before + after, before + letter + letter + after, `${before}x${after}`].flatMap(
        (name) => (name === one.name || !isNpmName(name) ? [] : [{ one, name }]),
      );
    }),
  );
  const named = slips.filter(({ one, name }) =>
    resemblances({ ecosystem: one.ecosystem, name }, WELL_KNOWN).some(({ other }) => other === one),
  );
  assert.ok(slips.length > 5_000);
  assert.ok(named.length / slips.length > 0.9, `${named.length} of ${slips.length}`);
});

test("the distance is that of the slow way, and never more than was asked for", () => {
  const slow = (a: string, b: string): number => {
    const table = Array.from({ length: a.length + 1 }, (_, i) =>
      Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
    );
    const at = (i: number, j: number): number => table[i]?.[j] ?? Number.POSITIVE_INFINITY;
    for (let i = 1; i <= a.length; i += 1)
      for (let j = 1; j <= b.length; j += 1) {
        const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        table[i]![j] = Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
          isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        );
      }
    return at(a.length, b.length);
  };
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(text, text, fc.nat(4), (a, b, limit) => {
      const real = slow(a, b);
      assert.equal(editDistance(a, b, limit), real > limit ? null : real);
    }),
  );
});

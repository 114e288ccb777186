import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { coversEntry } from "../../src/policy/entry-pattern.ts";
import { parsePolicy } from "../../src/policy/parse.ts";
import { coversSubject } from "../../src/policy/pattern.ts";

const ORIGIN = { owner: "team", file: "/srv/policy.json", directory: "/srv" } as const;
const parsed = (text: string) => parsePolicy(text, ORIGIN);

test("every demand is read with its line", () => {
  const text = `{ "policyVersion": 1,
  "cooldown": { "days": 14,
    "exceptions": [
      { "subject": "pkg:npm/%40sea/*", "reason": "own scope", "until": "2027-05-01" } ] },
  "tree": "exact",
  "require": [ "pkg:npm/gull",
    "pkg:pypi/tern" ]
}`;
  const { policy } = parsed(text);
  assert.deepEqual(
    [
      policy?.cooldown?.at.line,
      policy?.cooldownExceptions[0]?.at.line,
      policy?.tree?.at.line,
      policy?.require.map(({ at }) => at.line),
    ],
    [2, 4, 5, [6, 7]],
  );
});

for (const [title, text, problem] of [
  ["a name that stands twice", '{"policyVersion":1,"tree":"exact","tree":"baseline"}', /twice/],
  ["a comment", '{"policyVersion":1, // none\n"tree":"exact"}', /comment/],
  ["nothing", "", /empty/],
  ["a list", "[]", /Invalid/],
  [
    "an exception without an end",
    '{"policyVersion":1,"exceptions":[{"rule":"other-tree","subject":"pkg:npm/x","observed":"a","reason":"x"}]}',
    /until/,
  ],
  [
    "an exception without a reason",
    '{"policyVersion":1,"exceptions":[{"rule":"other-tree","subject":"pkg:npm/x","observed":"a","reason":" ","until":"2027-01-01"}]}',
    /reason.*empty/,
  ],
  [
    "an exception for whatever is observed",
    '{"policyVersion":1,"exceptions":[{"rule":"other-tree","subject":"pkg:npm/x","reason":"x","until":"2027-01-01"}]}',
    /observed/,
  ],
  [
    "a star inside of a name",
    '{"policyVersion":1,"require":["pkg:npm/gull*"]}',
    /require\.0: is not a package URL/,
  ],
  [
    "a host with a star",
    '{"policyVersion":1,"accepted":[{"entry":"remote:https://*.sea.test/","reason":"x","until":"2027-01-01"}]}',
    /entry: is not remote/,
  ],
] as const)
  test(`a policy with ${title} is refused, and says why`, () => {
    assert.match(parsed(text).problem ?? "", problem);
  });

test("what is misspelt is named with its line", () => {
  const { policy } = parsed(
    '{"policyVersion":1,\n"instalScripts":"deny","cooldown":{"days":1,\n"exeptions":[]}}',
  );
  assert.deepEqual(
    policy?.unknown.map(({ value, at }) => [value, at.line]),
    [
      ["instalScripts", 2],
      ["cooldown.exeptions", 3],
    ],
  );
});

test("nothing that is written into a policy makes the reader throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      parsed(text);
    }),
  );
});

for (const [pattern, purl, isCovered] of [
  ["pkg:npm/gull", "pkg:npm/gull", true],
  ["pkg:npm/gull", "pkg:npm/gulls", false],
  ["pkg:npm/@sea/foam", "pkg:npm/%40sea/foam", true],
  ["pkg:npm/%40sea/*", "pkg:npm/%40sea/foam", true],
  ["pkg:npm/%40sea/*", "pkg:npm/%40seaside/foam", false],
  ["pkg:npm/%40sea/*", "pkg:npm/sea", false],
  ["pkg:npm/*", "pkg:npm/%40sea/foam", true],
  ["pkg:npm/*", "pkg:pypi/foam", false],
  ["pkg:generic/*", "pkg:generic/tide-mcp", true],
] as const)
  test(`${pattern} ${isCovered ? "covers" : "does not cover"} ${purl}`, () => {
    assert.equal(coversSubject(pattern, purl), isCovered);
  });

for (const [pattern, endpoint, isCovered] of [
  ["https://mcp.sea.test/*", "https://mcp.sea.test/v1/sse", true],
  ["https://mcp.sea.test/*", "https://MCP.sea.test/v1", true],
  ["https://mcp.sea.test/v1/*", "https://mcp.sea.test/v1/a", true],
  ["https://mcp.sea.test/v1/*", "https://mcp.sea.test/v2", false],
  ["https://mcp.sea.test/v1/*", "https://mcp.sea.test/v1/../v2", false],
  ["https://mcp.sea.test/v1/*", "https://mcp.sea.test/v1/%2e%2e/v2", false],
  ["https://mcp.sea.test/v1/*", "https://mcp.sea.test/v1/..%2fv2", false],
  ["https://mcp.sea.test/*", "https://mcp.sea.test.evil.test/", false],
  ["https://mcp.sea.test/*", "https://mcp.sea.test@evil.test/", false],
  ["https://mcp.sea.test/*", "https://u:p@mcp.sea.test/", false],
  ["https://mcp.sea.test/*", "https://mcp.sea.test\\@evil.test/", false],
  ["https://mcp.sea.test/*", "http://mcp.sea.test/", false],
  ["https://mcp.sea.test/*", "https://mcp.sea.test:8443/", false],
  ["https://mcp.sea.test/*", "https://${HOST}/", false],
  ["https://mcp.sea.test/*", "https://mcp.sea.test/${PATH}", false],
  ["https://mcp.sea.test/v1", "https://mcp.sea.test/v1", true],
  ["https://mcp.sea.test/v1", "https://mcp.sea.test/v1/x", false],
] as const)
  test(`remote:${pattern} ${isCovered ? "covers" : "does not cover"} ${endpoint}`, () => {
    assert.equal(coversEntry(`remote:${pattern}`, { endpoint, opaqueLine: null }), isCovered);
  });

test("a command line is covered as a whole", () => {
  const covers = (opaqueLine: string | null) =>
    coversEntry("opaque:/opt/tide run --fast", { endpoint: null, opaqueLine });
  assert.ok(covers("/opt/tide run --fast"));
  for (const other of ["/opt/tide run --fast --evil", "/opt/tide run", null])
    assert.ok(!covers(other));
});

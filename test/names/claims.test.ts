import assert from "node:assert/strict";
import { test } from "node:test";

import { contradictions, hostedOf } from "../../src/names/claims.ts";

for (const [text, expected] of [
  ["git+https://github.com/Sea/Tide.git", "github.com/sea/tide"],
  ["https://github.com/sea/tide/tree/main/packages/x", "github.com/sea/tide"],
  ["git@github.com:sea/tide.git", "github.com/sea/tide"],
  ["git+ssh://git@github.com/sea/tide.git", "github.com/sea/tide"],
  ["ssh://git@gitlab.sea.test:2222/sea/tide", "gitlab.sea.test/sea/tide"],
  ["github:sea/tide", "github.com/sea/tide"],
  ["gitlab:sea/tide", "gitlab.com/sea/tide"],
  ["sea/tide", "github.com/sea/tide"],
  ["https://www.github.com/sea/tide", "github.com/sea/tide"],
  ["https://sea.test", null],
  ["", null],
] as const)
  test(`${text} is ${expected ?? "no repository"}`, () => {
    const found = hostedOf(text);
    assert.equal(found === null ? null : `${found.host}/${found.owner}/${found.name}`, expected);
  });

const of = (parts: Partial<Parameters<typeof contradictions>[0]>) =>
  contradictions({ mcpName: null, repository: null, builtFrom: null, ...parts });
const TIDE = "git+https://github.com/sea/tide.git";

test("what agrees, or is not said, contradicts nothing", () => {
  assert.deepEqual(of({}), []);
  assert.deepEqual(of({ repository: TIDE, builtFrom: "https://github.com/sea/tide" }), []);
  assert.deepEqual(of({ repository: TIDE, mcpName: "io.github.Sea/tide-mcp" }), []);
  assert.deepEqual(of({ repository: TIDE, mcpName: "test.sea/tide" }), []);
  assert.deepEqual(of({ mcpName: "io.github.sea/tide" }), []);
});

test("a repository that is not the one of the provenance", () => {
  assert.deepEqual(of({ repository: TIDE, builtFrom: "https://github.com/evil/tide" }), [
    `it names the repository ${TIDE}, and its provenance says that it was built from https://github.com/evil/tide`,
  ]);
});

test("an MCP name of somebody else", () => {
  assert.match(
    of({ repository: TIDE, mcpName: "io.github.evil/tide" })[0] ?? "",
    /is of evil on github\.com, and its repository is/,
  );
  assert.match(
    of({ builtFrom: "https://github.com/sea/tide", mcpName: "io.github.evil/tide" })[0] ?? "",
    /and it was built from/,
  );
});

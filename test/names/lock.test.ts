import assert from "node:assert/strict";
import { test } from "node:test";

import { npx, rulesOf, TestWorld } from "../support/world.ts";

function published(world: TestWorld, name: string, more: object = {}): TestWorld {
  world.registry.publish({ name, version: "1.0.0", bin: "x.js", ...more }, { "x.js": "" });
  return world.configures({ sea: npx(`${name}@1.0.0`) });
}

test("a new server with nearly the name of a well-known one is a warning with what it may be mistaken for", async () => {
  await using world = await TestWorld.start();
  published(world, "playwright-mcp");
  const { verdict, findings } = await world.judges();
  assert.equal(verdict, "unlocked");
  const finding = findings.find(({ ruleId }) => ruleId === "resembling-name");
  assert.equal(
    finding?.message,
    "the name of npm:playwright-mcp is the scoped one with the scope as a word: npm:@playwright/mcp, which many use",
  );
  assert.equal(finding.severity, "warning");
});

test("lock says it before it asks, and pins what a person says yes to", async () => {
  await using world = await TestWorld.start();
  published(world, "playwright-mcp");
  assert.ok(await world.locks(), world.err);
  assert.match(world.err, /warning\[resembling-name\] sea: the name of npm:playwright-mcp/);
  const { verdict, findings } = await world.judges();
  assert.ok(!findings.some(({ ruleId }) => ruleId === "resembling-name"), verdict ?? "");
});

test("a name near to one that is pinned here", async () => {
  await using world = await TestWorld.start(async (fresh) => {
    published(fresh, "harbour-mcp");
    assert.ok(await fresh.locks(), fresh.err);
  });
  published(world, "harbor-mcp");
  const server = await world.judges();
  assert.ok(rulesOf(server).includes("resembling-name"));
  const { message } = server.findings.find(({ ruleId }) => ruleId === "resembling-name") ?? {};
  assert.match(message ?? "", /differs in one letter: npm:harbour-mcp, which is pinned here$/);
});

test("an MCP name of another owner than the repository's is told by lock", async () => {
  await using world = await TestWorld.start();
  const repository = { type: "git", url: "git+https://github.com/evil/tern.git" };
  published(world, "tern-mcp", { mcpName: "io.github.sea/tern", repository });
  assert.ok(await world.locks(), world.err);
  assert.match(
    world.err,
    /warning\[contradicted-origin\] sea: npm:tern-mcp: its MCP name io\.github\.sea\/tern is of sea/,
  );
});

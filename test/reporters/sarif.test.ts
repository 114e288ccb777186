import assert from "node:assert/strict";
import { test } from "node:test";

import { sarifReport } from "../../src/reporters/sarif/report.ts";
import { RULES } from "../../src/rules/index.ts";
import { gullIsLocked } from "../support/gull.ts";
import { placesOf, sarifRun } from "../support/sarif.ts";
import { npx, TestWorld } from "../support/world.ts";

const around = { cwd: "/home/ada/work", home: "/home/ada" };
const read = async (world: TestWorld, place = around) =>
  sarifRun(sarifReport(await world.verifies(), place));

test("the schema finds what is wrong", () => {
  assert.throws(() => sarifRun('{"version":"2.1.0","runs":[{"tool":{"driver":{}}}]}'), /name/);
});

test("a changed file stands at the entry that starts it, and the file beside it", async () => {
  await using world = await gullIsLocked();
  world.edits("node_modules/wave/cli.js", "evil();\u001b[2J\n");
  const run = await read(world);
  const result = run.results.find(({ ruleId }) => ruleId === "modified-file");
  assert.ok(result !== undefined);
  assert.equal(result.level, "error");
  assert.match(result.message.text, /^gull: wave 2\.0\.0 was changed on disk: cli\.js .*To do: /);
  assert.deepEqual(result.locations, [
    {
      physicalLocation: {
        artifactLocation: { uri: "file:///home/ada/.config/Claude/claude_desktop_config.json" },
        region: { startLine: 1, startColumn: 16 },
      },
    },
  ]);
  const { rules } = run.tool.driver;
  assert.equal(rules[result.ruleIndex]?.id, "modified-file");
});

test("what lies in the checkout is relative to it", async () => {
  await using world = await TestWorld.start();
  world.configures({ gull: npx("gull@1.0.0") });
  const run = await read(world, { cwd: "/home/ada/.config", home: "/home/ada" });
  assert.deepEqual(placesOf(run), ["no-pin Claude/claude_desktop_config.json:1"]);
});

test("fingerprints stay the same on another machine, at another line and on another day", async () => {
  const prints = async (home: string, before = "") => {
    await using world = await gullIsLocked();
    world.edits("node_modules/wave/cli.js", `${before}evil();\n`);
    world.edits("node_modules/shell/lib/pearl.js", "evil();\n");
    const text = world.text(world.configFile) ?? "";
    world.plants(world.configFile, `${before === "" ? "" : "\n\n"}${text}`).waits(before.length);
    const report = await world.verifies();
    const moved = JSON.parse(JSON.stringify(report).replaceAll("/home/ada", home)) as typeof report;
    return sarifRun(sarifReport(moved, { cwd: `${home}/work`, home })).results.map(
      ({ partialFingerprints }) => partialFingerprints["pinfoldFinding/v1"],
    );
  };
  const one = await prints("/home/ada");
  assert.ok(one.length >= 2);
  assert.equal(new Set(one).size, one.length);
  assert.deepEqual(await prints("/Users/grace", "// x\n"), one);
});

test("that nothing was checked is said, since no result looks like a clean one", async () => {
  await using world = await TestWorld.start();
  const { results, invocations } = await read(world);
  assert.deepEqual(results, []);
  const [notification] = invocations[0]?.toolExecutionNotifications ?? [];
  assert.match(notification?.message.text ?? "", /nothing was checked/);
});

test("a server that is not verified has a result, whatever its verdict", async () => {
  await using world = await TestWorld.start();
  world.configures({
    linear: { url: "https://mcp.linear.test/" },
    gull: npx("gull"),
    tern: { command: "docker", args: ["run", "x"] },
  });
  const { results } = await read(world);
  for (const name of ["linear", "gull", "tern"])
    assert.ok(
      results.some(({ message }) => message.text.startsWith(`${name}: `)),
      name,
    );
});

test("every rule has metadata that the schema takes", () => {
  const report = {
    version: "0.1.0",
    now: "2026-11-22T20:00:00.000Z",
    lockfiles: [],
    assumptions: ["a\u001b[2J"],
    gaps: [],
    servers: [],
    exitCode: 1,
    fileFindings: RULES.map(({ id, severity }) => ({
      ruleId: id,
      severity,
      server: null,
      message: "x",
      location: { file: "C:\\Users\\ada\\a b.json", line: 3 },
      pinned: null,
      observed: null,
      wouldRun: null,
      remedy: "y",
    })),
  };
  const run = sarifRun(sarifReport(report, around));
  assert.equal(run.tool.driver.rules.length, RULES.length);
  assert.match(placesOf(run)[0] ?? "", / file:\/\/\/C:\/Users\/ada\/a%20b\.json:3$/);
});

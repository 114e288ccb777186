import assert from "node:assert/strict";
import { test } from "node:test";

import { attestedStage } from "../support/attested-tern.ts";
import { TERN, WAVE } from "../support/python-home.ts";
import { stage } from "../support/python-stage.ts";

const HEADERS = ["Project-URL: Repository, https://github.com/shore/gull"];

test("an MCP name in the description of another owner than the repository's is told by lock", async () => {
  for (const [owner, isTold] of [
    ["evil", true],
    ["shore", false],
  ] as const) {
    const headers = [...HEADERS, `Description: mcp-name: io.github.${owner}/tern`];
    await using it = await stage(undefined, [{ ...TERN, headers }, WAVE]);
    assert.ok(await it.world.locks(), it.world.err);
    assert.equal(/warning\[contradicted-origin\] tern/.test(it.world.err), isTold, it.world.err);
  }
});

test("a repository that the package does not come from is told by lock", async () => {
  const headers = ["Project-URL: Repository, https://github.com/other/tern"];
  await using it = await attestedStage(undefined, [{ ...TERN, headers }, WAVE]);
  assert.ok(await it.world.locks(), it.world.err);
  assert.match(
    it.world.err,
    /contradicted-origin[\s\S]*its provenance says that it was built from https:\/\/github\.com\/shore\/gull/,
  );
});

test("a name near to that of a reference server is told", async () => {
  const near = { ...TERN, name: "mcp-server-fecth", programs: {} };
  await using it = await stage({ command: "uvx", args: ["mcp-server-fecth"] }, [near, WAVE]);
  assert.ok(await it.world.locks(), it.world.err);
  assert.match(it.world.err, /resembling-name[\s\S]*differs in one letter: pypi:mcp-server-fetch/);
});

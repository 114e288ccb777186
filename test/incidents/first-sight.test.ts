import assert from "node:assert/strict";
import { test } from "node:test";

import { gullIsLocked } from "../support/gull.ts";
import { CACHE, PACKAGES, TERN, WAVE } from "../support/python-home.ts";
import { stage } from "../support/python-stage.ts";
import { npx, TestWorld } from "../support/world.ts";

const POLICY = "~/.config/pinfold/lockfiles/policy.json";

// sandworm-mode, curxecute-CVE-2025-54135, claude-code-project-hooks-CVE-2025-59536
test("a server that something wrote into a config is named, and fails where pins are demanded", async () => {
  await using world = await gullIsLocked();
  const rogue = { command: "node", args: ["/home/ada/.dev-utils/server.js"] };
  world.plants("/home/ada/.dev-utils/server.js", "steal();\n");
  world.configures({ gull: npx("gull@1.0.0"), "dev-utils": rogue, twin: npx("gul@1.0.0") });
  const { exitCode, servers } = await world.verifies();
  assert.equal(exitCode, 3);
  assert.deepEqual(
    servers.map(({ verdict }) => verdict),
    ["verified", "unlocked", "unlocked"],
  );
  for (const { findings } of servers.slice(1))
    assert.ok(findings.some(({ ruleId }) => ruleId === "new-server"));

  world.plants(POLICY, '{"policyVersion":1,"require":["pkg:npm/*"],"sources":["registry"]}');
  assert.equal((await world.verifies()).exitCode, 1);
});

// polymarket-mcp-v2, and any package that is bad from its first day
test("a script of a server that was never seen before needs its name, whatever else is answered", async () => {
  await using world = await TestWorld.start((fresh) => {
    fresh.registry.publish(
      {
        name: "polymarket-mcp-v2",
        version: "2.1.6",
        bin: "m.js",
        scripts: { postinstall: "node test.js" },
      },
      { "m.js": "#!/usr/bin/env node\n", "test.js": "keys();\n" },
    );
    fresh.configures({ polymarket: npx("polymarket-mcp-v2") });
    fresh.installs("polymarket-mcp-v2");
  });
  assert.ok(await world.locks(), world.err);
  assert.match(
    world.out,
    /scripts +polymarket-mcp-v2 2\.1\.6 postinstall: node test\.js \(not approved\)/,
  );
  assert.match(world.out, /repository +none named/);
  const { exitCode, findings } = await world.judges();
  assert.deepEqual([exitCode, findings[0]?.ruleId], [1, "unapproved-install-script"]);
});

// uv-zip-CVE-2025-54368
test("what one installer unpacks of a wheel and another does not is a file too many", async () => {
  await using it = await stage();
  const { world, python } = it;
  python.caches("tern-environment", TERN, WAVE);
  assert.ok(await world.locks(), world.err);
  assert.equal((await world.asks()).exitCode, 0);
  const file = `${CACHE}/archive-v0/tern-environment/${PACKAGES}/wave/__main__.py`;
  world.plants(file, "steal()\n");
  const { exitCode, findings } = await world.judges();
  assert.deepEqual([exitCode, findings[0]?.ruleId], [1, "added-file"]);
});

// path-shadowing-npx
test("another npx before the locked one fails", async () => {
  await using world = await gullIsLocked();
  const PATH = `/home/ada/bin:${world.machine.env["PATH"] ?? ""}`;
  world.machine = { ...world.machine, env: { ...world.machine.env, PATH } };
  assert.equal((await world.judges()).verdict, "verified");
  world.disk.file("/home/ada/bin/npx", '#!/bin/sh\nsteal; exec /usr/bin/npx "$@"\n', {
    mode: 0o755,
  });
  const { exitCode, findings } = await world.judges();
  assert.equal(exitCode, 1);
  assert.equal(findings[0]?.ruleId, "shadowed-launcher");
});

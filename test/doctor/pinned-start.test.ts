import assert from "node:assert/strict";
import { suite, test } from "node:test";

import type { HandshakeReport } from "../../src/model/diagnosis.ts";
import type { LocalTarget, ProbeTarget } from "../../src/ports/mcp-prober.ts";
import { ANSWERED, NO_ANSWERS } from "../support/doctor-ports.ts";
import { EntryHome } from "../support/entry-home.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

const SELF = ["/opt/node", "/opt/pinfold/dist/cli.js"] as const;

/** What `doctor --handshake` starts in a home. */
async function startsOf(home: EntryHome) {
  const started: LocalTarget[] = [];
  const prober = {
    probe: (target: ProbeTarget) => {
      if (target.kind === "local") started.push(target);
      return Promise.resolve(ANSWERED);
    },
  };
  home.doctorPorts = { ...NO_ANSWERS, self: SELF, prober: () => Promise.resolve(prober) };
  const { out, err } = await home.run("doctor", "--handshake", "--yes", "--json");
  assert.notEqual(out, "", err);
  const { handshakes } = JSON.parse(out) as { handshakes: readonly HandshakeReport[] };
  return { started, pinned: handshakes.map(({ isPinned }) => isPinned) };
}

suite("a handshake goes through pinfold run where there is a pin", posix, () => {
  test("with the server's own arguments and variables, and pinfold's own folders", async () => {
    await using home = await EntryHome.start();
    const env = { GULL_TOKEN: "hunter2" };
    await home.locked(home.gull({ args: ["-y", "gull@1.0.0", "--port", "80"], env }));
    home.env = { XDG_DATA_HOME: home.at(".local/share"), OTHER: "1" };
    const { started, pinned } = await startsOf(home);
    const [start] = started;
    assert.deepEqual(pinned, [true]);
    assert.equal(start?.command, SELF[0]);
    assert.deepEqual(start.args, [SELF[1], "run", "npm:gull", "--", "--port", "80"]);
    const { XDG_DATA_HOME, GULL_TOKEN, OTHER } = start.env;
    assert.deepEqual(
      [XDG_DATA_HOME, GULL_TOKEN, OTHER],
      [home.at(".local/share"), "hunter2", undefined],
    );
  });

  const unpinned: Readonly<Record<string, (home: EntryHome) => object>> = {
    "it has no pin": (home) => home.gull({}, "@sea/gull@1.0.0"),
    "its program is named": (home) => home.gull({ args: ["-y", "-p", "gull@1.0.0", "gull"] }),
    "a wrapper does more": (home) =>
      home.gull({ command: "env", args: ["A=1", "npx", "-y", "gull@1.0.0"] }),
    "its variables would move pinfold's folders": (home) =>
      home.gull({ env: { XDG_CONFIG_HOME: "/elsewhere" } }),
  };
  for (const [why, entry] of Object.entries(unpinned))
    test(`else as its client does: ${why}`, async () => {
      await using home = await EntryHome.start();
      await home.locked(home.gull());
      home.configure({ gull: entry(home) });
      const { started, pinned } = await startsOf(home);
      assert.deepEqual(pinned, [false]);
      assert.ok(["npx", "env"].includes(started[0]?.command ?? ""));
    });
});

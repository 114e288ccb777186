import assert from "node:assert/strict";
import { test } from "node:test";

import type { ServerEntry } from "../../src/model/server.ts";
import { exposure } from "../../src/reporters/finding-block.ts";

const entry = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  ({ args, env }) as unknown as ServerEntry;

test("what a server is given is exposed: folders and variables; not the code that is started", () => {
  assert.deepEqual(
    exposure(
      entry(["/home/ada/.local/share/pinfold/program/0/dist/cli.js", "/home/ada/Documents", "x"], {
        GULL_TOKEN: "hunter2",
        PATH: "/bin",
      }),
      "/home/ada",
    ),
    ["env GULL_TOKEN", "~/Documents"],
  );
});

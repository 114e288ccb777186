import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { askAgent } from "../../src/adapters/agent/ask.ts";

const posix = { skip: process.platform === "win32" ? "named pipes have no folder" : false };

test("nobody is asked in a folder that others may write to", posix, async () => {
  const folder = mkdtempSync(join(tmpdir(), "pin-"));
  const forger = createServer((socket) => socket.end('{"answer":"all is well"}\n'));
  try {
    await new Promise<void>((resolve) => {
      forger.listen(join(folder, "agent.sock"), resolve);
    });
    assert.equal(await askAgent(folder, { op: "status" }), "all is well");
    chmodSync(folder, 0o777);
    assert.equal(await askAgent(folder, { op: "status" }), null);
    assert.equal(await askAgent(`${folder}/none`, { op: "status" }), null);
  } finally {
    forger.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { CLI } from "../support/built-cli.ts";
import type { HandshakeReport } from "../../src/model/diagnosis.ts";
import { LivePythonHome } from "../support/live-python.ts";

/** The seven reference servers of the protocol, as their READMEs have them started. */
const SERVERS: Readonly<Record<string, readonly string[]>> = {
  filesystem: ["npx", "-y", "@modelcontextprotocol/server-filesystem", "@FOLDER@"],
  memory: ["npx", "-y", "@modelcontextprotocol/server-memory"],
  everything: ["npx", "-y", "@modelcontextprotocol/server-everything"],
  "sequential-thinking": ["npx", "-y", "@modelcontextprotocol/server-sequential-thinking"],
  fetch: ["uvx", "mcp-server-fetch"],
  git: ["uvx", "mcp-server-git"],
  time: ["uvx", "mcp-server-time"],
};

interface Answer {
  readonly exitCode: number;
  readonly handshakes: readonly HandshakeReport[];
  readonly findings: readonly { readonly ruleId: string; readonly message: string }[];
}

test("the seven reference servers, started by the real npx and uvx, speak the protocol", () => {
  using home = new LivePythonHome();
  const folder = join(home.home, "projects");
  mkdirSync(folder);
  const entries = Object.entries(SERVERS).map(([name, [command, ...args]]) => [
    name,
    { command, args: args.map((word) => word.replace("@FOLDER@", folder)) },
  ]);
  // A client of the terminal hands its whole environment on, a proxy's certificate with it.
  home.write(
    join(home.home, ".claude.json"),
    JSON.stringify({ mcpServers: Object.fromEntries(entries) as unknown }),
  );
  const args = [CLI, "doctor", "--handshake", "--yes", "--timeout", "240", "--json"];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    env: home.env,
    cwd: home.home,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    timeout: 1_500_000,
  });
  assert.notEqual(stdout, "", stderr);
  const { handshakes, findings, exitCode } = JSON.parse(stdout) as Answer;
  const said = JSON.stringify({ handshakes, findings }, null, 1);
  assert.deepEqual(
    handshakes.map(({ server, outcome }) => [server, outcome]),
    Object.keys(SERVERS).map((name) => [`claude-code/${name}`, "answered"]),
    said,
  );
  for (const { tools, protocolVersion, serverInfo, leftBehind } of handshakes) {
    assert.ok((tools ?? 0) > 0, said);
    assert.match(protocolVersion ?? "", /^\d{4}-\d\d-\d\d$/);
    assert.notEqual(serverInfo?.name ?? "", "");
    assert.equal(leftBehind, 0, said);
  }
  assert.deepEqual(
    findings.filter(({ ruleId }) => ruleId === "no-handshake"),
    [],
  );
  assert.equal(exitCode, 0, said);
});

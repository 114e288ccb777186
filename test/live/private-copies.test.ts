import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import { type CommandLine, converse, RealClient } from "../support/real-client.ts";
import { PINFOLD, ReferenceHome, type ReferenceServer } from "../support/reference-home.ts";

const SERVERS = ["everything", "fetch", "filesystem", "git", "memory", "thinking", "time"];

/** Without a network, where the system lets us: a namespace of its own has none. */
const OFFLINE: readonly string[] | null =
  [
    ["unshare", "--net"],
    ["unshare", "--map-root-user", "--net"],
  ].find(([command = "", ...args]) => spawnSync(command, [...args, "true"]).status === 0) ?? null;

suite("private copies, started by a real client", { skip: process.platform !== "linux" }, () => {
  let home: ReferenceHome;
  const web = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end("the tide is out");
  });

  before(async () => {
    web.listen(0, "127.0.0.1");
    await once(web, "listening");
    home = new ReferenceHome(`http://127.0.0.1:${(web.address() as AddressInfo).port}/tide.txt`);
    const { status, stderr } = home.pinfold("lock", "--yes");
    assert.equal(status, 0, stderr);
    // 3: what npx without a version and uvx start cannot be held, which sync says.
    const synced = home.pinfold("sync");
    assert.ok([0, 3].includes(synced.status ?? -1), synced.stderr);
  });
  after(() => {
    web.close();
    home[Symbol.dispose]();
  });

  const held = ({ subject, args }: ReferenceServer): CommandLine => ({
    command: PINFOLD,
    args: ["run", subject, "--", ...args],
  });
  const around = () => ({ env: home.env, cwd: home.live.home });
  const started = ({ command, args }: CommandLine) =>
    spawn(command, args, { ...around(), stdio: ["pipe", "pipe", "ignore"] });

  for (const name of SERVERS)
    test(`${name} answers as it does without pinfold`, async () => {
      const server = home.server(name);
      const { stderr: _, ...expected } = await converse(server.plain, around(), server.call);
      const { stderr, ...answered } = await converse(held(server), around(), server.call);
      assert.deepEqual(answered, expected);
      const own = stderr.split("\n").filter((line) => !line.startsWith("pinfold: not passed"));
      assert.doesNotMatch(own.join("\n"), /^pinfold:/m);
    });

  test("large messages come through whole, both ways", async () => {
    await using one = await RealClient.connect(held(home.server("everything")), around());
    const message = "caw ".repeat(500_000);
    const answer = (await one.call("echo", { message })) as { content: { text: string }[] };
    assert.equal(answer.content[0]?.text, `Echo: ${message}`);
  });

  test("a call that is cancelled leaves the server as it was", async () => {
    await using one = await RealClient.connect(held(home.server("everything")), around());
    const abort = new AbortController();
    const call = one.client.callTool(
      { name: "trigger-long-running-operation", arguments: { duration: 30, steps: 30 } },
      { signal: abort.signal },
    );
    setTimeout(() => abort.abort(), 500);
    await assert.rejects(call);
    await one.client.ping();
  });

  test("it is one process, and dies of the signal that it is sent", async () => {
    for (const name of ["filesystem", "time"]) {
      const child = started(held(home.server(name)));
      child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
      await once(child.stdout, "data");
      const children = spawnSync("ps", ["-o", "pid=", "--ppid", String(child.pid)]);
      assert.equal(String(children.stdout).trim(), "", name);
      child.kill("SIGTERM");
      assert.deepEqual(await once(child, "exit"), [null, "SIGTERM"], name);
    }
  });

  test("it ends when its standard input does, as it does without pinfold", async () => {
    for (const name of ["filesystem", "time"]) {
      const server = home.server(name);
      const ends = [];
      for (const line of [server.plain, held(server)]) {
        const child = started(line);
        child.stdin.end(`${JSON.stringify(INITIALIZE)}\n`);
        const out = child.stdout.setEncoding("utf8").toArray();
        const exit: unknown[] = await once(child, "exit");
        ends.push([(await out).join(""), ...exit]);
      }
      assert.deepEqual(ends[1], ends[0], name);
    }
  });

  suite("by clients that were hardened", () => {
    before(() => {
      const { status, stdout, stderr } = home.pinfold("harden", "--yes");
      assert.equal(status, 0, stderr);
      assert.doesNotMatch(stdout, /hunter2/);
    });

    test("all seven are verified", () => {
      const { status, stdout } = home.pinfold("verify", "--json");
      const { servers } = JSON.parse(stdout) as { servers: { name: string; verdict: string }[] };
      const verified = servers.filter(({ verdict }) => verdict === "verified");
      assert.deepEqual(verified.map(({ name }) => name).toSorted(), SERVERS, stdout);
      assert.equal(status, 0);
    });

    for (const name of SERVERS)
      test(`${name} answers${OFFLINE === null ? "" : ", without a network"}`, async () => {
        const entry = home.entries().find((one) => one.name === name);
        assert.ok(entry !== undefined && entry.command !== null);
        const [command = "", ...args] = [...(OFFLINE ?? []), entry.command, ...entry.args];
        // What a client that the desktop started has: no uv on the PATH, the root as its folder.
        const env = { HOME: home.live.home, PATH: "/usr/bin:/bin", ...entry.env };
        await using one = await RealClient.connect({ command, args }, { env, cwd: "/" });
        const { tools } = await one.client.listTools();
        assert.ok(tools.length > 0);
        // The page of `fetch` is on this machine, which is unreachable as well.
        if (name !== "fetch" || OFFLINE === null) {
          const answer = (await one.call(...home.server(name).call)) as { isError?: boolean };
          assert.notEqual(answer.isError, true, JSON.stringify(answer));
        }
      });

    test("undone, every file has the bytes that it had", () => {
      const { status, stderr } = home.pinfold("harden", "--undo", "--yes");
      assert.equal(status, 0, stderr);
      for (const [file, text] of Object.entries(home.configs))
        assert.equal(readFileSync(join(home.live.home, file), "utf8"), text, file);
    });
  });
});

const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "pinfold-test", version: "0" },
  },
};

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { lstatSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";

import { LivePythonHome } from "../support/live-python.ts";
import { type CommandLine, converse, RealClient } from "../support/real-client.ts";

const PINFOLD = fileURLToPath(new URL("../../scripts/pinfold", import.meta.url));
const LIMIT_MS = 900_000;

interface Server {
  readonly name: string;
  readonly plain: CommandLine;
  readonly subject: string;
  readonly args: readonly string[];
  readonly call: readonly [string, Readonly<Record<string, unknown>>];
}

/** The four reference servers of npm and the three of a Python index, through a real client. */
suite("private copies, started by a real client", { timeout: 3_600_000 }, () => {
  let home: LivePythonHome;
  let servers: readonly Server[];
  let env: Record<string, string>;
  const web = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end("the tide is out");
  });

  before(async () => {
    web.listen(0, "127.0.0.1");
    await once(web, "listening");
    const page = `http://127.0.0.1:${(web.address() as AddressInfo).port}/tide.txt`;
    home = new LivePythonHome();
    linkNpmrc(home.home);
    const nest = join(home.home, "nest");
    mkdirSync(nest);
    writeFileSync(join(nest, "egg.txt"), "an egg\n");
    home.run("git", "init", "--quiet", nest);
    servers = [
      npx("filesystem", "server-filesystem", [nest], ["list_directory", { path: nest }]),
      npx("memory", "server-memory", [], ["read_graph", {}]),
      npx("everything", "server-everything", [], ["echo", { message: "caw" }]),
      npx("thinking", "server-sequential-thinking", [], ["sequentialthinking", THOUGHT]),
      uvx("fetch", "mcp-server-fetch", ["--ignore-robots-txt"], ["fetch", { url: page }]),
      uvx("git", "mcp-server-git", [], ["git_status", { repo_path: nest }]),
      uvx("time", "mcp-server-time", ["--local-timezone", "UTC"], ["convert_time", NOON]),
    ];
    env = {
      ...Object.fromEntries(
        Object.entries(home.env).filter((one): one is [string, string] => one[1] !== undefined),
      ),
      MEMORY_FILE_PATH: join(home.home, "memory.jsonl"),
    };
    home.configure(
      Object.fromEntries(
        servers.map(({ name, plain: { command, args } }) => [name, [command, ...args]]),
      ),
    );
    for (const args of [["lock", "--yes"], ["sync"]]) {
      const { status, stderr } = pinfold(...args);
      // 3: what uvx itself starts cannot be held, which sync says.
      assert.ok(status === 0 || (status === 3 && args[0] === "sync"), stderr);
    }
  });
  after(() => {
    web.close();
    home[Symbol.dispose]();
  });

  function pinfold(...args: readonly string[]) {
    const options = { cwd: home.home, env, encoding: "utf8", timeout: LIMIT_MS } as const;
    return spawnSync("sh", [PINFOLD, ...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  }

  const held = ({ subject, args }: Server): CommandLine => ({
    command: PINFOLD,
    args: ["run", subject, "--", ...args],
  });
  const named = (name: string): Server => {
    const found = servers.find((one) => one.name === name);
    assert.ok(found);
    return found;
  };
  const around = () => ({ env, cwd: home.home });

  for (const name of ["filesystem", "memory", "everything", "thinking", "fetch", "git", "time"])
    test(`${name} answers as it does without pinfold`, async () => {
      const server = named(name);
      const plain = await converse(server.plain, around(), server.call);
      const copy = await converse(held(server), around(), server.call);
      const { stderr: __, ...expected } = plain;
      const { stderr: _, ...answered } = copy;
      assert.deepEqual(answered, expected);
      const own = copy.stderr.split("\n").filter((line) => !line.startsWith("pinfold: not passed"));
      assert.doesNotMatch(own.join("\n"), /^pinfold:/m);
    });

  test("all seven start with the network off", async (context) => {
    if (spawnSync("unshare", ["-n", "true"]).status !== 0)
      return context.skip("no right to make a network of its own");
    for (const server of servers) {
      const { command, args } = held(server);
      const line = { command: "unshare", args: ["-n", command, ...args] };
      await using one = await RealClient.connect(line, around());
      const { tools } = await one.client.listTools();
      assert.ok(tools.length > 0, server.name);
    }
  });

  test("large messages come through whole, both ways", async () => {
    await using one = await RealClient.connect(held(named("everything")), around());
    const message = "caw ".repeat(500_000);
    const answer = (await one.call("echo", { message })) as { content: { text: string }[] };
    assert.equal(answer.content[0]?.text, `Echo: ${message}`);
  });

  test("a call that is cancelled leaves the server as it was", async () => {
    await using one = await RealClient.connect(held(named("everything")), around());
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
      const { command, args } = held(named(name));
      const child = spawn(command, args, {
        cwd: home.home,
        env,
        stdio: ["pipe", "pipe", "ignore"],
      });
      child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
      await once(child.stdout, "data");
      const children = spawnSync("ps", ["-o", "pid=", "--ppid", String(child.pid)]);
      assert.equal(String(children.stdout).trim(), "", name);
      child.kill("SIGTERM");
      const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
      assert.deepEqual([code, signal], [null, "SIGTERM"], name);
    }
  });

  test("it ends when its standard input does, as it does without pinfold", async () => {
    for (const name of ["filesystem", "time"]) {
      const server = named(name);
      const ends = [];
      for (const { command, args } of [server.plain, held(server)]) {
        const child = spawn(command, args, {
          cwd: home.home,
          env,
          stdio: ["pipe", "pipe", "ignore"],
        });
        child.stdin.end(`${JSON.stringify(INITIALIZE)}\n`);
        const out = child.stdout.setEncoding("utf8").toArray();
        const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
        ends.push([(await out).join(""), code, signal]);
      }
      assert.deepEqual(ends[1], ends[0], name);
    }
  });
});

const THOUGHT = { thought: "caw", nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 };
const NOON = { source_timezone: "UTC", time: "12:00", target_timezone: "Asia/Tokyo" };
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

function npx(name: string, short: string, args: readonly string[], call: Server["call"]): Server {
  const spec = `@modelcontextprotocol/${short}`;
  const plain = { command: "npx", args: ["-y", `${spec}@2026.8.31`, ...args] };
  return { name, plain, subject: `npm:${spec}`, args, call };
}

function uvx(name: string, spec: string, args: readonly string[], call: Server["call"]): Server {
  return {
    name,
    plain: { command: "uvx", args: [spec, ...args] },
    subject: `pypi:${spec}`,
    args,
    call,
  };
}

/** Registry, proxy and certificates as this account has them. */
function linkNpmrc(home: string): void {
  const npmrc = join(homedir(), ".npmrc");
  if (lstatSync(npmrc, { throwIfNoEntry: false }))
    symlinkSync(realpathSync(npmrc), join(home, ".npmrc"));
}

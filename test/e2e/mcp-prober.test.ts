import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";

import { mcpProber } from "../../src/adapters/mcp-prober/index.ts";
import type { Probe, ProbeOutcome } from "../../src/ports/mcp-prober.ts";
import { ServerFolder, type ServerKind } from "../support/hostile-servers.ts";

const LIMIT_MS = 4_000;

/** Of what ends by itself: a busy machine takes seconds to start a process. */
const UNHURRIED_MS = 60_000;

interface Row {
  readonly kind: ServerKind;
  readonly outcome: ProbeOutcome;
  readonly sees?: (probe: Probe) => void;
}

const ROWS: readonly Row[] = [
  {
    kind: "good",
    outcome: "answered",
    sees: (probe) => {
      assert.deepEqual(probe.server, { name: "gull", version: "1.2.3" });
      assert.match(probe.protocolVersion ?? "", /^\d{4}-\d\d-\d\d$/);
      assert.deepEqual(probe.capabilities.toSorted(), ["logging", "tools"]);
      assert.equal(probe.tools, 2);
      assert.deepEqual([probe.stray, probe.wasKilled, probe.leftBehind], [null, false, 0]);
      assert.deepEqual(probe.exit, { code: 0, signal: null });
    },
  },
  {
    kind: "chatty",
    outcome: "answered",
    sees: ({ stray }) => assert.deepEqual([stray?.lines, stray?.first], [2, "gull is starting…"]),
  },
  {
    kind: "dies",
    outcome: "died",
    sees: ({ exit, stderr }) => {
      assert.deepEqual(exit, { code: 3, signal: null });
      assert.match(stderr, /GULL_TOKEN is required/);
    },
  },
  {
    kind: "dies by a signal",
    outcome: "died",
    sees: ({ exit }) => assert.deepEqual(exit, { code: null, signal: "SIGKILL" }),
  },
  { kind: "hangs", outcome: "silent" },
  {
    kind: "garbage",
    outcome: "silent",
    sees: ({ stray }) => assert.match(stray?.first ?? "", /not json/),
  },
  { kind: "floods lines", outcome: "flooded" },
  { kind: "floods without an end of line", outcome: "flooded" },
  {
    kind: "floods standard error",
    outcome: "answered",
    sees: ({ stderr }) => assert.ok(stderr.length <= 16 * 1024),
  },
  { kind: "ignores SIGTERM", outcome: "silent", sees: ({ wasKilled }) => assert.ok(wasKilled) },
  {
    kind: "answers and then stays",
    outcome: "answered",
    sees: ({ wasKilled, tools }) => assert.deepEqual([wasKilled, tools], [true, 2]),
  },
  { kind: "forks", outcome: "answered", sees: ({ leftBehind }) => assert.equal(leftBehind, 1) },
  {
    kind: "forks and hangs",
    outcome: "silent",
    sees: ({ leftBehind }) => assert.equal(leftBehind, 1),
  },
  {
    kind: "leaves a process in a session of its own",
    outcome: "answered",
    sees: ({ leftBehind }) => assert.equal(leftBehind, 1),
  },
  {
    kind: "leaves one that forgets its variables",
    outcome: "answered",
    sees: ({ leftBehind }) => assert.equal(leftBehind, 1),
  },
  { kind: "holds the streams open", outcome: "died" },
  {
    kind: "answers with an error",
    outcome: "refused",
    sees: ({ reason }) => assert.match(reason ?? "", /not today/),
  },
  { kind: "answers another question", outcome: "silent" },
  { kind: "answers out of shape", outcome: "refused" },
];

for (const { kind, outcome, sees } of ROWS)
  test(`a server that ${kind}: ${outcome}, and nothing of it stays`, async () => {
    using server = new ServerFolder();
    const limitMs = outcome === "silent" ? LIMIT_MS : UNHURRIED_MS;
    const probe = await mcpProber.probe(server.target(kind), limitMs);
    assert.equal(probe.outcome, outcome, JSON.stringify(probe).slice(0, 600));
    sees?.(probe);
    assert.deepEqual(server.running(), []);
  });

test("a program that is not there", async () => {
  const target = { kind: "local", command: "/nowhere/gull", args: [], env: {}, cwd: "/" } as const;
  const probe = await mcpProber.probe(target, LIMIT_MS);
  assert.equal(probe.outcome, "not-started");
  assert.match(probe.reason ?? "", /ENOENT/);
});

test("a working directory that is not there", async () => {
  using server = new ServerFolder();
  const target = { ...server.target("good"), cwd: "/nowhere" };
  assert.equal((await mcpProber.probe(target, LIMIT_MS)).outcome, "not-started");
});

/** A server on a port of this machine, for one probe. */
async function probed(
  listener: RequestListener,
  path = "/mcp",
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly probe: Probe; readonly origin: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  try {
    const target = { kind: "remote", url: `${origin}${path}`, headers } as const;
    return { probe: await mcpProber.probe(target, LIMIT_MS), origin };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Answers as a server of the protocol does, without a session. */
const speaks: RequestListener = (request, response) => {
  let body = "";
  request.on("data", (part: Buffer) => (body += part.toString()));
  request.on("end", () => {
    if (request.method !== "POST") {
      response.writeHead(405).end();
      return;
    }
    const { id, method, params } = JSON.parse(body) as {
      id?: number;
      method: string;
      params?: { protocolVersion?: string };
    };
    if (id === undefined) {
      response.writeHead(202).end();
      return;
    }
    const result =
      method === "initialize"
        ? {
            protocolVersion: params?.protocolVersion,
            capabilities: { tools: {} },
            serverInfo: { name: "tern", version: "2.0.0" },
          }
        : { tools: [{ name: "hover", inputSchema: { type: "object" } }] };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
};

test("a remote server: version, tools, status and time", async () => {
  const { probe } = await probed(speaks);
  assert.equal(probe.outcome, "answered", JSON.stringify(probe));
  assert.deepEqual([probe.server?.name, probe.tools], ["tern", 1]);
  assert.equal(probe.http[0]?.status, 200);
});

test("a remote server that redirects: each step is told, and the key stays with its host", async () => {
  const keys: unknown[] = [];
  const other = createServer((request, response) => {
    keys.push(request.headers.authorization, request.headers["apikey"]);
    speaks(request, response);
  });
  await new Promise<void>((resolve) => {
    other.listen(0, "127.0.0.1", resolve);
  });
  const { port } = other.address() as AddressInfo;
  const { probe } = await probed(
    (_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${port}/mcp` }).end();
    },
    "/mcp",
    { Authorization: "Bearer of-the-first-host", ApiKey: "of-the-first-host" },
  );
  other.closeAllConnections();
  other.close();
  assert.equal(probe.outcome, "answered", JSON.stringify(probe));
  assert.deepEqual(
    probe.http.slice(0, 2).map(({ status }) => status),
    [307, 200],
  );
  assert.equal(probe.http[0]?.location, `http://127.0.0.1:${port}/mcp`);
  assert.deepEqual([...new Set(keys)], [undefined]);
});

test("a remote server that wants a login", async () => {
  const { probe } = await probed((_request, response) => {
    response.writeHead(401, { "www-authenticate": 'Bearer resource_metadata="/meta"' }).end();
  });
  assert.equal(probe.outcome, "needs-login");
  assert.match(probe.authentication ?? "", /^Bearer/);
});

test("a remote server that redirects without end, is broken, or is a page", async () => {
  const loop = await probed((request, response) => {
    response.writeHead(308, { location: request.url }).end();
  });
  assert.equal(loop.probe.outcome, "refused");
  assert.ok(loop.probe.http.length <= 30, `${loop.probe.http.length} requests`);
  const broken = await probed((_request, response) => void response.writeHead(500).end("oops"));
  assert.equal(broken.probe.outcome, "refused");
  const page = await probed((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<html>");
  });
  assert.equal(page.probe.outcome, "refused");
});

test("a remote server that says nothing, or too much", async () => {
  const silent = await probed(() => undefined);
  assert.equal(silent.probe.outcome, "silent");
  const flood = await probed((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const part = " ".repeat(1024 * 1024);
    const go = (): void => {
      while (!response.destroyed && response.write(part));
      if (!response.destroyed) response.once("drain", go);
    };
    go();
  });
  assert.notEqual(flood.probe.outcome, "answered");
});

test("a remote server that is not there", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const target = { kind: "remote", url: `http://127.0.0.1:${port}/mcp`, headers: {} } as const;
  const probe = await mcpProber.probe(target, LIMIT_MS);
  assert.equal(probe.outcome, "unreachable");
  assert.match(probe.reason ?? "", /ECONNREFUSED/);
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createListener } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";

import { localProbes } from "../../src/adapters/local-probes.ts";
import type { EngineAnswer } from "../../src/ports/local-probes.ts";

const posix = { skip: process.platform === "win32" ? "sockets of the file system" : false };

/** An engine that answers on a socket of its own. */
class Engine implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "pinfold-engine-"));
  readonly socket = join(this.folder, "engine.sock");
  readonly asked: string[] = [];
  readonly #server: Server;

  constructor(answer: RequestListener) {
    this.#server = createServer((request, response) => {
      this.asked.push(`${request.method} ${request.url}`);
      answer(request, response);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await once(this.#server.close(), "close");
    rmSync(this.folder, { recursive: true, force: true });
  }

  async start(): Promise<this> {
    await once(this.#server.listen(this.socket), "listening");
    return this;
  }

  asks(image = "ada/tide", env: Readonly<Record<string, string>> = {}): Promise<EngineAnswer> {
    const own = { DOCKER_HOST: `unix://${this.socket}`, ...env };
    return localProbes.engine({ engine: "docker", image, env: own, home: this.folder });
  }
}

test("ports of this machine: something listens, nothing does, and others are not asked", async () => {
  const server = createListener();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  assert.equal(await localProbes.isListening("127.0.0.1", port), true);
  assert.equal(await localProbes.isListening("localhost", port), true);
  await once(server.close(), "close");
  assert.equal(await localProbes.isListening("127.0.0.1", port), false);
  assert.equal(await localProbes.isListening("localhost", port), false);
  for (const host of ["tide.test", "10.0.0.1", "127.0.0.1.tide.test", "0.0.0.0", ""])
    assert.equal(await localProbes.isListening(host, port), null, host);
  assert.equal(await localProbes.isListening("127.0.0.1", 65_536), null);
});

suite("the socket of a container engine", posix, () => {
  test("it runs, and has an image or not; nothing is asked that changes anything", async () => {
    await using engine = await new Engine(({ url }, response) => {
      response.statusCode = url === "/_ping" || url?.includes("tide:latest") === true ? 200 : 404;
      response.end("{}");
    }).start();
    assert.deepEqual(await engine.asks(), { isRunning: true, hasImage: true });
    assert.deepEqual(await engine.asks("ada/tide:2"), { isRunning: true, hasImage: false });
    assert.deepEqual(engine.asked, [
      "GET /_ping",
      "GET /images/ada/tide:latest/json",
      "GET /_ping",
      "GET /images/ada/tide:2/json",
    ]);
  });

  test("a socket that nobody serves", async () => {
    await using engine = new Engine(() => undefined);
    assert.deepEqual(await engine.asks(), { isRunning: false, hasImage: null });
  });

  test("an engine on another machine is not asked", async () => {
    await using engine = new Engine(() => undefined);
    assert.deepEqual(await engine.asks("ada/tide", { DOCKER_HOST: "tcp://127.0.0.1:1" }), {
      isRunning: null,
      hasImage: null,
    });
  });

  test("one that is silent, drips or floods is left after seconds", async () => {
    const drip: RequestListener = (_, response) => {
      const beat = setInterval(() => response.write("."), 100);
      response.once("close", () => clearInterval(beat));
    };
    const flood: RequestListener = (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    };
    for (const answer of [() => undefined, drip, flood]) {
      await using engine = await new Engine(answer).start();
      const from = Date.now();
      await engine.asks();
      assert.ok(Date.now() - from < 15_000);
    }
  });

  test("what is no name of an image does not get into the address", async () => {
    await using engine = await new Engine((_, response) => void response.end("{}")).start();
    await engine.asks("../../containers/json?all=1#");
    await engine.asks("a b\r\nDELETE /x");
    await engine.asks("registry.test:5000/ada/tide:2@sha256:0a");
    assert.deepEqual(engine.asked, [
      "GET /_ping",
      "GET /_ping",
      "GET /_ping",
      "GET /images/registry.test:5000/ada/tide:2@sha256:0a/json",
    ]);
  });
});

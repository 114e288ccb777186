import assert from "node:assert/strict";
import { test } from "node:test";

import { npmRegistryWith } from "../../src/adapters/npm-registry/index.ts";
import type { AttestationAnswer } from "../../src/model/provenance.ts";
import type { AttestationMemory, KnownAttestations } from "../../src/ports/npm-registry.ts";
import type { NpmSettings } from "../../src/ports/npm-settings.ts";
import { TestRegistry } from "../support/registry.ts";

const PATH = "/-/npm/v1/attestations/@sea/gull@1.0.0";
const HURRIED = { request: 2_000, describe: 8_000, fetch: 3_000, resolve: 5_000 };

class Memory implements AttestationMemory {
  readonly known = new Map<string, KnownAttestations>();
  read(url: string): KnownAttestations | null {
    return this.known.get(url) ?? null;
  }
  write(url: string, answer: KnownAttestations): void {
    this.known.set(url, answer);
  }
}

function settingsOf(registry: TestRegistry): NpmSettings {
  const flat = { registry: `${registry.url}/` };
  return { npxCache: "", cache: "", localPrefix: "", globalPrefix: "", layers: [], flat };
}

async function ask(registry: TestRegistry, memory = new Memory()): Promise<AttestationAnswer> {
  const question = { name: "@sea/gull", version: "1.0.0", settings: settingsOf(registry) };
  return npmRegistryWith(HURRIED).attestations(question, memory);
}

async function published(): Promise<TestRegistry> {
  const registry = await TestRegistry.start();
  registry.publish({ name: "@sea/gull", version: "1.0.0" });
  registry.attest("@sea/gull@1.0.0", { attestations: [{ said: "something" }] });
  return registry;
}

test("the registry that serves the package is asked, and what it says is not read", async () => {
  await using registry = await published();
  const answer = await ask(registry);
  assert.ok(answer.state === "found");
  assert.equal(Buffer.from(answer.bytes).toString(), '{"attestations":[{"said":"something"}]}');
  assert.deepEqual(
    registry.requests.map(({ path }) => path),
    [PATH],
  );
});

test("an answer that is known is asked for by its mark, and a changed one is read", async () => {
  await using registry = await published();
  const memory = new Memory();
  await ask(registry, memory);
  const again = await ask(registry, memory);
  assert.ok(again.state === "found" && again.bytes.length > 0);
  registry.attest("@sea/gull@1.0.0", { attestations: [] });
  const changed = await ask(registry, memory);
  assert.ok(changed.state === "found");
  assert.equal(Buffer.from(changed.bytes).toString(), '{"attestations":[]}');
  assert.deepEqual(
    registry.requests.map(({ status }) => status),
    [200, 304, 200],
  );
});

test("a registry that has none, or does not know the question, has none", async () => {
  await using registry = await published();
  for (const status of [400, 401, 403, 404, 405, 410]) {
    registry.recover();
    registry.fail(status);
    const answer = await ask(registry);
    assert.equal(answer.state, "none", String(status));
  }
});

test("a registry that fails to answer is an error, not an absence", async () => {
  await using registry = await published();
  for (const failure of [500, 503, "reset", "truncated"] as const) {
    registry.recover();
    registry.fail(failure);
    await assert.rejects(ask(registry), { code: "network" }, String(failure));
  }
});

test("an answer without an end is left, and is not believed", async () => {
  await using registry = await published();
  registry.fail("endless");
  const answer = await ask(registry);
  assert.ok(answer.state === "refused");
  assert.match(answer.reason, /larger than any real one/);
});

test("an address that metadata names is not asked", async () => {
  await using registry = await published();
  await using elsewhere = await TestRegistry.start();
  const packument = {
    name: "@sea/gull",
    "dist-tags": { latest: "1.0.0" },
    versions: {
      "1.0.0": {
        name: "@sea/gull",
        version: "1.0.0",
        dist: {
          integrity: registry.published("@sea/gull@1.0.0").integrity,
          tarball: registry.tarballUrl(registry.published("@sea/gull@1.0.0")),
          attestations: { url: `${elsewhere.url}${PATH}`, provenance: { predicateType: "x" } },
        },
      },
    },
  };
  registry.answer("/@sea/gull", JSON.stringify(packument));
  const settings = settingsOf(registry);
  const { claims } = await npmRegistryWith(HURRIED).describe("@sea/gull", "1.0.0", settings);
  assert.equal(claims.isAttested, true);
  assert.equal((await ask(registry)).state, "found");
  assert.deepEqual(elsewhere.requests, []);
});

import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import { integrityOf } from "./package-archive.ts";
import { TestRegistry } from "./registry.ts";

const ABBREVIATED = {
  accept: "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8",
};

interface Packument {
  readonly "dist-tags": Record<string, string>;
  readonly time?: Record<string, string>;
  readonly versions: Record<string, Version>;
}
interface Version {
  readonly name: string;
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
  readonly _npmUser?: { readonly name: string };
  readonly dist: {
    readonly integrity: string;
    readonly tarball: string;
    readonly signatures?: readonly { readonly keyid: string; readonly sig: string }[];
    readonly attestations?: { readonly url: string };
  };
}

async function read<Answer>(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, { headers });
  assert.equal(response.status, 200, url);
  return (await response.json()) as Answer;
}

async function bytesOf(url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

async function registryWithTide(): Promise<TestRegistry> {
  const registry = await TestRegistry.start();
  registry.publish({ name: "tide", version: "1.0.0" }, { "index.js": "1\n" }, { by: "moon" });
  return registry;
}

test("a packument comes whole or abbreviated, as the client asks", async () => {
  await using registry = await registryWithTide();
  registry.publish({
    name: "tide",
    version: "1.1.0",
    scripts: { install: "true" },
    license: "MIT",
  });
  const whole = await read<Packument>(`${registry.url}/tide`);
  assert.deepEqual(whole["dist-tags"], { latest: "1.1.0" });
  assert.deepEqual(Object.keys(whole.time ?? {}), ["created", "modified", "1.0.0", "1.1.0"]);
  assert.equal(whole.versions["1.0.0"]?._npmUser?.name, "moon");
  const short = await read<Packument>(`${registry.url}/tide`, ABBREVIATED);
  assert.equal(short.time, undefined);
  assert.equal("_npmUser" in (short.versions["1.0.0"] ?? {}), false);
  assert.equal(short.versions["1.1.0"]?.hasInstallScript, true);
  assert.deepEqual(short.versions["1.1.0"].dist, whole.versions["1.1.0"]?.dist);
});

test("scoped names are found in both spellings, tags and versions too", async () => {
  await using registry = await TestRegistry.start();
  registry.publish({ name: "@sea/tide", version: "2.0.0" });
  for (const path of ["@sea/tide", "@sea%2ftide", "@sea%2Ftide"]) {
    const { versions } = await read<Packument>(`${registry.url}/${path}`);
    assert.match(versions["2.0.0"]?.dist.tarball ?? "", /\/@sea\/tide\/-\/tide-2\.0\.0\.tgz$/);
  }
  assert.equal((await read<Version>(`${registry.url}/@sea/tide/latest`)).name, "@sea/tide");
  assert.equal((await fetch(`${registry.url}/@sea/tide/3.0.0`)).status, 404);
  assert.equal((await fetch(`${registry.url}/absent`)).status, 404);
});

test("what was not changed answers 304", async () => {
  await using registry = await registryWithTide();
  const first = await fetch(`${registry.url}/tide`);
  const headers = { "if-none-match": first.headers.get("etag") ?? "" };
  assert.equal((await fetch(`${registry.url}/tide`, { headers })).status, 304);
  registry.deprecate("tide@1.0.0", "ebb");
  const changed = await fetch(`${registry.url}/tide`, { headers });
  assert.equal(((await changed.json()) as Packument).versions["1.0.0"]?.deprecated, "ebb");
  assert.deepEqual(
    registry.requests.map(({ path, status }) => [path, status]),
    [
      ["/tide", 200],
      ["/tide", 304],
      ["/tide", 200],
    ],
  );
});

test("the registry's key signs name, version and integrity", async () => {
  await using registry = await registryWithTide();
  const { keys } = await read<{ keys: { key: string; keyid: string }[] }>(
    `${registry.url}/-/npm/v1/keys`,
  );
  const { dist } = await read<Version>(`${registry.url}/tide/1.0.0`);
  const [signature] = dist.signatures ?? [];
  assert.ok(signature && keys[0]);
  assert.equal(signature.keyid, keys[0].keyid);
  const key = createPublicKey({
    key: Buffer.from(keys[0].key, "base64"),
    format: "der",
    type: "spki",
  });
  const message = Buffer.from(`tide@1.0.0:${dist.integrity}`);
  assert.ok(verify("sha256", message, key, Buffer.from(signature.sig, "base64")));
});

test("attestations are served as the test gives them", async () => {
  await using registry = await registryWithTide();
  const url = `${registry.url}/-/npm/v1/attestations/tide@1.0.0`;
  assert.equal((await fetch(url)).status, 404);
  registry.attest("tide@1.0.0", { attestations: [] });
  assert.deepEqual(await read(url), { attestations: [] });
  assert.equal((await read<Version>(`${registry.url}/tide/1.0.0`)).dist.attestations?.url, url);
});

test("republished bytes agree with their packument, tampered ones do not", async () => {
  await using registry = await registryWithTide();
  const distOf = async () => (await read<Version>(`${registry.url}/tide/1.0.0`)).dist;
  const before = await distOf();
  registry.tamper("tide@1.0.0");
  assert.equal((await distOf()).integrity, before.integrity);
  assert.notEqual(integrityOf(await bytesOf(before.tarball)), before.integrity);
  registry.recover();
  assert.equal(integrityOf(await bytesOf(before.tarball)), before.integrity);
  registry.republish("tide@1.0.0", { "index.js": "evil();\n" });
  const after = await distOf();
  assert.notEqual(after.integrity, before.integrity);
  assert.equal(integrityOf(await bytesOf(after.tarball)), after.integrity);
});

test("an unpublished version is gone and the latest falls back", async () => {
  await using registry = await registryWithTide();
  const { archive } = registry.publish({ name: "tide", version: "2.0.0" });
  registry.unpublish("tide@2.0.0");
  const packument = await read<Packument>(`${registry.url}/tide`);
  assert.deepEqual(packument["dist-tags"], { latest: "1.0.0" });
  assert.deepEqual(Object.keys(packument.versions), ["1.0.0"]);
  assert.ok(packument.time?.["2.0.0"] !== undefined && archive.length > 0);
  registry.publish({ name: "tide", version: "3.0.0" }, {}, { tag: "next" });
  registry.tag("tide@3.0.0");
  assert.equal(registry.published("tide").manifest.version, "3.0.0");
});

test("it fails in every way that a test asks for, where and as often as it asks", async () => {
  await using registry = await registryWithTide();
  const tarball = registry.tarballUrl(registry.published("tide"));
  registry.fail(503, { times: 1 });
  assert.equal((await fetch(`${registry.url}/tide`)).status, 503);
  assert.equal((await fetch(`${registry.url}/tide`)).status, 200);
  registry.fail("reset", { where: /\.tgz$/ });
  await assert.rejects(fetch(tarball));
  assert.equal((await fetch(`${registry.url}/tide`)).status, 200);
  registry.recover();
  registry.fail("truncated");
  await assert.rejects(bytesOf(tarball));
  registry.recover();
  registry.fail("endless");
  const { body } = await fetch(tarball);
  let seen = 0;
  for await (const chunk of body ?? [])
    if ((seen += (chunk as Uint8Array).length) > 5_000_000) break;
  assert.ok(seen > 5_000_000);
});

test("a delayed answer comes after one that is not", async () => {
  await using registry = await registryWithTide();
  registry.delay(50, { where: /tide/ });
  const order: string[] = [];
  await Promise.all([
    fetch(`${registry.url}/tide`).then(() => order.push("tide")),
    fetch(`${registry.url}/-/ping`).then(() => order.push("ping")),
  ]);
  assert.deepEqual(order, ["ping", "tide"]);
});

test("a test may put any answer in the place of the right one", async () => {
  await using registry = await registryWithTide();
  registry.answer("/tide", "{ not JSON");
  assert.equal(await (await fetch(`${registry.url}/tide`)).text(), "{ not JSON");
});

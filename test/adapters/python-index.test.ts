import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { pythonIndexWith } from "../../src/adapters/python-index/index.ts";
import type { ArchiveRequest } from "../../src/ports/python-index.ts";
import { WAVE } from "../support/python-home.ts";
import { type IndexedFile, TestIndex } from "../support/python-index.ts";
import { failureOf } from "../support/failure-of.ts";

const adapter = pythonIndexWith({ request: 1_000, archive: 1_000 });
const JSON_TYPE = "application/vnd.pypi.simple.v1+json";

interface Stage extends AsyncDisposable {
  readonly index: TestIndex;
  readonly wave: IndexedFile;
  readonly request: (keep?: boolean) => ArchiveRequest;
}

async function stage(): Promise<Stage> {
  const index = await TestIndex.start();
  const folder = mkdtempSync(join(tmpdir(), "pinfold-index-"));
  const wave = index.publish(WAVE);
  const digest = wave.sha256 ?? "";
  return {
    index,
    wave,
    request: (keep = false) => ({
      file: wave.file,
      url: `${index.origin}/files/${digest}/${wave.file}`,
      sha256: `sha256:${digest}`,
      cacheFolder: folder,
      keep,
    }),
    [Symbol.asyncDispose]: async () => {
      rmSync(folder, { recursive: true, force: true });
      await index[Symbol.asyncDispose]();
    },
  };
}

test("a project's page is read with times, yanks, digests, provenance and status", async () => {
  await using it = await stage();
  it.index.yank("wave", "leaks");
  it.index.attest("wave", { attestation_bundles: [] });
  it.index.sets("wave", "archived", "moved");
  const page = await adapter.project(it.index.url, "wave");
  const [file] = page?.files ?? [];
  assert.equal(page?.status, "archived");
  assert.equal(page.statusReason, "moved");
  assert.equal(page.knowsProvenance, true);
  assert.equal(file?.yanked, "leaks");
  assert.equal(file.sha256, `sha256:${it.wave.sha256 ?? ""}`);
  assert.equal(file.published, it.wave.published);
  assert.match(file.provenance ?? "", /\.provenance$/);
  const answer = await adapter.provenance(file.provenance ?? "");
  assert.match(Buffer.from(answer).toString(), /attestation_bundles/);
});

test("an index that says nothing of times, status and provenance leaves them unknown", async () => {
  await using it = await stage();
  it.index.hasTimes = false;
  it.index.knowsProvenance = false;
  const page = await adapter.project(it.index.url, "wave");
  assert.deepEqual(
    [page?.status, page?.knowsProvenance, page?.files[0]?.published, page?.files[0]?.provenance],
    [null, false, null, null],
  );
  it.index.speaksJson = false;
  assert.equal(await adapter.project(it.index.url, "wave"), null);
});

test("a digest of another algorithm is none", async () => {
  await using it = await stage();
  it.index.losesHashes("wave", { md5: "0".repeat(32), sha512: "0".repeat(128) });
  const page = await adapter.project(it.index.url, "wave");
  assert.equal(page?.files[0]?.sha256, null);
});

const page = (files: readonly unknown[], more: object = {}): string =>
  JSON.stringify({ meta: { "api-version": "1.0" }, name: "wave", files, ...more });
const file = { filename: WAVE.name, url: "x.whl", hashes: {} };

for (const [what, text] of [
  ["garbage", "{"],
  ["an HTML page that calls itself JSON", "<html></html>"],
  ["another project's page", page([], { name: "idna" })],
  ["a list", "[]"],
  ["no files", JSON.stringify({ name: "wave" })],
] as const)
  test(`a page that is ${what} is told as such`, async () => {
    await using it = await stage();
    it.index.says("wave", JSON_TYPE, text);
    const { code } = await failureOf(adapter.project(it.index.url, "wave"));
    assert.equal(code, "network");
  });

test("files that are not as files should be are left out, and addresses must be of the web", async () => {
  await using it = await stage();
  it.index.says(
    "wave",
    JSON_TYPE,
    page([
      file,
      { ...file, url: "file:///etc/passwd" },
      { ...file, url: "javascript:alert(1)" },
      { ...file, filename: 3 },
      { ...file, url: "//[" },
      null,
      { ...file, hashes: { sha256: "short" }, yanked: {}, "upload-time": 7, provenance: 7 },
    ]),
  );
  const found = await adapter.project(it.index.url, "wave");
  assert.deepEqual(
    found?.files.map(({ url, sha256, yanked }) => [url, sha256, yanked]),
    [
      [`${it.index.origin}/simple/wave/x.whl`, null, null],
      [`${it.index.origin}/simple/wave/x.whl`, null, null],
    ],
  );
});

for (const failure of [401, 403, 404, 429, 500, 503, "reset", "truncated", "endless"] as const)
  test(`an index that answers a page with ${failure} is told, in time`, async () => {
    await using it = await stage();
    it.index.fail(failure);
    const { code, message } = await failureOf(adapter.project(it.index.url, "wave"));
    assert.ok(code === "network" || code === "refused");
    assert.match(message, /the index's page of wave/);
  });

test("an index that waits for ever is not waited for", async () => {
  await using it = await stage();
  it.index.delay(60_000);
  const quick = pythonIndexWith({ request: 100, archive: 100 });
  assert.equal((await failureOf(quick.project(it.index.url, "wave"))).code, "network");
});

test("an archive is fetched against its digest, and read from the cache the second time", async () => {
  await using it = await stage();
  assert.equal((await adapter.wheel(it.request(true))).files.length, 4);
  const before = it.index.requests.length;
  assert.equal((await adapter.wheel(it.request(true))).files.length, 4);
  assert.equal(it.index.requests.length, before);
});

test("what is not to be kept is fetched again", async () => {
  await using it = await stage();
  await adapter.archive(it.request());
  const before = it.index.requests.length;
  await adapter.archive(it.request());
  assert.equal(it.index.requests.length, before + 1);
});

test("other bytes than those of the digest are refused and not kept", async () => {
  await using it = await stage();
  it.index.tamper("wave");
  const { code, message } = await failureOf(adapter.wheel(it.request(true)));
  assert.equal(code, "refused");
  assert.match(message, /has another sha256/);
  it.index.recover();
  assert.equal((await failureOf(adapter.wheel(it.request(true)))).code, "refused");
});

for (const failure of [404, 500, "reset", "truncated"] as const)
  test(`an archive that is answered with ${failure} is told`, async () => {
    await using it = await stage();
    it.index.fail(failure);
    const { code } = await failureOf(adapter.archive(it.request()));
    assert.equal(code, "network");
  });

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { run } from "../../src/commands/attestation-verify.ts";
import type { CommandContext } from "../../src/commands/define.ts";
import { findCommand } from "../../src/commands/index.ts";
import { parseOptions } from "../../src/commands/options.ts";
import { TestSigstore } from "../support/sigstore.ts";

const ARCHIVE = {
  name: "@shore/gull",
  version: "1.0.0",
  archive: Buffer.from("the bytes of gull"),
};
const DIGEST = `sha512:${createHash("sha512").update(ARCHIVE.archive).digest("hex")}`;
const SIGNER = "https://github.com/shore/gull/.github/workflows/release.yml@refs/heads/main";
const ISSUER = "https://token.actions.githubusercontent.com";

let folder: string;
let sigstore: TestSigstore;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "pinfold-attestation-"));
  sigstore = await TestSigstore.start();
  const { provenance } = { provenance: await sigstore.provenance(ARCHIVE) };
  put("root.json", JSON.stringify(sigstore.trustedRoot));
  put("bundle.json", JSON.stringify(provenance.bundle));
  put("answer.json", JSON.stringify({ attestations: [provenance] }));
  put("gull.tgz", ARCHIVE.archive);
  put("other.tgz", "other bytes");
  put("key.pem", sigstore.registryKey.publicKey.export({ type: "spki", format: "pem" }));
  const record = await sigstore.publishRecord(ARCHIVE);
  put("keyed.json", JSON.stringify(record.bundle));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
}

/** What the command line answers. */
async function pinfold(...args: readonly string[]): Promise<{ code: number; out: string }> {
  const found = findCommand(["attestation", "verify"]);
  assert.ok(found !== null);
  let out = "";
  const context = {
    io: { out: (text: string) => (out += text), isTerminal: false },
    world: {
      disk: new NodeDisk(),
      version: "0",
      machine: { now: new Date(), env: {}, cwd: folder },
    },
    options: parseOptions(found.command, args, folder),
  } as unknown as CommandContext;
  return { code: await run(context), out };
}

const ROOT = ["--trusted-root", "root.json"];
const BUNDLE = ["--bundle", "bundle.json", ...ROOT];
const NAMED = ["--subject", "pkg:npm/@shore/gull@1.0.0", "--digest", DIGEST];

test("a bundle about a file, or about a name and its digest", async () => {
  for (const subject of [
    ["gull.tgz"],
    NAMED,
    [
      "--subject",
      "pkg:npm/%40shore/gull@1.0.0",
      "--digest",
      DIGEST.toUpperCase().replace("SHA", "sha"),
    ],
  ]) {
    const { code, out } = await pinfold(...BUNDLE, ...subject);
    assert.equal(code, 0, out);
    assert.match(out, /^verified {2}a Sigstore bundle\n/);
    assert.match(out, /^ {2}source {6}https:\/\/github\.com\/shore\/gull$/m);
    assert.match(out, /^ {2}workflow {4}\.github\/workflows\/release\.yml$/m);
    assert.match(out, /^ {2}commit {6}a{40}$/m);
    assert.match(out, /^ {2}logged {6}\S+ in https:\/\/rekor\.sigstore\.test, entry \d+$/m);
    assert.match(out, /nobody in particular was demanded/);
  }
});

test("rejections answer 1 with the reason, on standard output", async () => {
  const cases: readonly (readonly [RegExp, readonly string[]])[] = [
    [/other bytes/, [...BUNDLE, "other.tgz"]],
    [/something else/, [...BUNDLE, "--subject", "pkg:npm/@shore/tern@1.0.0", "--digest", DIGEST]],
    [/another identity/, [...BUNDLE, "gull.tgz", "--identity", "x", "--issuer", ISSUER]],
    [/another issuer/, [...BUNDLE, "gull.tgz", "--identity", SIGNER, "--issuer", "x"]],
    [/not signed by a key/, [...BUNDLE, "gull.tgz", "--key", "key.pem"]],
    [/log that is not known/, ["--bundle", "bundle.json", "gull.tgz"]],
    [/is not JSON/, ["--bundle", "gull.tgz", ...ROOT, "gull.tgz"]],
    [
      /trusted root is not JSON/,
      ["--bundle", "bundle.json", "--trusted-root", "gull.tgz", "gull.tgz"],
    ],
    [/no public key/, ["--bundle", "keyed.json", ...ROOT, "gull.tgz", "--key", "gull.tgz"]],
  ];
  for (const [reason, args] of cases) {
    const { code, out } = await pinfold(...args);
    assert.deepEqual([code, reason.test(out)], [1, true], out);
    assert.match(out, /^rejected {2}/);
  }
});

test("what is larger than any real one is rejected", async () => {
  put("huge.json", Buffer.alloc(50 * 1024 * 1024, 32));
  const { code, out } = await pinfold("--bundle", "huge.json", ...ROOT, "gull.tgz");
  assert.deepEqual([code, out], [1, "rejected  it is larger than any real one\n"]);
});

test("a demanded identity or key that fits is no question any more", async () => {
  const demanded = ["--identity", SIGNER, "--issuer", ISSUER];
  for (const args of [
    [...BUNDLE, "gull.tgz", ...demanded],
    ["--bundle", "answer.json", ...ROOT, ...NAMED, ...demanded],
    ["--bundle", "keyed.json", ...ROOT, "gull.tgz", "--key", "key.pem"],
  ]) {
    const { code, out } = await pinfold(...args);
    assert.equal(code, 0, out);
    assert.doesNotMatch(out, /nobody/);
  }
});

test("JSON says the same", async () => {
  const { code, out } = await pinfold(...BUNDLE, "gull.tgz", "--json");
  const { accepted, reason, format, attestations, exitCode } = JSON.parse(out) as Record<
    string,
    unknown
  >;
  assert.deepEqual([code, accepted, reason, format, exitCode], [0, true, null, "bundle", 0]);
  const [one] = attestations as { claims: { identity: { repositoryId: string } } }[];
  assert.equal(one?.claims.identity.repositoryId, "1001");
});

test("a file that cannot be read, and half a question, are wrong use", async () => {
  for (const args of [
    ["gull.tgz"],
    ["--bundle", "bundle.json"],
    ["--bundle", "bundle.json", "gull.tgz", ...NAMED],
    ["--bundle", "bundle.json", "gull.tgz", "other.tgz"],
    ["--bundle", "none.json", "gull.tgz"],
    ["--bundle", ".", "gull.tgz"],
    ["--bundle", "bundle.json", "none.tgz"],
    ["--bundle", "bundle.json", "--subject", "gull", "--digest", DIGEST],
    ["--bundle", "bundle.json", "--subject", "pkg:npm/gull@1.0.0", "--digest", "md5:00"],
    ["--bundle", "bundle.json", "--subject", "pkg:npm/gull@1.0.0"],
    ["--bundle", "bundle.json", "gull.tgz", "--identity", "x"],
    ["--bundle", "bundle.json", "gull.tgz", "--key", "none.pem"],
    ["--bundle", "bundle.json", "gull.tgz", "--key", "key.pem", "--identity", "x", "--issuer", "y"],
  ])
    await assert.rejects(pinfold(...args), { code: "usage" }, args.join(" "));
});

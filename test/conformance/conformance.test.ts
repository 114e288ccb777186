import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import {
  type RecordedEntry,
  recorded,
  recordedEntries,
  recordedPath,
  SKIP_RECORDED,
} from "../support/recorded.ts";
import { verifyAsClient } from "./client.ts";

function argumentsFor(entry: RecordedEntry, artifact: string): readonly string[] {
  const { id, key = null, identity, trustedRoot } = entry;
  const signer =
    key === null
      ? `--certificate-identity ${identity?.san} --certificate-oidc-issuer ${identity?.issuer}`.split(
          " ",
        )
      : ["--key", recordedPath(key)];
  const root =
    trustedRoot === undefined || trustedRoot.startsWith("trust/public-good")
      ? []
      : ["--trusted-root", recordedPath(trustedRoot)];
  const bundle = recordedPath(`${id}/bundle.sigstore.json`);
  return ["verify-bundle", "--bundle", bundle, ...signer, ...root, artifact];
}

for (const entry of recordedEntries("conformance")) {
  const file = recordedPath(entry.artifact ?? "");
  const digest = `sha256:${createHash("sha256")
    .update(recorded(entry.artifact ?? ""))
    .digest("hex")}`;
  for (const [how, artifact] of [
    ["file", file],
    ["digest", digest],
  ] as const)
    test(`${entry.id} by its ${how}: ${entry.expected}`, () => {
      const rejected = verifyAsClient(argumentsFor(entry, artifact));
      assert.equal(rejected === null, entry.expected === "accept", rejected ?? "it was accepted");
    });
}

test("a bundle is rejected for another identity, issuer or file", { skip: SKIP_RECORDED }, () => {
  const entry = recordedEntries("conformance").find(({ id }) => id.endsWith("/happy-path-v0.3"));
  assert.ok(entry !== undefined);
  const { san = "", issuer = "" } = entry.identity ?? {};
  const file = recordedPath(entry.artifact ?? "");
  const verify = (identity: RecordedEntry["identity"], artifact = file): string | null =>
    verifyAsClient(argumentsFor({ ...entry, ...(identity ? { identity } : {}) }, artifact));
  assert.equal(verify({ san, issuer }), null);
  // A pattern that fits is not the identity.
  assert.match(verify({ san: san.replaceAll("-", "."), issuer }) ?? "", /another identity/);
  assert.match(verify({ san: san.slice(0, -1), issuer }) ?? "", /another identity/);
  assert.match(verify({ san, issuer: `${issuer}/` }) ?? "", /another issuer/);
  assert.match(verify({ san, issuer }, recordedPath("INDEX.json")) ?? "", /another file/);
});

test("the executable answers with exit codes", { skip: SKIP_RECORDED }, () => {
  const client = fileURLToPath(new URL("client", import.meta.url));
  const run = (id: string): number | null => {
    const entry = recordedEntries("conformance").find((one) => one.id === `conformance/${id}`);
    assert.ok(entry !== undefined);
    const argv = argumentsFor(entry, recordedPath(entry.artifact ?? ""));
    return spawnSync(client, argv, { stdio: "ignore", timeout: 60_000 }).status;
  };
  assert.deepEqual([run("happy-path-v0.3"), run("signature-mismatch_fail")], [0, 1]);
});

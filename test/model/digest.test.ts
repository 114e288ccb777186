import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

import * as fc from "fast-check";

import {
  byUtf8,
  type FileDigest,
  h1Of,
  h1OfManifest,
  manifestOf,
  parseManifest,
} from "../../src/model/digest.ts";
import { sha256 } from "../support/pins.ts";

const PREFIX = "@sea/foam@1.2.0";

/** Names that a package's archive can hold. */
const path = fc
  .array(fc.string({ unit: "binary", minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join("/"))
  .filter((text) => !/[\n\ud800-\udfff]/.test(text) && text.isWellFormed());
const digest = fc.string().map(sha256);
const files = fc.uniqueArray(
  fc.tuple(path, digest).map(([inner, hex]) => ({ path: inner, sha256: hex })),
  {
    selector: (file) => file.path,
    maxLength: 20,
  },
);

test("the h1 is the one that the shell computes", () => {
  const root = mkdtempSync(join(tmpdir(), "pinfold-h1-"));
  try {
    const texts: Record<string, string> = {
      "package.json": "{}\n",
      "lib/a.js": "a\n",
      "lib-b.js": "b\n",
      "lib.js": "",
      "Z.js": "z\n",
      "ünïcode/ﬀ/🌊.txt": "wave\n",
      "with blank.js": "blank\n",
    };
    for (const [inner, text] of Object.entries(texts)) {
      const file = join(root, "foam@1.2.0", inner);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const script =
      "find foam@1.2.0 -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum";
    const hex = execFileSync("sh", ["-c", script], { cwd: root, encoding: "utf8" }).slice(0, 64);
    const ours: FileDigest[] = Object.entries(texts).map(([inner, text]) => ({
      path: inner,
      sha256: sha256(text),
    }));
    assert.equal(h1Of("foam@1.2.0", ours), `h1:${Buffer.from(hex, "hex").toString("base64")}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("the h1 is Go's: the example of its own test", () => {
  // golang.org/x/mod/sumdb/dirhash, TestHash1: files "abc" and "xyz" with their names as content.
  const lines = ["abc", "xyz"].map((name) => `${sha256(`data for ${name}`)}  ${name}\n`).join("");
  assert.equal(h1OfManifest(lines), `h1:${Buffer.from(sha256(lines), "hex").toString("base64")}`);
});

test("files are sorted by the bytes of their UTF-8, in whatever order they come", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      const order = Buffer.compare(Buffer.from(a), Buffer.from(b));
      if (a.isWellFormed() && b.isWellFormed()) assert.equal(Math.sign(byUtf8(a, b)), order);
    }),
  );
  assert.ok(byUtf8("\u{1f30a}", "\uff00") > 0);
  fc.assert(
    fc.property(files, (some) => {
      assert.equal(h1Of(PREFIX, some), h1Of(PREFIX, some.toReversed()));
    }),
  );
});

test("a manifest is read back as it was written", () => {
  fc.assert(
    fc.property(files, (some) => {
      const sorted = some.toSorted((a, b) => byUtf8(a.path, b.path));
      assert.deepEqual(parseManifest(manifestOf(PREFIX, some), PREFIX), sorted);
    }),
  );
});

for (const [title, manifest] of [
  ["of another package", `${sha256("a")}  wave@1.0.0/a.js\n`],
  ["without a newline at its end", `${sha256("a")}  ${PREFIX}/a.js`],
  ["with one blank", `${sha256("a")} ${PREFIX}/a.js\n`],
  ["with upper-case digits", `${sha256("a").toUpperCase()}  ${PREFIX}/a.js\n`],
  ["with an empty line", "\n"],
] as const) {
  test(`a manifest ${title} is malformed`, () =>
    assert.equal(parseManifest(manifest, PREFIX), null));
}

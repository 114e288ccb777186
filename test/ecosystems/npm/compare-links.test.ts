import assert from "node:assert/strict";
import { test } from "node:test";

import { compareLinks } from "../../../src/ecosystems/npm/compare-links.ts";
import { baselineOf } from "../../../src/ecosystems/npm/judge-tree.ts";
import { MemoryDisk } from "../../support/memory-disk.ts";
import { lay, observe, packageOf, ROOT } from "../../support/pins.ts";

const BIN = `${ROOT}/node_modules/.bin`;

/** gull and foam with their links as npm makes them. */
function linked(): MemoryDisk {
  const disk = lay(new MemoryDisk(), {
    "node_modules/gull": packageOf("gull@1.0.0", {
      bin: { gull: "./bin/gull.js", "gull-dos": "dos.js" },
    }),
    "node_modules/@sea/foam": packageOf("@sea/foam@1.0.0", { bin: "foam.js" }),
    "node_modules/gull/node_modules/wave": packageOf("wave@1.0.0", { bin: "wave.js" }),
  });
  return disk
    .link(`${BIN}/gull`, "../gull/bin/gull.js")
    .link(`${BIN}/gull-dos`, "../gull/dos.js")
    .link(`${BIN}/foam`, "../@sea/foam/foam.js")
    .link(`${ROOT}/node_modules/gull/node_modules/.bin/wave`, "../wave/wave.js");
}

const changesOn = (disk: MemoryDisk, seen: MemoryDisk | null = null): readonly string[] =>
  compareLinks(
    observe(disk),
    seen === null ? null : baselineOf(observe(seen), ROOT, "npm:gull"),
  ).map(
    ({ kind, path, pinned, observed }) =>
      `${kind} ${path}: ${pinned ?? "nothing"} → ${observed ?? "nothing"}`,
  );

test("links to what packages declare are right, also nested and scoped ones", () => {
  assert.deepEqual(changesOn(linked()), []);
  assert.deepEqual(changesOn(linked(), linked()), []);
});

for (const [title, change, expected] of [
  [
    "a link to another package",
    (disk: MemoryDisk) => disk.link(`${BIN}/gull`, "../@sea/foam/foam.js"),
    "replaced node_modules/.bin/gull: ../gull/bin/gull.js → ../@sea/foam/foam.js",
  ],
  [
    "a link out of the tree",
    (disk: MemoryDisk) => disk.link(`${BIN}/gull`, "/tmp/evil"),
    "replaced node_modules/.bin/gull: ../gull/bin/gull.js → /tmp/evil",
  ],
  [
    "a link by another way to the same file",
    (disk: MemoryDisk) => disk.link(`${BIN}/gull`, "../../node_modules/gull/bin/gull.js"),
    "replaced node_modules/.bin/gull: ../gull/bin/gull.js → ../../node_modules/gull/bin/gull.js",
  ],
  [
    "a file",
    (disk: MemoryDisk) => disk.file(`${BIN}/gull`, "evil();\n"),
    "replaced node_modules/.bin/gull: ../gull/bin/gull.js → not a link",
  ],
  [
    "a folder",
    (disk: MemoryDisk) => disk.remove(`${BIN}/gull`).folder(`${BIN}/gull`),
    "replaced node_modules/.bin/gull: ../gull/bin/gull.js → not a link",
  ],
  [
    "a program of no package",
    (disk: MemoryDisk) => disk.link(`${BIN}/curl`, "../gull/dos.js"),
    "added node_modules/.bin/curl: nothing → ../gull/dos.js",
  ],
  [
    "a link that was there and is gone",
    (disk: MemoryDisk) => disk.remove(`${BIN}/foam`),
    "missing node_modules/.bin/foam: ../@sea/foam/foam.js → nothing",
  ],
] as const) {
  test(`${title} is named`, () =>
    assert.deepEqual(changesOn(change(linked()), linked()), [expected]));
}

test("without a baseline a link that is not there is no finding: npm may not have made it", () => {
  assert.deepEqual(changesOn(linked().remove(`${BIN}/foam`)), []);
});

test("of two packages that declare one program either may have it", () => {
  const disk = lay(linked(), {
    "node_modules/tern": packageOf("tern@1.0.0", { bin: { gull: "tern.js" } }),
  });
  assert.deepEqual(changesOn(disk), []);
  assert.deepEqual(changesOn(disk.link(`${BIN}/gull`, "../tern/tern.js")), []);
  assert.deepEqual(changesOn(disk.link(`${BIN}/gull`, "../tern/evil.js")), [
    "replaced node_modules/.bin/gull: ../gull/bin/gull.js or ../tern/tern.js → ../tern/evil.js",
  ]);
});

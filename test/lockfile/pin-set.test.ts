import assert from "node:assert/strict";
import { test } from "node:test";

import { PinfoldError } from "../../src/errors.ts";
import { formatLockfile } from "../../src/lockfile/format.ts";
import { checkDirectory, type PinPlace, PinSet } from "../../src/lockfile/pin-set.ts";
import { readPolicy } from "../../src/lockfile/policy.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { lockfileOf, packageOf, pinOf } from "../support/pins.ts";

const lockfile = (version: string): string =>
  formatLockfile(
    lockfileOf({ "node_modules/gull": pinOf("node_modules/gull", packageOf(`gull@${version}`)) }),
  );
const team: PinPlace = { kind: "adopted", directory: "/srv/team", files: "/state/snapshot" };
const personal: PinPlace = {
  kind: "personal",
  directory: "/home/ada/pins",
  files: "/home/ada/pins",
};
const SRV = { owner: "team", directory: "/srv", files: "/srv" } as const;
const GULL = { ecosystem: "npm", name: "gull", extras: [] } as const;

const usage = (message: RegExp) => (thrown: unknown) =>
  thrown instanceof PinfoldError && thrown.code === "usage" && message.test(thrown.message);

test("adopted pins are read from their snapshot and win over personal ones", () => {
  const disk = MemoryDisk.of({
    "/state/snapshot/npm/gull.json": lockfile("1.0.0"),
    "/srv/team/npm/gull.json": lockfile("3.0.0"),
    "/home/ada/pins/npm/gull.json": lockfile("2.0.0"),
  });
  const found = new PinSet(disk, [team, personal]).find(GULL);
  assert.deepEqual(
    found.map((lookup) => [lookup.file, lookup.state === "found" ? lookup.lockfile.version : null]),
    [
      ["/srv/team/npm/gull.json", "1.0.0"],
      ["/home/ada/pins/npm/gull.json", "2.0.0"],
    ],
  );
});

test("an unusable pin that comes first is not passed over", () => {
  const disk = MemoryDisk.of({
    "/state/snapshot/npm/gull.json": "{",
    "/home/ada/pins/npm/gull.json": lockfile("2.0.0"),
  });
  assert.equal(new PinSet(disk, [team, personal]).find(GULL)[0]?.state, "unusable");
});

for (const [title, put] of [
  [
    "that cannot be read",
    (disk: MemoryDisk) => disk.file("/srv/npm/gull.json", "{}").fail("/srv/npm/gull.json"),
  ],
  ["that is a FIFO", (disk: MemoryDisk) => disk.fifo("/srv/npm/gull.json")],
  ["that is a folder", (disk: MemoryDisk) => disk.folder("/srv/npm/gull.json")],
  ["that is a loop of links", (disk: MemoryDisk) => disk.link("/srv/npm/gull.json", "gull.json")],
  [
    "that is larger than any",
    (disk: MemoryDisk) => disk.file("/srv/npm/gull.json", new Uint8Array(17 * 1024 * 1024)),
  ],
  [
    "of another subject",
    (disk: MemoryDisk) =>
      disk.file("/srv/npm/gull.json", lockfile("1.0.0").replace("pkg:npm/gull", "pkg:npm/tern")),
  ],
] as const) {
  test(`a lockfile ${title} is unusable, with a next step`, () => {
    const place: PinPlace = { kind: "given", directory: "/srv", files: "/srv" };
    const [found] = new PinSet(put(new MemoryDisk()), [place]).find(GULL);
    assert.ok(found?.state === "unusable");
    assert.notEqual(found.message, "");
    assert.notEqual(found.hint, "");
  });
}

test("a directory that is not there is an empty set of pins, one that cannot be read is wrong use", () => {
  const disk = MemoryDisk.of({ "/srv/file": "", "/srv/closed/npm/gull.json": "" });
  disk.fail("/srv/closed").link("/srv/loop", "loop").link("/srv/link", "/srv");
  assert.doesNotThrow(() => checkDirectory(disk, "/srv/none"));
  assert.doesNotThrow(() => checkDirectory(disk, "/srv/link"));
  assert.throws(() => checkDirectory(disk, "/srv/file"), usage(/is not a folder/));
  assert.throws(() => checkDirectory(disk, "/srv/closed"), usage(/cannot be read/));
  assert.throws(() => checkDirectory(disk, "/srv/loop"), usage(/cannot be read/));
});

test("the lockfiles of a place are listed in order, nothing else", () => {
  const disk = MemoryDisk.of({
    "/home/ada/pins/npm/tern.json": "",
    "/home/ada/pins/npm/gull.json": "",
    "/home/ada/pins/npm/gull.json.tmp": "",
    "/home/ada/pins/policy.json": "",
  });
  assert.deepEqual(new PinSet(disk, [personal]).list(personal, "npm"), [
    "npm/gull.json",
    "npm/tern.json",
  ]);
  assert.deepEqual(new PinSet(disk, [team]).list(team, "npm"), []);
});

for (const [title, text] of [
  ["empty", ""],
  ["cut off", '{"policyVersion":1,'],
  ["of a newer version", '{"policyVersion":2}'],
  ["without a version", "{}"],
  ["with an unknown demand", '{"policyVersion":1,"tree":"whatever"}'],
  ["with a negative cooldown", '{"policyVersion":1,"cooldown":{"days":-1}}'],
] as const) {
  test(`a policy that is ${title} is no policy: nothing is judged without it`, () => {
    assert.throws(
      () => readPolicy(MemoryDisk.of({ "/srv/policy.json": text }), SRV),
      usage(/policy\.json cannot be used/),
    );
  });
}

test("a policy that cannot be read is no policy either", () => {
  const disk = MemoryDisk.of({ "/srv/policy.json": "{}" }).fail("/srv/policy.json");
  assert.throws(() => readPolicy(disk, SRV), usage(/cannot be read/));
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { adoptedProjects, waitingDirectories } from "../../src/daemon/adopted.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

const TEAM = { directory: "/srv/app/lockfiles", snapshot: "/state/adopted/1" };

function disk(): MemoryDisk {
  return new MemoryDisk()
    .file("/srv/app/lockfiles/npm/gull.json", "one")
    .file("/srv/app/lockfiles/README.md", "for people")
    .file("/state/adopted/1/npm/gull.json", "one");
}

test("a directory that holds what was adopted waits for nothing", () => {
  assert.deepEqual(waitingDirectories(disk(), [TEAM]), []);
});

for (const [title, change] of [
  ["a changed lockfile", (one: MemoryDisk) => one.file("/srv/app/lockfiles/npm/gull.json", "two")],
  ["a new lockfile", (one: MemoryDisk) => one.file("/srv/app/lockfiles/pypi/tern.json", "{}")],
  ["a policy", (one: MemoryDisk) => one.file("/srv/app/lockfiles/policy.json", "{}")],
  ["a lockfile that is gone", (one: MemoryDisk) => one.remove("/srv/app/lockfiles/npm/gull.json")],
  ["a directory that is gone", (one: MemoryDisk) => one.remove("/srv/app/lockfiles")],
] as const) {
  test(`${title} waits for sync`, () => {
    assert.deepEqual(waitingDirectories(change(disk()), [TEAM]), [TEAM.directory]);
  });
}

test("projects are those whose pins were adopted", () => {
  const other = { directory: "/srv/pins", snapshot: "/state/adopted/2" };
  assert.deepEqual(adoptedProjects([TEAM, other]), ["/srv/app", "/srv/pins"]);
});

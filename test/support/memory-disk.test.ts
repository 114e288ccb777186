import assert from "node:assert/strict";
import { test } from "node:test";

import { DiskError } from "../../src/ports/disk.ts";
import { MemoryDisk } from "./memory-disk.ts";

const text = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : new TextDecoder().decode(bytes);

const failsAs = (problem: string) => (thrown: unknown) =>
  thrown instanceof DiskError && thrown.problem === problem;

test("files, folders and owners are as they were put", () => {
  const disk = MemoryDisk.of({ "/home/ada/notes": "hello" }).file("/bin/npx", "#!", {
    mode: 0o755,
    uid: 0,
    gid: 0,
  });
  assert.equal(text(disk.read("/home/ada/notes", 5)), "hello");
  assert.deepEqual(disk.stat("/bin/npx"), { kind: "file", size: 2, mode: 0o755, uid: 0, gid: 0 });
  assert.deepEqual(disk.list("/home"), [{ name: "ada", kind: "folder" }]);
  assert.equal(disk.list("/home/ada/notes"), null);
  assert.equal(disk.read("/home/ada/none", 5), null);
  assert.equal(disk.remove("/home/ada").stat("/home/ada/notes"), null);
});

test("links are followed, relative ones from where they stand, loops end", () => {
  const disk = MemoryDisk.of({ "/opt/node/bin/npx": "x" })
    .link("/usr/bin/npx", "../../opt/node/bin/npx")
    .link("/opt/current", "node")
    .link("/a", "b")
    .link("/b", "a");
  assert.equal(disk.stat("/usr/bin/npx")?.kind, "link");
  assert.equal(disk.realPath("/usr/bin/npx"), "/opt/node/bin/npx");
  assert.equal(disk.realPath("/opt/current/bin/npx"), "/opt/node/bin/npx");
  assert.equal(disk.readLink("/opt/current"), "node");
  assert.throws(() => disk.read("/a", 9), failsAs("loop"));
  assert.equal(disk.stat("/a")?.kind, "link");
});

test("what cannot be read says so", () => {
  const disk = MemoryDisk.of({ "/etc/shadow": "x", "/secret/inner/file": "y", "/big": "123456" })
    .fail("/etc/shadow")
    .fail("/secret")
    .fifo("/pipe");
  assert.throws(() => disk.read("/etc/shadow", 9), failsAs("unreadable"));
  assert.equal(disk.stat("/etc/shadow")?.kind, "file");
  assert.throws(() => disk.stat("/secret/inner"), failsAs("unreadable"));
  assert.throws(() => disk.list("/secret"), failsAs("unreadable"));
  assert.throws(() => disk.read("/pipe", 9), failsAs("not-a-file"));
  assert.throws(() => disk.read("/etc", 9), failsAs("not-a-file"));
  assert.throws(() => disk.read("/big", 5), failsAs("too-large"));
});

test("Windows' paths are the same with either separator", () => {
  const disk = MemoryDisk.of({ "C:\\Users\\ada\\x.json": "{}" });
  assert.equal(text(disk.read("C:/Users/ada/x.json", 9)), "{}");
  assert.deepEqual(disk.list("C:\\"), [{ name: "Users", kind: "folder" }]);
});

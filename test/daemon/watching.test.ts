import assert from "node:assert/strict";
import { test } from "node:test";

import { identify } from "../../src/daemon/identify.ts";
import { RecordingDisk } from "../../src/daemon/recording-disk.ts";
import { isWatched, watchSet } from "../../src/daemon/watch-set.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

/** A home with npx behind two links, and nothing of Cursor's yet. */
function home(): MemoryDisk {
  return new MemoryDisk()
    .folder("/home/ada/bin")
    .file("/opt/node-24/bin/npx", "npx", { mode: 0o755 })
    .link("/opt/current", "node-24")
    .link("/usr/bin/npx", "/opt/current/bin/npx")
    .file("/home/ada/.npm/_npx/1/node_modules/wave/lib/deep/index.js", "rise");
}

function watched(disk: MemoryDisk, look: (disk: RecordingDisk) => unknown) {
  const recording = new RecordingDisk(disk, ["/home/ada/.local/state/pinfold/agent"]);
  look(recording);
  const isFolder = (path: string): boolean => disk.stat(path)?.kind === "folder";
  return watchSet(recording.seen, isFolder, "/home/ada/.local/state/pinfold/agent");
}

test("a file that is not there yet is waited for in the nearest folder that is", () => {
  const set = watched(home(), (disk) => disk.stat("/home/ada/.cursor/deep/mcp.json"));
  assert.ok(isWatched(set, "/home/ada/.cursor"));
  assert.ok(!isWatched(set, "/home/ada/.bash_history"));
});

test("a program that could come to stand on PATH is watched for by its name alone", () => {
  const set = watched(home(), (disk) => disk.stat("/home/ada/bin/npx"));
  assert.ok(isWatched(set, "/home/ada/bin/npx"));
  assert.ok(!isWatched(set, "/home/ada/bin/ls"));
  assert.ok(isWatched(set, "/home/ada/bin"), "and the folder itself");
});

test("each link on the way is an entry of its folder", () => {
  const set = watched(home(), (disk) => {
    disk.readLink("/usr/bin/npx");
    disk.readLink("/opt/current");
  });
  assert.ok(isWatched(set, "/usr/bin/npx"));
  assert.ok(isWatched(set, "/opt/current"));
});

test("what is read behind a link is watched where it is", () => {
  const disk = home().link("/home/ada/.mcp.json", "dotfiles/mcp.json");
  disk.file("/home/ada/dotfiles/mcp.json", "{}");
  const set = watched(disk, (recording) => recording.read("/home/ada/.mcp.json", 100));
  assert.ok(isWatched(set, "/home/ada/.mcp.json"));
  assert.ok(isWatched(set, "/home/ada/dotfiles/mcp.json"));
});

test("an installed package is watched by the folder that names it, not file by file", () => {
  const tree = "/home/ada/.npm/_npx/1/node_modules";
  const set = watched(home(), (disk) => disk.digest(`${tree}/wave/lib/deep/index.js`, 0));
  assert.ok(isWatched(set, `${tree}/wave`));
  assert.deepEqual([...set.keys()], [tree]);
});

test("a folder whose names were read is watched for all of them", () => {
  const set = watched(home(), (disk) => disk.list("/home/ada/bin"));
  assert.ok(isWatched(set, "/home/ada/bin/anything"));
});

test("our own memory, and what is no file, is not watched", () => {
  const set = watched(home(), (disk) => {
    disk.stat("/home/ada/.local/state/pinfold/agent/memory.json");
    disk.stat("/proc/self/environ");
    disk.stat("/dev/null");
  });
  assert.equal(set.size, 0);
});

test("a folder's identity is its rights, and its names only where they were read", () => {
  const disk = home();
  const before = identify(disk, "/home/ada", "rights");
  disk.file("/home/ada/notes.txt", "x");
  assert.equal(identify(disk, "/home/ada", "rights"), before);
  disk.file("/home/ada", "no folder any more");
  assert.notEqual(identify(disk, "/home/ada", "rights"), before);
  assert.equal(identify(disk, "/nowhere", "rights"), "");
  assert.equal(identify(disk, "/nowhere", "bytes"), "");
});

test("what was there is noted before it is read", () => {
  const disk = home();
  const recording = new RecordingDisk(disk, []);
  recording.digest("/opt/node-24/bin/npx", 0);
  disk.file("/opt/node-24/bin/npx", "evil");
  const [seen] = recording.seen;
  assert.ok(seen !== undefined);
  assert.notEqual(identify(disk, seen[0], seen[1]), seen[2]);
});

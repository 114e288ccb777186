import assert from "node:assert/strict";
import { test } from "node:test";

import * as v from "valibot";

import { PinfoldError } from "../../src/errors.ts";
import { h1Of } from "../../src/model/digest.ts";
import { foldersOf } from "../../src/state/folders.ts";
import { ManifestStore } from "../../src/state/manifests.ts";
import { Records } from "../../src/state/records.ts";
import type { Files } from "../../src/ports/files.ts";
import { machineOf } from "../clients/world.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { sha256 } from "../support/pins.ts";

/** Writes to a disk in memory, and counts. */
function filesOn(disk: MemoryDisk): Files & { count: number } {
  return {
    count: 0,
    replace(path, text) {
      this.count += 1;
      disk.file(path, text);
    },
    keep(path, text) {
      disk.file(path, text);
    },
    believe: (_path, text) => text,
    forget: (path) => void disk.remove(path),
  };
}

const Tide = v.object({ height: v.number(), names: v.optional(v.record(v.string(), v.string())) });

test("a record is read as it was written, whatever its key", () => {
  const disk = new MemoryDisk();
  const records = new Records(disk, filesOn(disk), "/state/tides", Tide);
  for (const key of ["spring", "../../etc/passwd", "", "__proto__", "n\0ul", "é".repeat(500)]) {
    assert.equal(records.read(key), null);
    records.write(key, { height: key.length });
    assert.deepEqual(records.read(key), { height: key.length });
    assert.match(records.pathOf(key), /^\/state\/tides\/[0-9a-f]{32}\.json$/);
  }
});

test("a record that says the same is not written again, in whatever order its fields come", () => {
  const disk = new MemoryDisk();
  const files = filesOn(disk);
  const records = new Records(disk, files, "/state", Tide);
  records.write("spring", { height: 1, names: { a: "x", b: "y" } });
  records.write("spring", { names: { b: "y", a: "x" }, height: 1 });
  assert.equal(files.count, 1);
  records.write("spring", { height: 2 });
  assert.equal(files.count, 2);
});

for (const [title, put] of [
  ["empty", (disk: MemoryDisk, path: string) => disk.file(path, "")],
  ["cut off", (disk: MemoryDisk, path: string) => disk.file(path, '{"height":')],
  ["of other types", (disk: MemoryDisk, path: string) => disk.file(path, '{"height":"high"}')],
  ["a folder", (disk: MemoryDisk, path: string) => disk.folder(path)],
  ["a FIFO", (disk: MemoryDisk, path: string) => disk.fifo(path)],
  ["unreadable", (disk: MemoryDisk, path: string) => disk.file(path, "{}").fail(path)],
] as const) {
  test(`a record that is ${title} is damaged, never absent`, () => {
    const disk = new MemoryDisk();
    const records = new Records(disk, filesOn(disk), "/state", Tide);
    put(disk, records.pathOf("spring"));
    assert.throws(
      () => records.read("spring"),
      (thrown: unknown) =>
        thrown instanceof PinfoldError &&
        thrown.code === "state" &&
        thrown.message.includes(records.pathOf("spring")),
    );
  });
}

test("a manifest is believed only if it hashes to its name", () => {
  const disk = new MemoryDisk();
  const store = new ManifestStore(disk, filesOn(disk), "/data");
  const files = [{ path: "a.js", sha256: sha256("a") }];
  const h1 = h1Of("gull@1.0.0", files);
  store.write("gull@1.0.0", files);
  assert.deepEqual(store.read(h1, "gull@1.0.0"), files);
  assert.equal(store.read(h1, "tern@1.0.0"), null);
  const [path = ""] = [Buffer.from(h1.slice(3), "base64").toString("hex")].map(
    (hex) => `/data/${hex.slice(0, 2)}/${hex}`,
  );
  disk.file(path, `${sha256("evil")}  gull@1.0.0/a.js\n`);
  assert.equal(store.read(h1, "gull@1.0.0"), null);
  disk.fail(path);
  assert.equal(store.read(h1, "gull@1.0.0"), null);
});

test("pinfold's folders follow XDG, and a relative value is ignored", () => {
  const linux = (env: Record<string, string>) => foldersOf(machineOf("linux", { env }));
  assert.equal(linux({}).state, "/home/ada/.local/state/pinfold");
  assert.equal(linux({ XDG_STATE_HOME: "/var/state" }).state, "/var/state/pinfold");
  assert.equal(linux({ XDG_CONFIG_HOME: "pins" }).config, "/home/ada/.config/pinfold");
  assert.match(foldersOf(machineOf("darwin")).data, /Library\/Application Support\/pinfold$/);
  assert.equal(
    foldersOf(machineOf("win32", { env: { LOCALAPPDATA: "C:/L" } })).cache,
    "C:/L/pinfold/cache",
  );
});

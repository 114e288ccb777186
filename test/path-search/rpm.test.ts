import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { suite, test } from "node:test";

import { DiskView } from "../../src/path-search/disk-view.ts";
import { RpmDatabase } from "../../src/path-search/rpm.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

const ROOT = { uid: 0, gid: 0 };
const NODE = "/usr/bin/node";
const RPM = "/usr/bin/rpm";
const DATABASE = "/usr/lib/sysimage/rpm";

function machine(): MemoryDisk {
  const disk = new MemoryDisk();
  const folders = ["/", "/usr", "/usr/bin", "/usr/lib", "/usr/lib/sysimage", DATABASE];
  for (const folder of folders) disk.folder(folder, ROOT);
  return disk
    .folder("/home/u")
    .file(RPM, "rpm", { ...ROOT, mode: 0o755 })
    .file(NODE, "new", { ...ROOT, mode: 0o755 });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function ask(disk: MemoryDisk, answer: string | null) {
  const asked: string[] = [];
  const database = new RpmDatabase(new DiskView(disk, "/home/u"), (path) => {
    asked.push(path);
    return answer;
  });
  return { database, asked };
}

const ANSWER = `${sha256("new")} 8 ${NODE}\n${sha256("other")} 8 /usr/share/doc/node/README\n`;

suite("rpm's package database", () => {
  test("attests a file that is its package's, and is asked once a package", () => {
    const { database, asked } = ask(machine(), ANSWER);
    assert.equal(database.attests(NODE), true);
    assert.equal(database.has("/usr/share/doc/node/README"), true);
    assert.deepEqual(asked, [NODE]);
  });

  for (const [what, disk, answer] of [
    ["other bytes", machine().file(NODE, "evil", { ...ROOT, mode: 0o755 }), ANSWER],
    ["another owner", machine().file(NODE, "new", { mode: 0o755 }), ANSWER],
    ["what others can write", machine().file(NODE, "new", { ...ROOT, mode: 0o777 }), ANSWER],
    ["a digest that is no SHA-256", machine(), `${sha256("new")} 1 ${NODE}\n`],
    ["an answer that is none", machine(), "error: rpmdb: damaged\n"],
    ["no answer", machine(), null],
  ] as const)
    test(`but not ${what}`, () => {
      assert.equal(ask(disk, answer).database.attests(NODE), false);
    });

  for (const [what, disk] of [
    ["the database can be written by others", machine().folder(DATABASE, { ...ROOT, mode: 0o777 })],
    ["the program is somebody else's", machine().file(RPM, "rpm", { mode: 0o755 })],
    ["there is none", machine().remove(DATABASE)],
  ] as const)
    test(`and is not even asked where ${what}`, () => {
      const { database, asked } = ask(disk, ANSWER);
      assert.equal(database.attests(NODE), false);
      assert.deepEqual(asked, []);
    });
});

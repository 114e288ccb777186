import assert from "node:assert/strict";
import { test } from "node:test";

import type { AuditLog } from "../../src/audit/log.ts";
import { PinfoldError } from "../../src/errors.ts";
import type { Files } from "../../src/ports/files.ts";
import { existingState, recordedFiles } from "../../src/state/recorded-files.ts";
import { auditOn, memoryAudit, memoryAuditStore } from "../support/memory-audit.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

const STATE = "/state";
const RECORD = "/state/launchers/npx.json";

/** Writes that can be made to stop between the log and the file, as a kill would. */
class Harbour {
  readonly disk = new MemoryDisk();
  readonly log: AuditLog;
  /** Where everything ends: with the process, or with one call. */
  diesIn: "nothing" | "put" | "rename" = "nothing";

  constructor() {
    const store = memoryAuditStore(this.disk, "/state/audit");
    this.log = auditOn({
      ...store,
      append: (name, text) => {
        if (this.diesIn === "put" && text.includes("could not write")) throw new Error("killed");
        store.append(name, text);
      },
    });
  }

  get files(): Files {
    const plain: Files = {
      replace: (path, text, { around = (put) => put() }) => {
        this.disk.file(`${path}.abc.tmp`, text);
        around(() => {
          if (this.diesIn !== "nothing") throw new Error("no such folder");
          this.disk.remove(`${path}.abc.tmp`).file(path, text);
        });
      },
      keep: (path, text) => void this.disk.file(path, text),
      believe: (_path, text) => text,
      forget: (path) => void this.disk.remove(path),
    };
    return recordedFiles(plain, this.disk, STATE, this.log);
  }

  text(path = RECORD): string | null {
    const bytes = this.disk.read(path, 2 ** 30);
    return bytes === null ? null : Buffer.from(bytes).toString("utf8");
  }

  write(text: string, path = RECORD): void {
    this.files.replace(path, text, { expected: this.text(path), isPrivate: true });
  }

  believed(path = RECORD): string | null {
    return this.files.believe(path, this.text(path));
  }
}

function isTampered(thrown: unknown): boolean {
  return thrown instanceof PinfoldError && thrown.code === "tampered" && thrown.file === RECORD;
}

test("a record is believed as it was written, and each writing is in the log with its digest", () => {
  const harbour = new Harbour();
  harbour.write("one");
  harbour.write("two");
  assert.equal(harbour.believed(), "two");
  const written = [...harbour.log.records()].filter(({ event }) => event === "state-written");
  assert.deepEqual(
    written.map(({ file }) => file),
    ["launchers/npx.json", "launchers/npx.json"],
  );
  assert.notEqual(written[0]?.digest, written[1]?.digest);
});

for (const [title, tamper] of [
  ["changed", (disk: MemoryDisk) => disk.file(RECORD, "evil")],
  ["removed", (disk: MemoryDisk) => disk.remove(RECORD)],
  ["brought back as it was before", (disk: MemoryDisk) => disk.file(RECORD, "one")],
] as const) {
  test(`a record that something else ${title} is not believed`, () => {
    const harbour = new Harbour();
    harbour.write("one");
    harbour.write("two");
    tamper(harbour.disk);
    assert.throws(() => harbour.believed(), isTampered);
  });
}

test("a record that something else put there is not believed", () => {
  const harbour = new Harbour();
  harbour.write("one", "/state/launchers/uvx.json");
  harbour.disk.file(RECORD, "evil");
  assert.throws(() => harbour.believed(), isTampered);
});

test("what was there before there was a log is believed, and nothing else is after it", () => {
  const harbour = new Harbour();
  harbour.disk.file(RECORD, "older");
  assert.equal(harbour.believed(), "older");
  const log = memoryAudit(harbour.disk, "/state/audit");
  assert.deepEqual(Object.keys(existingState(harbour.disk, STATE)), ["launchers/npx.json"]);
  log.append({ event: "accepted", message: "begins the log" });
  // This log was begun by a store that tells of no state.
  assert.throws(() => harbour.believed(), isTampered);
});

test("killed between log and file: the new record is put into place", () => {
  const harbour = new Harbour();
  harbour.write("one");
  harbour.diesIn = "put";
  assert.throws(() => harbour.write("two"), PinfoldError);
  assert.equal(harbour.text(), "one");
  harbour.diesIn = "nothing";
  assert.equal(harbour.believed(), "two");
  assert.equal(harbour.text(), "two");
});

test("a file that cannot be put into place leaves the log saying the old digest", () => {
  const harbour = new Harbour();
  harbour.write("one");
  harbour.diesIn = "rename";
  assert.throws(() => harbour.write("two"), /no such folder/);
  harbour.diesIn = "nothing";
  assert.equal(harbour.believed(), "one");
});

test("forgetting a record makes its absence the truth", () => {
  const harbour = new Harbour();
  harbour.write("one");
  harbour.disk.file(RECORD, "evil");
  harbour.files.forget(RECORD);
  assert.equal(harbour.believed(), null);
  harbour.disk.file(RECORD, "one");
  assert.throws(() => harbour.believed(), isTampered);
});

test("other files are nobody's concern", () => {
  const harbour = new Harbour();
  harbour.write("{}", "/state/agent/alerts.json");
  harbour.write("{}", "/home/ada/lockfiles/npm/gull.json");
  assert.deepEqual([...harbour.log.records()], []);
  assert.equal(harbour.files.believe("/home/ada/x", "anything"), "anything");
});

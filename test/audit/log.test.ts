import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { ChainWalk } from "../../src/audit/chain.ts";
import { formatRecord, parseLink, parseRecord } from "../../src/audit/line.ts";
import type { AuditLog } from "../../src/audit/log.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { memoryAudit } from "../support/memory-audit.ts";

const FIRST = "/state/audit/000000000001.jsonl";

interface Pond {
  readonly disk: MemoryDisk;
  readonly log: AuditLog;
}

function pond(records = 5): Pond {
  const disk = new MemoryDisk();
  const log = memoryAudit(disk);
  for (let n = 1; n <= records; n += 1)
    log.append({ event: "accepted", message: `wave ${n}`, subject: "npx", digest: `sha256:${n}` });
  return { disk, log };
}

function textOf(disk: MemoryDisk, file = FIRST): string {
  return Buffer.from(disk.read(file, 2 ** 30) ?? []).toString("utf8");
}

/** The whole chain, read anew. */
function walked(disk: MemoryDisk, asked: number | null = null) {
  const walk = new ChainWalk(asked);
  const messages = [...memoryAudit(disk).records(walk)].map(({ message }) => message);
  return { walk, messages };
}

test("records are numbered without gaps, and each has the digest of the one before it", () => {
  const { disk, log } = pond(3);
  const { walk, messages } = walked(disk);
  assert.deepEqual(messages, ["a new audit log", "wave 1", "wave 2", "wave 3"]);
  assert.deepEqual(walk.problems, []);
  assert.deepEqual(walk.head, log.head());
  const lines = textOf(disk).trimEnd().split("\n");
  const records = lines.map((line) => JSON.parse(line) as { self: string; previous: string });
  records.slice(1).forEach(({ previous }, index) => assert.equal(previous, records[index]?.self));
});

test("a record's digest is what sha256sum says of the line without it", () => {
  const { disk, log } = pond(1);
  const line = textOf(disk).trimEnd().split("\n").at(-1) ?? "";
  const script = `sed 's/,"self":"[^"]*"}$/}/' | tr -d '\\n' | sha256sum`;
  const sum = execFileSync("/bin/sh", ["-c", script], { input: line, encoding: "utf8" });
  assert.equal(`sha256:${sum.slice(0, 64)}`, log.head()?.digest);
});

for (const [title, change] of [
  ["an edited word", (text: string) => text.replace("wave 2", "wave 9")],
  ["an edited word in the last record", (text: string) => text.replace("wave 5", "wave 9")],
  ["a record taken out", (text: string) => text.split("\n").toSpliced(2, 1).join("\n")],
  ["the first record taken out", (text: string) => text.split("\n").toSpliced(0, 1).join("\n")],
  [
    "two records exchanged",
    (text: string) => {
      const lines = text.split("\n");
      return [...lines.slice(0, 2), lines[3], lines[2], ...lines.slice(4)].join("\n");
    },
  ],
  ["a line put in", (text: string) => text.replace("\n", '\n{"event":"accepted"}\n')],
  ["half of a line in the middle", (text: string) => text.replace(/(wave 2)[^\n]*/, "$1")],
] as const) {
  test(`${title} breaks the chain, and the place is named`, () => {
    const { disk } = pond();
    const text = textOf(disk);
    disk.file(FIRST, change(text));
    assert.notEqual(textOf(disk), text);
    const { walk } = walked(disk);
    const [problem] = walk.problems;
    assert.ok(problem !== undefined);
    assert.ok(problem.line > 0 || problem.seq === 1, JSON.stringify(problem));
  });
}

test("a cut-off log is whole, and a head that was kept elsewhere shows it", () => {
  const { disk, log } = pond();
  const head = log.head();
  assert.ok(head !== null);
  disk.file(FIRST, textOf(disk).split("\n").slice(0, 4).join("\n") + "\n");
  const { walk } = walked(disk, head.seq);
  assert.deepEqual(walk.problems, []);
  assert.equal(walk.asked, null);
  assert.ok((walk.head?.seq ?? 0) < head.seq);
});

for (const [title, half] of [
  ["half a line", '{"seq":7,"time":"2026-'],
  ["zeros of a machine that lost power", "\0".repeat(200)],
] as const) {
  test(`${title} at the end is told by the next record, and breaks nothing`, () => {
    const { disk, log } = pond();
    disk.file(FIRST, textOf(disk) + half);
    assert.ok(walked(disk).walk.isUnfinished);
    assert.deepEqual(walked(disk).walk.problems, []);
    log.append({ event: "accepted", message: "wave 6" });
    const { walk, messages } = walked(disk);
    assert.deepEqual(walk.problems, []);
    assert.equal(walk.isUnfinished, false);
    assert.match(messages.at(-2) ?? "", /bytes of a record that was written half/);
    assert.equal(messages.at(-1), "wave 6");
    // It stays where it was, and cannot become something else.
    disk.file(FIRST, textOf(disk).replace(half, "x"));
    assert.notDeepEqual(walked(disk).walk.problems, []);
  });
}

test("a last line that lacks nothing but its end is a record", () => {
  const { disk, log } = pond(1);
  disk.file(FIRST, textOf(disk).trimEnd());
  log.append({ event: "accepted", message: "wave 2" });
  const { walk, messages } = walked(disk);
  assert.deepEqual(walk.problems, []);
  assert.deepEqual(messages, ["a new audit log", "wave 1", "wave 2"]);
});

test("a file that is large enough is left for a new one, and the chain goes on", () => {
  const disk = new MemoryDisk();
  const log = memoryAudit(disk, "/state/audit", { maxSegmentBytes: 2000, maxSegments: 4 });
  for (let n = 1; n <= 60; n += 1)
    log.append({
      event: "state-written",
      message: `wave ${n}`,
      file: `entries/${n % 7}.json`,
      digest: `sha256:${String(n).padStart(64, "0")}`,
    });
  const names = (disk.list("/state/audit") ?? []).map(({ name }) => name).toSorted();
  assert.equal(names.length, 4);
  const { walk } = walked(disk);
  assert.deepEqual(walk.problems, []);
  assert.ok((walk.first ?? 0) > 1, "old ones were removed");
  assert.equal(walk.head?.digest, log.head()?.digest);

  const ledger = log.ledger();
  assert.equal(ledger?.size, 7, "what the removed files said is remembered");
  assert.equal(ledger.get("entries/4.json"), `sha256:${"60".padStart(64, "0")}`);

  disk.remove(`/state/audit/${names[0]}`);
  const gone = walked(disk).walk.problems[0];
  assert.match(gone?.message ?? "", /gone, and no rotation removed them/);
});

test("a file in the middle that is missing breaks the chain", () => {
  const disk = new MemoryDisk();
  const log = memoryAudit(disk, "/state/audit", { maxSegmentBytes: 1000 });
  for (let n = 1; n <= 30; n += 1) log.append({ event: "accepted", message: `wave ${n}` });
  const names = (disk.list("/state/audit") ?? []).map(({ name }) => name).toSorted();
  disk.remove(`/state/audit/${names[2]}`);
  assert.notDeepEqual(walked(disk).walk.problems, []);
});

test("a file that was only just begun goes on with the chain of the one before it", () => {
  const disk = new MemoryDisk();
  const limits = { maxSegmentBytes: 600 };
  const log = memoryAudit(disk, "/state/audit", limits);
  log.append({ event: "state-written", message: "a", file: "entries/a", digest: sha("a") });
  log.append({ event: "state-written", message: "b", file: "entries/b", digest: sha("b") });
  const head = log.head();
  disk.file(`/state/audit/${String((head?.seq ?? 0) + 1).padStart(12, "0")}.jsonl`, '{"seq"');
  assert.deepEqual(log.head(), head);
  assert.equal(log.ledger()?.size, 2);
  log.append({ event: "accepted", message: "c" });
  assert.deepEqual(walked(disk).walk.problems, []);
  assert.equal(walked(disk).messages.at(-1), "c");
});

test("what attackers name is cut to size, and cannot move a cursor", () => {
  const { disk, log } = pond(0);
  log.append({
    event: "finding",
    message: `\u001b[2J${"x".repeat(10_000)}`,
    servers: Array.from({ length: 1000 }, (_, n) => `${n}\u202e`),
    details: { "a\u0007": "y".repeat(10_000) },
  });
  const text = textOf(disk);
  assert.ok(text.length < 4000, String(text.length));
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  assert.deepEqual(walked(disk).walk.problems, []);
});

function sha(text: string): string {
  return `sha256:${Buffer.from(text).toString("hex").padStart(64, "0")}`;
}

test("whoever reads the chain alone sees the same breaks", () => {
  const { disk } = pond();
  const walk = (): ChainWalk => {
    const link = new ChainWalk(null, parseLink);
    const records = memoryAudit(disk).records(link);
    while (records.next().done !== true);
    return link;
  };
  assert.deepEqual(walk().problems, []);
  assert.deepEqual(walk().head, walked(disk).walk.head);
  disk.file(FIRST, textOf(disk).replace("wave 2", "wave 9"));
  assert.deepEqual(walk().problems, walked(disk).walk.problems);
});

test("a line of the right digest and the wrong shape is no record", () => {
  for (const shape of ["[]", "null", "7", '{"seq":"1"}', '{"seq":1,"event":"a","previous":[]}']) {
    const line = formatRecord(JSON.parse(shape) as never);
    assert.ok("problem" in parseLink(line), shape);
    assert.ok("problem" in parseRecord(line), shape);
  }
});

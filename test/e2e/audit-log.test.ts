import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";

import { auditedFiles } from "../../src/adapters/audited-files.ts";
import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { ChainWalk } from "../../src/audit/chain.ts";
import { PinfoldError } from "../../src/errors.ts";
import { Stage } from "../support/stage.ts";

const WRITER = new URL("../support/audit-writer.ts", import.meta.url).pathname;
const posix = { skip: process.platform === "win32" ? "POSIX files" : false };
const isRoot = process.getuid?.() === 0;

/** A home that is removed with its audit log. */
class Shore implements Disposable {
  readonly home = mkdtempSync(join(tmpdir(), "pinfold-audit-"));
  readonly folder = join(this.home, ".local/state/pinfold/audit");

  [Symbol.dispose](): void {
    if (this.has()) chmodSync(this.folder, 0o700);
    rmSync(this.home, { recursive: true, force: true });
  }

  has(): boolean {
    return readdirSync(this.home, { recursive: true }).some((path) =>
      this.folder.endsWith(String(path)),
    );
  }

  get log() {
    const { home } = this;
    const machine = { platform: "linux", arch: "x64", home, cwd: home, env: {}, now: new Date() };
    return auditedFiles(machine as never, new NodeDisk(), "test").audit;
  }

  /** A process that appends records, one after the other. */
  writer(name: string, records: number) {
    return spawn(process.execPath, [WRITER, this.home, name, String(records)], {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 60_000,
    });
  }

  walk() {
    const walk = new ChainWalk();
    const messages = [...this.log.records(walk)].map(({ message }) => message);
    return { messages, walk };
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve) => {
    child.once("close", resolve);
  });
}

suite("the audit log on a disk", posix, () => {
  test("several processes append to one chain, and none loses a record", async () => {
    using shore = new Shore();
    const codes = await Promise.all(
      ["p1", "p2", "p3", "p4"].map((name) => ended(shore.writer(name, 50))),
    );
    assert.deepEqual(codes, [0, 0, 0, 0]);
    const { messages, walk } = shore.walk();
    assert.deepEqual(walk.problems, []);
    assert.equal(messages.length, 201);
    for (const name of ["p1", "p2", "p3", "p4"])
      assert.deepEqual(
        messages.filter((message) => message.startsWith(`${name} `)),
        Array.from({ length: 50 }, (_, n) => `${name} ${n}`),
      );
    assert.deepEqual(
      readdirSync(shore.folder).filter((name) => name.startsWith("lock")),
      [],
    );
  });

  test("a writer that is killed loses the record in flight and no other, and blocks nobody", async () => {
    using shore = new Shore();
    let told = 0;
    for (let round = 0; round < 12; round += 1) {
      const child = shore.writer(`r${round}`, 100_000);
      // What it printed is in the log: it prints after it wrote.
      child.stdout.on("data", (part: Buffer) => (told += part.toString().split("\n").length - 1));
      await once(child.stdout, "data");
      await setTimeout(round * 3);
      child.kill("SIGKILL");
      await ended(child);
    }
    shore.log.append({ event: "accepted", message: "after all" });
    const { messages, walk } = shore.walk();
    assert.deepEqual(walk.problems, []);
    const own = messages.filter((message) => /^r\d+ /.test(message)).length;
    assert.ok(told > 12 && own >= told, `${own} of ${told}`);
    assert.ok(own <= told + 12, "no more than the one that was not told of");
  });

  test("a lock whose owner has ended, or that says nothing, is taken over", () => {
    using shore = new Shore();
    mkdirSync(shore.folder, { recursive: true });
    for (const owner of ["999999999", "", "no number"]) {
      writeFileSync(join(shore.folder, "lock"), owner);
      shore.log.append({ event: "accepted", message: owner });
    }
    assert.deepEqual(shore.walk().walk.problems, []);
  });

  test("a full disk is an error that says so, and leaves a chain that goes on", () => {
    using shore = new Shore();
    shore.log.append({ event: "accepted", message: "one" });
    const file = join(shore.folder, "000000000001.jsonl");
    const text = readFileSync(file, "utf8");
    rmSync(file);
    symlinkSync("/dev/full", file);
    assert.throws(
      () => shore.log.append({ event: "accepted", message: "two" }),
      (thrown: unknown) =>
        thrown instanceof PinfoldError && thrown.code === "input" && /ENOSPC/.test(thrown.message),
    );
    rmSync(file);
    // Half of a line, as a disk takes it whose end cannot be cut off again.
    writeFileSync(file, `${text}{"seq":3,"time`);
    shore.log.append({ event: "accepted", message: "three" });
    assert.deepEqual(shore.walk().walk.problems, []);
  });

  test("a folder that cannot be written is an error that says so", { skip: isRoot }, () => {
    using shore = new Shore();
    shore.log.append({ event: "accepted", message: "one" });
    chmodSync(shore.folder, 0o500);
    assert.throws(
      () => shore.log.append({ event: "accepted", message: "two" }),
      (thrown: unknown) => thrown instanceof PinfoldError && thrown.code === "input",
    );
    assert.deepEqual(shore.walk().walk.problems, []);
  });
});

suite("pinfold log, and what it is for", posix, () => {
  test("lock and accept are told, filtered, and followed from a head that was kept elsewhere", async () => {
    await using stage = await Stage.set();
    const log = await stage.pinfold("log");
    assert.equal(log.code, 0);
    assert.match(log.out, /lock +locked +npm:gull is pinned in/);
    assert.match(
      log.out,
      /state-written +wrote launchers\/[0-9a-f]+\.json {2}sha256:[0-9a-f]{12}…/,
    );
    const [, head = ""] = /head (\d+:[0-9a-f]{64})/.exec(log.out) ?? [];
    assert.equal((await stage.pinfold("log", "--verify", "--head", head)).code, 0);

    const chosen = await stage.pinfold("log", "npm:gull", "--event", "locked", "--json");
    const { records } = JSON.parse(chosen.out) as { records: { event: string }[] };
    assert.deepEqual(
      records.map(({ event }) => event),
      ["locked"],
    );
    assert.match((await stage.pinfold("log", "--limit", "1")).out, /the last 1 of \d+ records/);
    assert.match((await stage.pinfold("log", "--since", "2100-01-01")).out, /no record of that/);
    for (const wrong of [
      ["--event", "tsunami"],
      ["--since", "yesterday"],
      ["--limit", "0"],
      ["--head", head],
      ["--verify", "--head", "12"],
    ])
      assert.equal((await stage.pinfold("log", ...wrong)).code, 2, wrong.join(" "));

    const file = stage.path(".local/state/pinfold/audit/000000000001.jsonl");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.split("\n").slice(0, 3).join("\n") + "\n");
    const cut = await stage.pinfold("log", "--verify", "--head", head);
    assert.equal(cut.code, 1);
    assert.match(cut.out, /the log was cut off or begun anew/);

    writeFileSync(file, text.replace('"by":"lock"', '"by":"look"'));
    const edited = await stage.pinfold("log", "--verify");
    assert.equal(edited.code, 1);
    assert.match(edited.out, /broken: record 1 \(000000000001\.jsonl:1\): was edited/);
    assert.equal((await stage.pinfold("verify")).code, 1, "a broken log is not clean");

    rmSync(file);
    assert.equal((await stage.pinfold("log", "--verify")).code, 3);
    assert.equal((await stage.pinfold("log", "--verify", "--head", head)).code, 1);
  });

  test("a record of state that was edited, removed or planted is named until accept drops it", async () => {
    await using stage = await Stage.set();
    const state = stage.path(".local/state/pinfold");
    for (const kind of ["entries", "launchers", "baselines"]) {
      const [name = ""] = readdirSync(join(state, kind));
      const file = join(state, kind, name);
      for (const tamper of [() => appendFileSync(file, " "), () => rmSync(file)]) {
        tamper();
        const seen = await stage.pinfold("verify");
        assert.equal(seen.code, 1, `${kind}: ${seen.out}`);
        assert.match(
          seen.out,
          /error\[baseline-tampered\] gull: a record of this machine's state, was/,
        );
        assert.equal((await stage.pinfold("log", "--verify")).code, 1);
        assert.equal((await stage.pinfold("accept", "gull")).code, 2, "not without being asked");
        const refused = await stage.pinfold("accept", "gull", "--yes");
        assert.equal(refused.code, 2, "not by --yes alone");
        const [, digest = ""] = /--digest (sha256:[0-9a-f]{64})/.exec(refused.err) ?? [];
        const dropped = await stage.pinfold("accept", "gull", "--yes", "--digest", digest);
        assert.equal(dropped.code, 0, dropped.out + dropped.err);
        const accepted = await stage.pinfold("accept", "gull", "--yes");
        assert.equal(accepted.code, 0, accepted.out + accepted.err);
        const what = kind === "launchers" ? ["accept", "npx", "--yes"] : ["lock", "--yes"];
        assert.equal((await stage.pinfold(...what)).code, 0);
        const after = await stage.pinfold("verify");
        assert.equal(after.code, 0, `${kind}: ${after.out}`);
        assert.equal((await stage.pinfold("log", "--verify")).code, 0);
        stage.putBack();
      }
    }
  });

  test("adopted directories that something else changed are never taken for none", async () => {
    await using stage = await Stage.set();
    stage.removes(".config/pinfold");
    stage.removes(".local");
    assert.equal((await stage.pinfold("lock", "--yes", "--lockfiles", "team")).code, 0);
    assert.equal((await stage.pinfold("verify")).code, 0);
    const adopted = stage.path(".local/state/pinfold/adopted");
    const record = readdirSync(adopted).find((name) => name.endsWith(".json")) ?? "";
    rmSync(join(adopted, record));
    const { code, out } = await stage.pinfold("verify");
    assert.equal(code, 1);
    assert.match(out, /baseline-tampered/);
  });
});

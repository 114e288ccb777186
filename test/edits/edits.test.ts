import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { nodeFiles } from "../../src/adapters/node-files.ts";
import { nodeUserFiles } from "../../src/adapters/user-files.ts";
import { applyEdit } from "../../src/edits/apply.ts";
import { EditHistory, type MadeEdit } from "../../src/edits/history.ts";
import { openForEdit, planEdit, type PlannedEdit, spliced } from "../../src/edits/plan.ts";
import { applyUndo, planUndo } from "../../src/edits/undo.ts";

const BEFORE = '{\r\n  // of the reef\r\n  "command": "npx"\r\n}\r\n';
const AFTER = BEFORE.replace("npx", "pinfold");

/** A home with one file, whose edits are made for real. */
class Reef implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "pinfold-edits-"));
  readonly file = join(this.root, "mcp.json");
  readonly history = new EditHistory(new NodeDisk(), nodeFiles, {
    state: join(this.root, "state"),
  });

  constructor(bytes: string | Uint8Array = BEFORE) {
    writeFileSync(this.file, bytes);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  plan(change: (text: string) => string, path = this.file): PlannedEdit {
    const editable = openForEdit(nodeUserFiles, path, "jsonc");
    assert.ok(editable !== null);
    const edit = planEdit(editable, change(editable.text));
    assert.ok(edit !== null);
    return edit;
  }

  makes(edit: PlannedEdit): MadeEdit {
    const reason = { by: "harden", at: new Date(0), about: ["cursor/gull"] };
    return applyEdit(nodeUserFiles, this.history, edit, reason);
  }

  edits(path = this.file): MadeEdit {
    return this.makes(this.plan((text) => text.replace("npx", "pinfold"), path));
  }

  /** Undoes everything; answers whether the bytes of before are back. */
  undoes(): boolean {
    const [newest, ...older] = this.history.all().toReversed();
    assert.ok(newest !== undefined);
    const undo = planUndo(nodeUserFiles, this.history, [newest, ...older]);
    applyUndo(nodeUserFiles, this.history, undo);
    return undo.isExact;
  }

  get text(): string {
    return readFileSync(this.file, "utf8");
  }

  get backups(): readonly string[] {
    const folder = join(this.root, "state/edits/before");
    return existsSync(folder) ? readdirSync(folder) : [];
  }
}

test("an edit keeps mode, owner, line ends and byte order mark, and is undone to the same bytes", () => {
  using reef = new Reef(`\uFEFF${BEFORE}`);
  chmodSync(reef.file, 0o640);
  if (process.getuid?.() === 0) chownSync(reef.file, 1234, 4321);
  const { uid, gid } = statSync(reef.file);
  reef.edits();
  assert.equal(reef.text, `\uFEFF${AFTER}`);
  const now = statSync(reef.file);
  assert.deepEqual([now.mode & 0o7777, now.uid, now.gid], [0o640, uid, gid]);
  const [backup = ""] = reef.backups;
  const kept = join(reef.root, "state/edits/before", backup);
  assert.equal(statSync(kept).mode & 0o777, 0o600);
  assert.equal(readFileSync(kept, "utf8"), `\uFEFF${BEFORE}`);

  assert.equal(reef.undoes(), true);
  assert.equal(reef.text, `\uFEFF${BEFORE}`);
  assert.deepEqual(reef.history.all(), []);
  assert.deepEqual(reef.backups, [], "what may hold secrets is not kept longer than it is needed");
  assert.deepEqual(readdirSync(reef.root).toSorted(), ["mcp.json", "state"]);
});

test("a file that changed after it was shown is not overwritten", () => {
  using reef = new Reef();
  const edit = reef.plan((text) => text.replace("npx", "pinfold"));
  writeFileSync(reef.file, "{}");
  assert.throws(() => reef.makes(edit), /changed by another program meanwhile/);
  assert.equal(reef.text, "{}");
  assert.deepEqual([reef.history.all(), reef.backups], [[], []]);
  assert.deepEqual(
    readdirSync(reef.root).toSorted(),
    ["mcp.json", "state"],
    "nothing is left behind",
  );
});

test("a link is followed and stays; one that is re-pointed meanwhile is not", () => {
  using reef = new Reef();
  const link = join(reef.root, "link.json");
  symlinkSync("mcp.json", link);
  reef.edits(link);
  assert.equal(reef.text, AFTER);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(reef.undoes(), true);
  assert.equal(reef.text, BEFORE);

  const edit = reef.plan((text) => text.replace("npx", "pinfold"), link);
  const other = join(reef.root, "other.json");
  writeFileSync(other, BEFORE);
  rmSync(link);
  symlinkSync("other.json", link);
  assert.throws(() => reef.makes(edit), /changed by another program/);
  assert.deepEqual([readFileSync(other, "utf8"), reef.text], [BEFORE, BEFORE]);
});

test("what a change could not keep is not touched", () => {
  using reef = new Reef();
  const named = join(reef.root, "second-name.json");
  linkSync(reef.file, named);
  assert.throws(() => reef.plan((text) => text), /several names/);
  rmSync(named);
  chmodSync(reef.file, 0o444);
  assert.throws(() => reef.plan((text) => text), /read-only/);
  mkdirSync(named);
  assert.throws(() => reef.plan((text) => text, named), /no regular file/);
  writeFileSync(join(reef.root, "odd"), Uint8Array.of(0x7b, 0xff));
  assert.throws(() => reef.plan((text) => text, join(reef.root, "odd")), /neither valid UTF-8/);
});

test("several edits of one file are undone together, to the same bytes", () => {
  using reef = new Reef();
  reef.edits();
  reef.makes(reef.plan((text) => text.replace("reef", "coast")));
  assert.equal(reef.undoes(), true);
  assert.equal(reef.text, BEFORE);
});

test("what others changed elsewhere since stays, and is said", () => {
  using reef = new Reef(`{\n  "a": 1,\n  "b": 2,\n  "c": 3,\n  "d": 4,\n  "command": "npx"\n}\n`);
  reef.edits();
  writeFileSync(reef.file, reef.text.replace('"a": 1', '"a": 7'));
  assert.equal(reef.undoes(), false);
  assert.equal(reef.text, `{\n  "a": 7,\n  "b": 2,\n  "c": 3,\n  "d": 4,\n  "command": "npx"\n}\n`);
});

test("what others changed at the same place since is left, and can be undone later", () => {
  using reef = new Reef();
  reef.edits();
  writeFileSync(reef.file, AFTER.replace("pinfold", "other"));
  assert.throws(() => reef.undoes(), /changed at the same place since/);
  assert.equal(reef.history.all().length, 1);
  writeFileSync(reef.file, AFTER);
  assert.equal(reef.undoes(), true);
});

test("kept bytes that were changed are never written back", () => {
  using reef = new Reef();
  const made = reef.edits();
  writeFileSync(reef.history.backupOf(made), BEFORE.replace("npx", "evil"));
  assert.throws(() => reef.undoes(), /was changed/);
  assert.equal(reef.text, AFTER);
  rmSync(reef.history.backupOf(made));
  assert.throws(() => reef.undoes(), /is gone/);
});

test("an edit that broke off before it was made undoes to nothing", () => {
  using reef = new Reef();
  const made = reef.edits();
  writeFileSync(reef.file, BEFORE);
  assert.equal(reef.undoes(), true);
  assert.equal(reef.text, BEFORE);
  assert.equal(existsSync(reef.history.backupOf(made)), false);
});

test("a disk that is full leaves the file whole", () => {
  using reef = new Reef();
  const edit = reef.plan((text) => text.replace("npx", "pinfold"));
  const full = {
    ...nodeUserFiles,
    keep: () => {
      throw new Error("ENOSPC");
    },
  };
  const reason = { by: "harden", at: new Date(0), about: [] };
  assert.throws(() => applyEdit(full, reef.history, edit, reason), /ENOSPC/);
  assert.deepEqual([reef.text, reef.history.all()], [BEFORE, []]);
});

test("parts are replaced where they stand, and never over one another", () => {
  const parts = [
    { from: 4, to: 6, text: "E" },
    { from: 0, to: 1, text: "A" },
    { from: 6, to: 6, text: "!" },
  ];
  assert.equal(spliced("abcdefg", parts), "AbcdE!g");
  assert.throws(() =>
    spliced("abc", [
      { from: 0, to: 2, text: "" },
      { from: 1, to: 3, text: "" },
    ]),
  );
});

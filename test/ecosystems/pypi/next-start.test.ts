import assert from "node:assert/strict";
import { test } from "node:test";

import {
  askedProject,
  newestOf,
  versionOfFile,
} from "../../../src/ecosystems/pypi/asked-project.ts";
import { closureMoves } from "../../../src/ecosystems/pypi/closure-moves.ts";
import type { IndexFile, IndexProject } from "../../../src/ports/python-index.ts";

const file = (name: string, more: Partial<IndexFile> = {}): IndexFile => ({
  file: name,
  url: `https://files.example.com/${name}`,
  sha256: `sha256:${"a".repeat(64)}`,
  requiresPython: null,
  yanked: null,
  published: "2026-01-05T09:00:00Z",
  provenance: null,
  ...more,
});
const page = (...files: readonly IndexFile[]): IndexProject => ({
  name: "wave",
  files,
  status: null,
  statusReason: null,
  knowsProvenance: false,
});

test("versions are read from names of archives, and normalized", () => {
  assert.equal(versionOfFile("wave", "wave-1.0-py3-none-any.whl"), "1.0");
  assert.equal(versionOfFile("deep-wave", "deep_wave-1.0.POST1-1-py3-none-any.whl"), "1.0.post1");
  assert.equal(versionOfFile("deep-wave", "deep-wave-2.0rc1.tar.gz"), "2.0rc1");
  assert.equal(versionOfFile("wave", "idna-1.0-py3-none-any.whl"), null);
  assert.equal(versionOfFile("wave", "wave-evil-py3-none-any.whl"), null);
  assert.equal(versionOfFile("wave", "wave-1.0.exe"), null);
});

test("the newest version is neither a trial nor taken back, in the order of PEP 440", () => {
  const files = [
    "wave-1.9-py3-none-any.whl",
    "wave-1.10-py3-none-any.whl",
    "wave-1.10.post1-py3-none-any.whl",
    "wave-2.0rc1-py3-none-any.whl",
    "wave-2.0.dev1-py3-none-any.whl",
  ].map((name) => file(name));
  assert.equal(newestOf("wave", files), "1.10.post1");
  assert.equal(
    newestOf("wave", [...files, file("wave-3.0-py3-none-any.whl", { yanked: "" })]),
    "1.10.post1",
  );
  assert.equal(newestOf("wave", []), null);
});

const PINNED = {
  name: "wave",
  version: "1.0",
  archives: new Map([["wave-1.0-py3-none-any.whl", `sha256:${"a".repeat(64)}`]]),
};
const calendar = { now: new Date("2026-01-06T09:00:00Z"), cooldownDays: 14 };
const held = (index: IndexProject | null, isOfEntry = false): string =>
  askedProject(
    PINNED,
    { registry: "index.example.com", page: index, next: null, isOfEntry },
    calendar,
  ).held;

test("what an index has under a pinned name is the same, other bytes, unlisted or incomparable", () => {
  const name = "wave-1.0-py3-none-any.whl";
  const other = file(name, { sha256: `sha256:${"b".repeat(64)}` });
  assert.equal(held(page(file(name))), "same");
  assert.equal(held(page(other)), "republished");
  assert.equal(held(page(other), true), "other-bytes");
  assert.equal(held(page(file("wave-1.1-py3-none-any.whl"))), "unlisted");
  assert.equal(held(page(file(name, { sha256: null }))), "incomparable");
});

test("a newer version tells its age and when it is old enough", () => {
  const index = page(file("wave-1.0-py3-none-any.whl"), file("wave-1.1-py3-none-any.whl"));
  const answer = { registry: "index.example.com", page: index, next: null, isOfEntry: false };
  const { next, newest } = askedProject(PINNED, answer, calendar);
  assert.equal(next?.order, "same");
  assert.deepEqual(
    [newest?.version, newest?.order, newest?.ageHours, newest?.cooldownEnds],
    ["1.1", "newer", 24, "2026-01-19"],
  );
});

test("what moves, comes and goes is told; what a marker leaves out elsewhere is not", () => {
  const pin = (version: string, marker?: string) => ({
    version,
    artifacts: [],
    ...(marker === undefined ? {} : { marker }),
  });
  const packages = {
    tern: pin("1.0"),
    wave: pin("2.0"),
    spray: pin("1.0"),
    "foam@1.0": pin("1.0", "python_full_version < '3.12'"),
    "foam@2.0": pin("2.0", "python_full_version >= '3.12'"),
    colorama: pin("0.4", "sys_platform == 'win32'"),
  };
  const resolved = [
    { name: "tern", version: "1.1" },
    { name: "wave", version: "2.1" },
    { name: "foam", version: "2.0" },
    { name: "salt", version: "3.0" },
  ];
  assert.deepEqual(closureMoves({ packages }, resolved, "tern"), {
    moved: [{ name: "wave", from: "2.0", to: "2.1" }],
    added: [{ name: "salt", version: "3.0" }],
    removed: [{ name: "spray", version: "1.0" }],
  });
});

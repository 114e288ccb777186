import assert from "node:assert/strict";
import { test } from "node:test";

import { assert as property, anything, dictionary, property as ofAll, string } from "fast-check";

import { nextAttempt } from "../../../src/adapters/uv/attempts.ts";
import { projectPage } from "../../../src/ecosystems/pypi/project-page.ts";
import { closureOf } from "../../../src/ecosystems/pypi/pylock.ts";
import { pythonWanted } from "../../../src/ecosystems/pypi/python-wanted.ts";
import { choosingOptionsOf, requirementsOf } from "../../../src/ecosystems/pypi/requirements.ts";
import { PinfoldError } from "../../../src/errors.ts";
import { resolveLaunch } from "../../../src/launchers/index.ts";
import type { Launch } from "../../../src/model/launch.ts";
import { entryOf } from "../../launchers/entry.ts";
import { MemoryDisk } from "../../support/memory-disk.ts";

const launched = (command: string, ...args: readonly string[]): Launch =>
  resolveLaunch(entryOf({ command, args }));

type Asked = readonly [args: readonly string[], requirements: readonly string[]];
const ASKED: readonly Asked[] = [
  [["mcp-server-tern"], ["mcp-server-tern"]],
  [["mcp-server-tern@1.4.0"], ["mcp-server-tern==1.4.0"]],
  [["mcp-server-tern@latest"], ["mcp-server-tern"]],
  [["--from", "tern[cli]>=1,<2", "tern"], ["tern[cli]>=1,<2"]],
  [
    ["--with", "wave==2", "--with", "spray", "tern"],
    ["tern", "spray", "wave==2"],
  ],
  [
    ["--from", "git+https://git.example.com/sea/tern@v1", "tern"],
    ["git+https://git.example.com/sea/tern@v1"],
  ],
  [
    ["--with", "wave", "--from", "git+https://git.example.com/sea/tern@v1", "tern"],
    ["git+https://git.example.com/sea/tern@v1", "wave"],
  ],
];
for (const [args, requirements] of ASKED)
  test(`uvx ${args.join(" ")} asks for ${requirements.join(", ")}`, () => {
    assert.deepEqual(requirementsOf(launched("uvx", ...args)), requirements);
  });

test("options that choose are handed on by their long names, the Python and the configuration apart", () => {
  const args =
    "-p 3.12 -i https://index.example.com --constraints c.txt -f wheels --no-config --pre".split(
      " ",
    );
  assert.deepEqual(choosingOptionsOf(launched("uvx", ...args, "tern"), "/srv/x"), [
    "--index-url",
    "https://index.example.com",
    "--constraints",
    "/srv/x/c.txt",
    "--find-links",
    "/srv/x/wheels",
    "--pre",
  ]);
});

test("the Python is that of the option, of the variable, of the nearest file, of the user", () => {
  const disk = new MemoryDisk()
    .file("/srv/.python-version", "# ours\n3.11\n")
    .file("/srv/odd/.python-version", "--evil\n/evil/python\n")
    .file("/home/ada/.config/uv/.python-version", "3.10\n");
  const sources = { disk, cwd: "/srv/a/b", config: "/home/ada/.config", env: {} };
  const uvx = launched("uvx", "tern");
  assert.equal(pythonWanted(sources, launched("uvx", "--python", "3.13", "tern")), "3.13");
  assert.equal(pythonWanted({ ...sources, env: { UV_PYTHON: "3.12" } }, uvx), "3.12");
  assert.equal(pythonWanted(sources, uvx), "3.11");
  assert.equal(pythonWanted({ ...sources, cwd: "/opt" }, uvx), "3.10");
  // Neither an option nor a path is handed to uv from a file that anybody wrote.
  assert.equal(pythonWanted({ ...sources, cwd: "/srv/odd" }, uvx), null);
});

test("another attempt is made for a Python that is demanded, never for a lower one", () => {
  const state = { python: "3.11", built: [] };
  const says = "does not satisfy Python>=3.13 and Python>=3.12\n does not satisfy Python>=3.12,<4";
  assert.equal(nextAttempt(says, state, [])?.python, "3.12");
  assert.equal(nextAttempt("does not satisfy Python>=3.9", state, []), null);
  assert.equal(nextAttempt("nothing of that", state, ["wave"]), null);
});

test("whatever uv prints is a closure or a refusal", () => {
  property(
    ofAll(anything(), (value) => {
      try {
        closureOf(value, "3.12");
      } catch (thrown) {
        assert.ok(thrown instanceof PinfoldError);
      }
    }),
  );
});

test("whatever an index answers is a page or a refusal", () => {
  property(
    ofAll(dictionary(string(), anything()), string(), (files, name) => {
      const text = JSON.stringify({
        name: "wave",
        files: [files, { ...files, filename: name, url: name }],
      });
      try {
        projectPage(text, { name: "wave", url: "https://index.example.com/simple/wave/" });
      } catch (thrown) {
        assert.ok(thrown instanceof PinfoldError);
      }
    }),
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseVenvConfig } from "../../../src/ecosystems/pypi/venv-config.ts";

test("what uv writes", () => {
  const text =
    "home = /opt/python/bin\nimplementation = CPython\nuv = 0.13.9\nversion_info = 3.11.7\n" +
    "include-system-site-packages = false\nrelocatable = true\n";
  assert.deepEqual(parseVenvConfig(text), {
    home: "/opt/python/bin",
    hasSystemPackages: false,
    version: "3.11.7",
    isRelocatable: true,
    repeated: [],
  });
});

test("keys are read in any case, as Python reads them", () => {
  const read = parseVenvConfig(
    "HOME=/a\r\nInclude-System-Site-Packages = TRUE\r\nversion = 3.12\n",
  );
  assert.equal(read.home, "/a");
  assert.equal(read.hasSystemPackages, true);
  assert.equal(read.version, "3.12");
});

test("a second home is told: two readers of it disagree", () => {
  assert.deepEqual(parseVenvConfig("home = /a\nhome = /b\n").repeated, ["home"]);
});

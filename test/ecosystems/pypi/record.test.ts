import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";

import { parseRecord, recordedPath } from "../../../src/ecosystems/pypi/record.ts";

const PACKAGES = "lib/python3.11/site-packages";
const at = (path: string) => recordedPath(path, PACKAGES, "/env");

test("lines have a path, and say whether a hash stands behind it", () => {
  const text = 'a/b.py,sha256=x,3\r\n"odd, ""name"".py",sha256=y,4\na/__pycache__/b.pyc,,\n';
  assert.deepEqual(parseRecord(text), [
    { path: "a/b.py", hasHash: true },
    { path: 'odd, "name".py', hasHash: true },
    { path: "a/__pycache__/b.pyc", hasHash: false },
  ]);
});

test("what is no RECORD is nothing, not half of one", () => {
  for (const text of ["<html>", "a.py", ",sha256=x,3", '"a.py,x,1', "a.py,x,one", "a,b,c,1"])
    assert.equal(parseRecord(text), null, text);
});

test("paths are placed in the environment, and none leads out of it", () => {
  assert.equal(at("idna/core.py"), `${PACKAGES}/idna/core.py`);
  assert.equal(at("../../../bin/mcp"), "bin/mcp");
  assert.equal(at("/env/share/man/x.1"), "share/man/x.1");
  for (const path of [
    "../../../../etc/passwd",
    "/etc/passwd",
    "/environment/x",
    "C:/x",
    "..\\..\\..\\..\\x",
  ])
    assert.equal(at(path), null, path);
});

test("any list of paths is read back from its RECORD", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_. ,"-]{1,20}$/);
  fc.assert(
    fc.property(fc.array(name, { maxLength: 20 }), (paths) => {
      const text = paths.map((path) => `"${path.replaceAll('"', '""')}",sha256=x,1\n`).join("");
      assert.deepEqual(
        parseRecord(text)?.map(({ path }) => path),
        paths,
      );
    }),
  );
});

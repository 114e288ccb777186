import assert from "node:assert/strict";
import { test } from "node:test";

import { parsePrograms } from "../../../src/ecosystems/pypi/entry-points.ts";
import { parseMetadata } from "../../../src/ecosystems/pypi/metadata.ts";
import { normalName } from "../../../src/ecosystems/pypi/names.ts";

test("names have one spelling", () => {
  assert.equal(normalName("MCP_Server.-Fetch"), "mcp-server-fetch");
});

test("metadata is name, version and what is asked for; the description is none of it", () => {
  const text =
    "Metadata-Version: 2.4\r\nName: MCP_Server.Fetch\nVersion: 2026.1.14\n" +
    "Requires-Dist: HTTPX[http2]>=0.27 ; python_version < '4'\nRequires-Dist: httpx\n\nName: other\n";
  assert.deepEqual(parseMetadata(text), {
    name: "mcp-server-fetch",
    version: "2026.1.14",
    dependencies: ["httpx"],
  });
});

test("metadata that says its name twice, or oddly, is no metadata", () => {
  for (const text of [
    "",
    "Name: a\n\nVersion: 1\n",
    "Name: a\nName: b\nVersion: 1\n",
    "Name: ../a\nVersion: 1\n",
    "Name: a\nVersion: 1 2\n",
    "<!doctype html>",
  ])
    assert.equal(parseMetadata(text), null, text);
});

test("programs are those of the two sections that installers read", () => {
  const text =
    "# tools\n[console_scripts]\nmcp = mcp.cli:app [cli]\nbad = os;system\n../up = a:b\n" +
    "[gui_scripts]\nwin=a.b:c.d\n[pytest11]\nplug = a:b\n";
  assert.deepEqual(parsePrograms(text), { mcp: "mcp.cli:app", win: "a.b:c.d" });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { resolveLaunch } from "../../src/launchers/index.ts";
import { entryOf } from "./entry.ts";
import { summaryOf } from "./summary.ts";

describe("entries", () => {
  it("of a remote server keep their address as it is written", () => {
    for (const url of ["https://x.example/mcp", "ws://x.example", "${URL}/mcp"]) {
      const launch = resolveLaunch(entryOf({ url }));
      assert.equal(launch.kind, "remote");
      assert.equal(launch.endpoint, url);
    }
  });

  it("whose address is no web address are opaque", () => {
    for (const url of ["file:///etc/passwd", "x.example/mcp", "stdio"])
      assert.equal(resolveLaunch(entryOf({ url })).kind, "opaque");
  });

  it("of a remote server can run code for their headers", () => {
    const entry = entryOf({ url: "https://x.example/mcp", headersHelper: "/bin/make-headers" });
    assert.deepEqual(resolveLaunch(entry).unjudged, ["a command that makes its headers"]);
  });

  it("with a problem are opaque with that problem, whatever else they say", () => {
    const entry = { ...entryOf({ command: ["npx", "pkg@1.0.0"] }), problem: '"args" is a text' };
    assert.equal(resolveLaunch(entry).reason, '"args" is a text');
  });

  it("without command and address are opaque", () => {
    assert.equal(resolveLaunch(entryOf({})).kind, "opaque");
    assert.equal(resolveLaunch(entryOf({ command: " " })).kind, "opaque");
  });

  it("hand their working folder on, and wrappers move it from there", () => {
    const command = ["sh", "-c", "cd server && uv --directory ./x run main.py"];
    const launch = resolveLaunch(entryOf({ command, cwd: "/srv" }));
    assert.equal(
      summaryOf(launch),
      "local-script by uv run file main.py <sh -c, cd> in /srv/server/x ! the environment that uv run makes",
    );
    assert.equal(resolveLaunch(entryOf({ command: ["npx", "pkg"], cwd: "/srv" })).cwd, "/srv");
  });

  it("keep the spec as it is written, where the package and version say less", () => {
    const specs = ["pkg[cli]==1.0", "git+https://x.example/o/r@main#subdirectory=a"];
    for (const spec of specs)
      assert.equal(resolveLaunch(entryOf({ command: ["uvx", "--from", spec, "x"] })).spec, spec);
  });
});

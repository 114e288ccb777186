import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { lineOf } from "../../src/ecosystems/npm/judge-settings.ts";
import { type LookUp, preferredPrograms } from "../../src/ecosystems/npm/preferred.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

/** Kind and path of everything that npx would prefer. */
function preferred(disk: MemoryDisk, parts: Partial<LookUp> = {}): readonly string[] {
  const lookUp: LookUp = {
    specs: ["gull@1.0.0"],
    bin: null,
    cwd: "/home/ada/shop",
    localPrefix: "/home/ada/shop",
    globalPrefix: "/usr",
    ...parts,
  };
  return preferredPrograms(disk, lookUp).map(({ kind, path }) => `${kind} ${path}`);
}

function gull(version = "1.0.0", more: object = {}): string {
  return JSON.stringify({ name: "gull", version, bin: { gull: "g.js" }, ...more });
}

suite("npx's look-up order", () => {
  test("an empty folder prefers nothing", () => {
    assert.deepEqual(preferred(MemoryDisk.of({ "/home/ada/shop/x": "" })), []);
  });

  test("the nearest program wins, and a folder of that name is none", () => {
    const disk = new MemoryDisk()
      .folder("/home/ada/shop/node_modules/.bin/gull")
      .file("/home/ada/node_modules/.bin/gull", "")
      .file("/node_modules/.bin/gull", "");
    assert.deepEqual(preferred(disk, { specs: ["gull"] }), [
      "program /home/ada/node_modules/.bin/gull",
    ]);
    assert.deepEqual(preferred(disk), []);
  });

  test("links are followed to a file", () => {
    const disk = new MemoryDisk()
      .file("/opt/evil", "")
      .link("/home/ada/shop/node_modules/.bin/gull@1.0.0", "/opt/evil")
      .link("/home/ada/node_modules/.bin/gull@1.0.0", "/nowhere");
    assert.deepEqual(preferred(disk), ["look-alike /home/ada/shop/node_modules/.bin/gull@1.0.0"]);
  });

  test("global programs count only where the global folder is another one", () => {
    const disk = MemoryDisk.of({ "/usr/bin/gull": "" });
    assert.deepEqual(preferred(disk, { specs: ["gull"] }), ["program /usr/bin/gull"]);
    assert.deepEqual(preferred(disk, { specs: ["gull"], localPrefix: "/usr" }), []);
  });

  test("a global package needs its program there too", () => {
    const at = "/usr/lib/node_modules/gull";
    const disk = MemoryDisk.of({ [`${at}/package.json`]: gull() });
    assert.deepEqual(preferred(disk), []);
    disk.file("/usr/bin/gull", "");
    assert.deepEqual(preferred(disk), [`copy ${at}`]);
    disk.file(`${at}/package.json`, gull("1.0.1"));
    assert.deepEqual(preferred(disk), []);
  });

  test("what a package named by an option brings is looked for in the tree alone", () => {
    const disk = MemoryDisk.of({
      "/home/ada/shop/node_modules/.bin/gull": "",
      "/usr/bin/gull": "",
    });
    const named = { specs: ["gull@1.0.0", "wave@2.0.0"], bin: "gull" };
    assert.deepEqual(preferred(disk, named), []);
    disk.file("/home/ada/shop/node_modules/wave/package.json", '{"name":"wave","version":"2.0.0"}');
    assert.deepEqual(preferred(disk, named), ["copy /home/ada/shop/node_modules/wave"]);
  });

  test("versions, ranges, bare names and tags find what npm finds", () => {
    const at = "/home/ada/shop/node_modules/gull";
    const disk = MemoryDisk.of({ [`${at}/package.json`]: gull("1.2.0") });
    const finds = (spec: string): boolean => preferred(disk, { specs: [spec] }).length > 0;
    assert.ok(finds("gull@1.2.0"));
    assert.ok(finds("gull@^1.0.0"));
    assert.ok(finds("gull"));
    assert.ok(!finds("gull@2"));
    assert.ok(!finds("gull@latest"));
    disk.file(`${at}/package.json`, gull("1.2.0", { resolved: "https://h.test/g.tgz" }));
    assert.ok(finds("gull@latest"));
  });

  test("the folder's own package counts, and a loop of links ends", () => {
    const disk = MemoryDisk.of({ "/home/ada/shop/package.json": gull() });
    disk.link("/home/ada/shop/node_modules/loop", "/home/ada/shop");
    assert.deepEqual(preferred(disk), ["copy /home/ada/shop"]);
  });

  test("an interpreter beside the working directory runs for every spec", () => {
    const disk = MemoryDisk.of({ "/home/node_modules/.bin/node": "" });
    assert.deepEqual(preferred(disk), ["interpreter /home/node_modules/.bin/node"]);
  });

  test("what cannot be read is not preferred", () => {
    const disk = MemoryDisk.of({ "/home/ada/shop/node_modules/gull/package.json": gull() });
    disk.fail("/home/ada/shop/node_modules");
    assert.deepEqual(preferred(disk), []);
  });
});

test("the line of an option is the last one that sets it, before any section", () => {
  const text = 'a=1\n; b=2\n"b" = 3\nb[] = 4\nbc = 5\n[x]\nb = 6\n';
  assert.equal(lineOf(text, "b"), 4);
  assert.equal(lineOf(text, "bc"), 5);
  assert.equal(lineOf("flag\r\n", "flag"), 1);
  assert.equal(lineOf(text, "c"), null);
  assert.equal(lineOf(null, "b"), null);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { modulesAbove, placesAbove } from "../../src/path-search/modules-above.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { lay, observe, packageOf, ROOT } from "../support/pins.ts";

const HOME = "/home/ada";
const PLACES = placesAbove(ROOT, HOME, "/usr");

/** What is found for the source of one package when these paths stand above its tree. */
function foundFor(
  source: string,
  above: readonly string[],
  manifest: Readonly<Record<string, unknown>> = {},
  sourceOfWave = "",
): readonly string[] {
  const disk = lay(new MemoryDisk(), {
    "node_modules/gull": packageOf("gull@1.0.0", manifest, { "gull.js": source }),
    "node_modules/wave": packageOf("wave@2.0.0", {}, { "wave.js": sourceOfWave }),
    "node_modules/gull/node_modules/pearl": packageOf("pearl@1.0.0"),
  });
  for (const path of above) disk.file(path, "evil();\n");
  return modulesAbove(disk, observe(disk), PLACES).map(({ path }) => path);
}

test("Node's places are searched from the tree upwards, then the home's and Node's own", () => {
  assert.deepEqual(PLACES, [
    "/home/ada/.npm/_npx/node_modules",
    "/home/ada/.npm/node_modules",
    "/home/ada/node_modules",
    "/home/node_modules",
    "/node_modules",
    "/home/ada/.node_modules",
    "/home/ada/.node_libraries",
    "/usr/lib/node",
  ]);
});

for (const place of PLACES) {
  test(`a package in ${place} that a source file asks for is found`, () => {
    assert.deepEqual(foundFor('require("preen")', [`${place}/preen/index.js`]), [`${place}/preen`]);
  });
}

const asking: readonly (readonly [source: string, above: string, found: string | null])[] = [
  ['require("preen")', "preen/index.js", "preen"],
  ["require('preen/lib/fast')", "preen/lib/fast.js", "preen"],
  ['require.resolve("preen")', "preen/index.js", "preen"],
  ['import preen from "preen"', "preen/index.js", "preen"],
  ['import "preen"', "preen/index.js", "preen"],
  ['await import("preen")', "preen/index.js", "preen"],
  ["await import(`preen`)", "preen/index.js", "preen"],
  ['export * from "preen"', "preen/index.js", "preen"],
  ['require("@bird/preen")', "@bird/preen/index.js", "@bird/preen"],
  ['require("@bird/preen")', "@bird/preen.js", "@bird/preen.js"],
  ['require("preen")', "preen.js", "preen.js"],
  ['require("preen")', "preen.json", "preen.json"],
  ['require("preen")', "preen.node", "preen.node"],
  ['require("preen.js")', "preen.js/index.js", "preen.js"],
  ['require("preen.js")', "preen.js", "preen.js"],
  ['require("@bird/preen.js")', "@bird/preen.js/index.js", "@bird/preen.js"],
  ['const url = "https://x"; require("preen")', "preen/index.js", "preen"],
  ['path.split(/\\//); require("preen")', "preen/index.js", "preen"],
  ['glob.replace(/[/*]/g, ""); require("preen"); /* end */', "preen/index.js", "preen"],
  // A slash asks for the package, also where Node has a module of that name.
  ['require("punycode/")', "punycode/index.js", "punycode"],
  // gull has a pearl of its own.
  ['require("pearl")', "pearl/index.js", null],
  ['// require("preen")', "preen/index.js", null],
  ['/* require("preen") */', "preen/index.js", null],
  ['/* \n * import x from "preen" */', "preen/index.js", null],
  ['require("punycode")', "punycode/index.js", null],
  ['require("fs/promises")', "fs/promises.js", null],
  ['require("wave")', "wave/index.js", null],
  ['require("./preen")', "preen/index.js", null],
  ["require(name)", "preen/index.js", null],
  ['require("preened")', "preen/index.js", null],
  ['require("preen")', ".preen/index.js", null],
];

for (const [source, above, found] of asking) {
  test(`${JSON.stringify(source)} ${found === null ? "does not load" : "loads"} ~/node_modules/${above}`, () => {
    const expected = found === null ? [] : [`${HOME}/node_modules/${found}`];
    assert.deepEqual(foundFor(source, [`${HOME}/node_modules/${above}`]), expected);
  });
}

test("a package that another one of the tree has for itself alone is searched above", () => {
  const above = `${HOME}/node_modules/pearl`;
  assert.deepEqual(foundFor("", [`${above}/index.js`], {}, 'require("pearl")'), [above]);
});

for (const kind of ["dependencies", "optionalDependencies", "peerDependencies"]) {
  test(`a name that package.json declares in ${kind} is asked for without a look at sources`, () => {
    const above = [`${HOME}/node_modules/preen/index.js`];
    assert.deepEqual(foundFor("", above, { [kind]: { preen: "1" } }), [
      `${HOME}/node_modules/preen`,
    ]);
  });
}

test("the nearest of two places is what Node would load", () => {
  const near = `${HOME}/.npm/_npx/node_modules/preen/index.js`;
  const far = `${HOME}/node_modules/preen/index.js`;
  assert.deepEqual(foundFor('require("preen")', [far, near]), [near.replace("/index.js", "")]);
});

test("every name is found, with who asks for it", () => {
  const disk = lay(new MemoryDisk(), {
    "node_modules/gull": packageOf("gull@1.0.0", {}, { "lib/deep/er.cjs": 'require("preen")' }),
    "node_modules/wave": packageOf("wave@2.0.0", { dependencies: { surf: "1" } }),
  });
  disk
    .file(`${HOME}/node_modules/preen/index.js`, "")
    .file(`${HOME}/node_modules/surf/index.js`, "");
  const found = modulesAbove(disk, observe(disk), PLACES);
  assert.deepEqual(
    found.map(({ name, requiredBy }) => [name, requiredBy]),
    [
      ["surf", "node_modules/wave"],
      ["preen", "node_modules/gull"],
    ],
  );
});

test("places that cannot be listed, and links that loop, end the search there", () => {
  const disk = lay(new MemoryDisk(), { "node_modules/gull": packageOf("gull@1.0.0") });
  disk.folder(`${HOME}/node_modules/@bird`).fail(`${HOME}/node_modules/@bird`);
  disk
    .link("/home/node_modules", "/home/node_modules")
    .folder("/node_modules")
    .failList("/node_modules");
  assert.deepEqual(modulesAbove(disk, observe(disk), PLACES), []);
});

test("nothing is read where nothing stands above", () => {
  const disk = lay(new MemoryDisk(), { "node_modules/gull": packageOf("gull@1.0.0") });
  const tree = observe(disk);
  const before = disk.calls;
  assert.deepEqual(modulesAbove(disk, tree, PLACES), []);
  assert.equal(disk.calls - before, PLACES.length);
});

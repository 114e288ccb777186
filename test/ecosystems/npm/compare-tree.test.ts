import assert from "node:assert/strict";
import { test } from "node:test";

import { compareTree } from "../../../src/ecosystems/npm/compare-tree.ts";
import type { PackagePin } from "../../../src/lockfile/schema.ts";
import type { Baseline } from "../../../src/model/baseline.ts";
import {
  isOtherTree,
  isPinnedTree,
  type TreeDifference,
} from "../../../src/model/npm-difference.ts";
import { MemoryDisk } from "../../support/memory-disk.ts";
import {
  baselineAt,
  lay,
  lockfileOf,
  observe,
  packageOf,
  pinOf,
  ROOT,
  type SmallPackage,
} from "../../support/pins.ts";

type Packages = Readonly<Record<string, SmallPackage>>;

const at = (name: string): string => `node_modules/${name}`;
const GULL = packageOf("gull@1.0.0", { dependencies: { wave: "2", shell: "3" } });
const WAVE = packageOf("wave@2.0.0", {}, { "cli.js": "rise();\n" });
const SHELL = packageOf("shell@3.1.0");
const PINNED: Packages = { [at("gull")]: GULL, [at("wave")]: WAVE, [at("shell")]: SHELL };

interface Circumstances {
  readonly seen?: Packages | null;
  readonly more?: Readonly<Record<string, Partial<PackagePin>>>;
  readonly disk?: MemoryDisk;
  readonly platform?: string;
}

/** How installed packages differ from those that are pinned, and from what was seen first. */
function difference(
  installed: Packages,
  { seen = null, more = {}, disk = new MemoryDisk(), platform = "linux-x64" }: Circumstances = {},
  pinned: Packages = PINNED,
): TreeDifference {
  const pins = Object.entries(pinned).map(([path, one]): [string, PackagePin] => [
    path,
    pinOf(path, one, more[path]),
  ]);
  const lockfile = lockfileOf(Object.fromEntries(pins));
  const baseline: Baseline | null = seen === null ? null : baselineAt(seen);
  return compareTree({ lockfile, baseline, platform }, observe(lay(disk, installed), lockfile));
}

/** The differences that are not empty, by the paths that they name. */
function summary(found: TreeDifference): Record<string, unknown> {
  const { changed, unaccounted, missing, unvetted, moved, absent } = found;
  const paths = (list: readonly { readonly path: string }[]): string[] =>
    list.map(({ path }) => path);
  const all = {
    changed: changed.map(({ path, against }) => `${path} against ${against}`),
    unaccounted: paths(unaccounted),
    missing: missing.map(({ path, against }) => `${path} of ${against}`),
    unvetted: paths(unvetted),
    moved,
    absent,
  };
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0));
}

test("the pinned packages are the pinned tree, with and without a baseline", () => {
  for (const seen of [null, PINNED]) {
    const found = difference(PINNED, { seen });
    assert.equal(found.intact, 3);
    assert.ok(isPinnedTree(found));
    assert.equal(found.isFirstSight, seen === null);
  }
});

const EVIL = { ...WAVE, files: { "cli.js": "evil();\n" } };
const NEWER = packageOf("shell@3.2.0", { dependencies: { foam: "1" } });
const FOAM = packageOf("foam@1.0.0");
const OTHER: Packages = { ...PINNED, [at("shell")]: NEWER, [at("foam")]: FOAM };

const rows: readonly (readonly [
  title: string,
  installed: Packages,
  circumstances: Circumstances,
  expected: Record<string, unknown>,
])[] = [
  [
    "other bytes under the pinned version",
    { ...PINNED, [at("wave")]: EVIL },
    {},
    { changed: [`${at("wave")} against lockfile`] },
  ],
  [
    "a pinned version elsewhere, with other bytes",
    { ...PINNED, [at("gull/node_modules/wave")]: EVIL },
    {},
    { changed: [`${at("gull/node_modules/wave")} against lockfile`] },
  ],
  [
    "a pinned version elsewhere at first sight",
    { ...PINNED, [at("gull/node_modules/wave")]: WAVE },
    {},
    { moved: [at("gull/node_modules/wave")] },
  ],
  [
    "a pinned version elsewhere, since the first sight",
    { ...PINNED, [at("gull/node_modules/wave")]: WAVE },
    { seen: { ...PINNED, [at("gull/node_modules/wave")]: WAVE } },
    { moved: [at("gull/node_modules/wave")] },
  ],
  [
    "a pinned version elsewhere, where nothing was",
    { ...PINNED, [at("gull/node_modules/wave")]: WAVE },
    { seen: PINNED },
    { unaccounted: [at("gull/node_modules/wave")] },
  ],
  [
    "a pinned version in the place of another package",
    { ...PINNED, [at("shell")]: WAVE },
    { seen: PINNED },
    { unaccounted: [at("shell")] },
  ],
  [
    "another version and what it asks for, at first sight",
    OTHER,
    {},
    { unvetted: [at("shell"), at("foam")] },
  ],
  ["the same, later", OTHER, { seen: OTHER }, { unvetted: [at("shell"), at("foam")] }],
  [
    "what nothing asks for, at first sight",
    { ...OTHER, [at("preen")]: packageOf("preen@1.0.0") },
    {},
    { unaccounted: [at("preen")], unvetted: [at("shell"), at("foam")] },
  ],
  [
    "what only a vetted package asks for, at first sight",
    { ...PINNED, [at("preen")]: packageOf("preen@1.0.0") },
    {},
    { unaccounted: [at("preen")] },
  ],
  [
    "what is asked for by what is asked for",
    {
      ...OTHER,
      [at("foam")]: packageOf("foam@1.0.0", { dependencies: { bubble: "1" } }),
      [at("bubble")]: packageOf("bubble@1.0.0"),
    },
    {},
    { unvetted: [at("shell"), at("foam"), at("bubble")] },
  ],
  [
    "an unvetted package that changed",
    { ...OTHER, [at("foam")]: packageOf("foam@1.0.0", {}, { "a.js": "evil" }) },
    { seen: OTHER },
    { changed: [`${at("foam")} against baseline`], unvetted: [at("shell")] },
  ],
  [
    "an unvetted package that is another version now",
    { ...OTHER, [at("foam")]: packageOf("foam@1.0.1") },
    { seen: OTHER },
    { unaccounted: [at("foam")], unvetted: [at("shell")] },
  ],
  [
    "an unvetted package that appeared",
    { ...OTHER, [at("bubble")]: packageOf("bubble@1.0.0") },
    { seen: OTHER },
    { unaccounted: [at("bubble")], unvetted: [at("shell"), at("foam")] },
  ],
  [
    "an unvetted package that is gone",
    { ...PINNED, [at("shell")]: NEWER },
    { seen: OTHER },
    { missing: [`${at("foam")} of baseline`], unvetted: [at("shell")] },
  ],
  [
    "a pinned package that is gone, at first sight",
    { [at("gull")]: GULL, [at("wave")]: WAVE },
    {},
    { missing: [`${at("shell")} of lockfile`] },
  ],
  [
    "a pinned package that is gone from a tree of its own",
    { [at("gull")]: GULL, [at("wave")]: packageOf("wave@2.1.0") },
    {},
    { unvetted: [at("wave")], absent: [at("shell")] },
  ],
  [
    "a pinned package that was never there",
    { [at("gull")]: GULL, [at("wave")]: WAVE },
    { seen: { [at("gull")]: GULL, [at("wave")]: WAVE } },
    { absent: [at("shell")] },
  ],
  [
    "a pinned package that was there",
    { [at("gull")]: GULL, [at("wave")]: WAVE },
    { seen: PINNED },
    { missing: [`${at("shell")} of lockfile`] },
  ],
  [
    "an optional package that is not there",
    { [at("gull")]: GULL, [at("wave")]: WAVE },
    { more: { [at("shell")]: { optional: true } } },
    {},
  ],
  [
    "an optional package that was there",
    { [at("gull")]: GULL, [at("wave")]: WAVE },
    { more: { [at("shell")]: { optional: true } }, seen: PINNED },
    { missing: [`${at("shell")} of lockfile`] },
  ],
  [
    "a package of another platform that is not there",
    { [at("gull")]: GULL, [at("wave")]: WAVE },
    { more: { [at("shell")]: { os: ["darwin"] } } },
    {},
  ],
  [
    "a package of every other platform that is not there",
    { [at("gull")]: GULL, [at("wave")]: WAVE },
    { more: { [at("shell")]: { cpu: ["!x64"] } } },
    {},
  ],
  [
    "a package of this platform that is not there",
    { [at("gull")]: GULL, [at("wave")]: WAVE },
    { more: { [at("shell")]: { os: ["linux", "darwin"], cpu: ["any"] } } },
    { missing: [`${at("shell")} of lockfile`] },
  ],
];

for (const [title, installed, circumstances, expected] of rows) {
  test(`${title} is ${Object.keys(expected).join(" and ") || "nothing"}`, () =>
    assert.deepEqual(summary(difference(installed, circumstances)), expected));
}

test("a tree of other versions is another tree, one with changes is not the pinned one", () => {
  assert.ok(isOtherTree(difference(OTHER)));
  assert.ok(!isOtherTree(difference({ ...PINNED, [at("wave")]: EVIL })));
  assert.ok(!isPinnedTree(difference({ ...PINNED, [at("wave")]: EVIL })));
});

test("an unvetted package says which version is pinned in its place", () => {
  assert.deepEqual(
    difference(OTHER).unvetted.map(({ name, version, pinnedVersion }) => [
      name,
      version,
      pinnedVersion,
    ]),
    [
      ["shell", "3.2.0", "3.1.0"],
      ["foam", "1.0.0", null],
    ],
  );
});

test("an alias is pinned by the name of its package", () => {
  const packages = { [at("gull")]: GULL, [at("surf")]: WAVE };
  assert.ok(isPinnedTree(difference(packages, {}, packages)));
  const evil = difference({ ...packages, [at("surf")]: EVIL }, {}, packages);
  assert.deepEqual(
    evil.changed.map(({ name }) => name),
    ["wave"],
  );
  const renamed = difference(
    { ...packages, [at("surf")]: { ...WAVE, name: "surf" } },
    {},
    packages,
  );
  assert.deepEqual(summary(renamed), { unvetted: [at("surf")] });
});

test("a folder without a usable package.json stands for the package that is pinned there", () => {
  const disk = new MemoryDisk()
    .file(`${ROOT}/${at("wave")}/package.json`, "{")
    .file(`${ROOT}/${at("wave")}/cli.js`, "evil();\n");
  const found = difference({ [at("gull")]: GULL, [at("shell")]: SHELL }, { disk });
  assert.deepEqual(summary(found), { changed: [`${at("wave")} against lockfile`] });
});

test("a folder without a package.json that nobody pinned is accounted for by nothing", () => {
  for (const seen of [null, PINNED]) {
    const disk = new MemoryDisk().file(`${ROOT}/${at("preen")}/index.js`, "evil();\n");
    assert.deepEqual(summary(difference(PINNED, { disk, seen })), { unaccounted: [at("preen")] });
  }
});

test("an unusable package.json does not hide a package behind the baseline's name", () => {
  const disk = new MemoryDisk().file(`${ROOT}/${at("foam")}/package.json`, "{");
  const { [at("foam")]: _, ...rest } = OTHER;
  assert.deepEqual(summary(difference(rest, { disk, seen: OTHER })), {
    unaccounted: [at("foam")],
    unvetted: [at("shell")],
  });
});

const GRAIN = packageOf("grain@1.0.5", { bin: "grain.js" }, { "grain.js": "mill();\n" });
const SALT = packageOf("salt@1.0.0", { bundleDependencies: ["grain"] });
const SALT_ARCHIVE: SmallPackage = {
  ...SALT,
  files: {
    "node_modules/grain/package.json": JSON.stringify({
      name: "grain",
      version: "1.0.5",
      bin: "grain.js",
    }),
    "node_modules/grain/grain.js": "mill();\n",
  },
};

/** salt with grain in its archive, beside gull. */
function bundle(installed: Packages, seen: Packages | null = null): TreeDifference {
  const pins = { [at("gull")]: GULL, [at("salt")]: SALT_ARCHIVE };
  const more = { [at("salt")]: { bundled: ["node_modules/grain"] } };
  return difference(installed, { more, seen }, pins);
}

test("a bundled package is judged with the archive that it came in", () => {
  const whole: Packages = {
    [at("gull")]: GULL,
    [at("salt")]: SALT,
    [at("salt/node_modules/grain")]: GRAIN,
  };
  assert.ok(isPinnedTree(bundle(whole)));
  assert.equal(bundle(whole).intact, 2);
  const evil = bundle({
    ...whole,
    [at("salt/node_modules/grain")]: { ...GRAIN, files: { "grain.js": "evil();\n" } },
  });
  assert.deepEqual(summary(evil), { changed: [`${at("salt")} against lockfile`] });
  const { [at("salt/node_modules/grain")]: _, ...without } = whole;
  assert.deepEqual(summary(bundle(without)), { changed: [`${at("salt")} against lockfile`] });
  const extra = bundle({ ...whole, [at("salt/node_modules/chaff")]: packageOf("chaff@1.0.0") });
  assert.deepEqual(summary(extra), { unaccounted: [at("salt/node_modules/chaff")] });
  const deeper = bundle({
    ...whole,
    [at("salt/node_modules/grain/node_modules/chaff")]: packageOf("chaff@1.0.0"),
  });
  assert.deepEqual(summary(deeper), { changed: [`${at("salt")} against lockfile`] });
});

test("a bundling package elsewhere takes its bundle with it", () => {
  const nested: Packages = {
    [at("gull")]: GULL,
    [at("gull/node_modules/salt")]: SALT,
    [at("gull/node_modules/salt/node_modules/grain")]: GRAIN,
  };
  assert.deepEqual(summary(bundle(nested)), {
    moved: [at("gull/node_modules/salt")],
    absent: [at("salt")],
  });
});

test("files as npm leaves them, and as an approved script leaves them on this platform, are the pin", () => {
  const made = { ...WAVE, files: { ...WAVE.files, "made.js": "made();\n" } };
  const installed = { ...PINNED, [at("wave")]: made };
  const { files } = pinOf(at("wave"), made);
  const scripts = `sha256:${"0".repeat(64)}`;
  const withPin = (pin: Partial<PackagePin>): TreeDifference =>
    difference(installed, { more: { [at("wave")]: pin } });
  assert.ok(isPinnedTree(withPin({ installed: files })));
  assert.ok(
    isPinnedTree(withPin({ hooks: { scripts, approved: true, files: { "linux-x64": files } } })),
  );
  assert.ok(!isPinnedTree(withPin({ hooks: { scripts, files: { "linux-x64": files } } })));
  assert.ok(
    !isPinnedTree(
      withPin({ hooks: { scripts, approved: true, files: { "darwin-arm64": files } } }),
    ),
  );
});

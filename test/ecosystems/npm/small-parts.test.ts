import assert from "node:assert/strict";
import { test } from "node:test";

import { scriptsDigest, unapprovedScripts } from "../../../src/ecosystems/npm/install-scripts.ts";
import {
  isFrozen,
  npmSubjectOf,
  npxFolderName,
  specsOf,
} from "../../../src/ecosystems/npm/npx-tree.ts";
import { IMPLICIT_INSTALL, packageFacts } from "../../../src/ecosystems/npm/package-facts.ts";
import { fitsPlatform } from "../../../src/ecosystems/npm/platform.ts";
import { reservedPrograms } from "../../../src/ecosystems/npm/reserved.ts";
import { resolveLaunch } from "../../../src/launchers/index.ts";
import type { Launch } from "../../../src/model/launch.ts";
import { MemoryDisk } from "../../support/memory-disk.ts";
import { lay, lockfileOf, observe, packageOf, pinOf, ROOT } from "../../support/pins.ts";
import { entryOf } from "../../launchers/entry.ts";

const launchOf = (...args: readonly string[]): Launch =>
  resolveLaunch(entryOf({ command: "npx", args }));

// Folder names that npm 11 made for these specs.
for (const [specs, name] of [
  [["@modelcontextprotocol/server-filesystem@2026.8.31"], "68b53d3fd47bf8db"],
  [["tide@1.0.0"], "198af854cc3c9269"],
  [["@sea/foam@^0.3.0"], "9aed9ae9aa3be0be"],
] as const) {
  test(`npx keeps ${specs.join(" ")} in ${name}, in whatever order`, () => {
    assert.equal(npxFolderName(specs), name);
    assert.equal(npxFolderName([...specs, "wave"]), npxFolderName(["wave", ...specs]));
  });
}

test("a version, a tag and a bare name are three trees", () => {
  assert.equal(new Set([["gull"], ["gull@latest"], ["gull@1.0.0"]].map(npxFolderName)).size, 3);
});

test("the specs of a launch are what npx installs", () => {
  assert.deepEqual(specsOf(launchOf("-y", "gull@1.0.0", "/srv")), ["gull@1.0.0"]);
  assert.deepEqual(specsOf(launchOf("-y", "-p", "gull@1", "-p", "wave@2.0.0", "gull")), [
    "gull@1",
    "wave@2.0.0",
  ]);
});

test("what floats is not frozen, and one floating extra is enough", () => {
  assert.ok(isFrozen(launchOf("-y", "gull@1.0.0")));
  for (const spec of ["gull", "gull@latest", "gull@^1.0.0", "gull@1", "gull@*"])
    assert.ok(!isFrozen(launchOf("-y", spec)), spec);
  assert.ok(isFrozen(launchOf("-p", "gull@1.0.0", "-p", "wave@2.0.0", "gull")));
  assert.ok(!isFrozen(launchOf("-p", "gull@1.0.0", "-p", "wave", "gull")));
});

test("only packages of a registry that npx runs are subjects", () => {
  assert.deepEqual(npmSubjectOf(launchOf("-y", "@sea/foam@1.0.0")), {
    ecosystem: "npm",
    name: "@sea/foam",
    extras: [],
  });
  assert.deepEqual(
    npmSubjectOf(launchOf("-p", "gull", "-p", "wave@2", "-p", "foam", "gull"))?.extras.length,
    2,
  );
  for (const spec of [
    "x@npm:gull@1.0.0",
    "github:sea/gull",
    "git+ssh://git@sea.test/gull.git",
    "./gull",
    "https://sea.test/gull.tgz",
  ])
    assert.equal(npmSubjectOf(launchOf("-y", spec)), null, spec);
  assert.equal(
    npmSubjectOf(resolveLaunch(entryOf({ command: "bunx", args: ["gull@1.0.0"] }))),
    null,
  );
});

for (const [title, json, expected] of [
  [
    "a byte order mark",
    `\uFEFF{"name":"gull","version":"1.0.0"}`,
    { name: "gull", version: "1.0.0" },
  ],
  [
    "one program",
    `{"name":"@sea/foam","version":"1.0.0","bin":"./foam.js"}`,
    { bin: { foam: "foam.js" } },
  ],
  [
    "programs that leave the package",
    `{"name":"gull","version":"1.0.0","bin":{"../../evil":"../../../evil.js","a/b":"/bin/sh"}}`,
    { bin: { evil: "evil.js", b: "bin/sh" } },
  ],
  [
    "an install script",
    `{"name":"gull","version":"1.0.0","scripts":{"postinstall":"node x","test":"y","install":" "}}`,
    { installScripts: { postinstall: "node x" } },
  ],
  [
    "dependencies of three kinds",
    `{"name":"gull","version":"1.0.0","dependencies":{"a":"1"},"optionalDependencies":{"b":"1"},"peerDependencies":{"constructor":"1"},"devDependencies":{"d":"1"}}`,
    { dependencies: ["a", "b", "constructor"] },
  ],
] as const) {
  test(`package.json with ${title} is read as npm reads it`, () => {
    const facts = packageFacts(json, false);
    for (const [key, value] of Object.entries(expected))
      assert.deepEqual(facts?.[key as keyof typeof facts], value);
  });
}

for (const [title, json] of [
  ["cut off", `{"name":"gull"`],
  ["a list", "[]"],
  ["null", "null"],
  ["without a version", `{"name":"gull"}`],
  ["with a version that is no text", `{"name":"gull","version":1}`],
  ["with a newline in its name", `{"name":"gu\\nll","version":"1.0.0"}`],
  ["with a name without an end", `{"name":"${"g".repeat(600)}","version":"1.0.0"}`],
] as const) {
  test(`package.json that is ${title} gives no facts`, () =>
    assert.equal(packageFacts(json, false), null));
}

test("npm builds what has a binding.gyp, unless the package says otherwise", () => {
  const facts = (more: string): unknown =>
    packageFacts(`{"name":"gull","version":"1.0.0"${more}}`, true)?.installScripts;
  assert.deepEqual(facts(""), { install: IMPLICIT_INSTALL });
  assert.deepEqual(facts(',"gypfile":false'), {});
  assert.deepEqual(facts(',"scripts":{"preinstall":"x"}'), { preinstall: "x" });
});

test("scripts are digested by event and command, in whatever order", () => {
  const digest = scriptsDigest({ install: "a", postinstall: "b" });
  assert.equal(digest, scriptsDigest({ postinstall: "b", install: "a" }));
  assert.equal(
    new Set([
      digest,
      scriptsDigest({ install: "a" }),
      scriptsDigest({ install: "ab" }),
      scriptsDigest({ postinstall: "a", install: "b" }),
    ]).size,
    4,
  );
});

test("a script is approved by its digest, for its package at its version", () => {
  const scripts = { postinstall: "node make" };
  const gull = packageOf("gull@1.0.0", { scripts });
  const tree = observe(lay(new MemoryDisk(), { "node_modules/gull": gull }));
  const judged = (hooks: object | undefined, version = "1.0.0") => {
    const pin = { ...pinOf("node_modules/gull", gull), version };
    const lockfile = lockfileOf({
      "node_modules/gull":
        hooks === undefined ? pin : { ...pin, hooks: hooks as { scripts: string } },
    });
    return unapprovedScripts(lockfile, tree).map(({ name, approved }) => [name, approved]);
  };
  const digest = scriptsDigest(scripts);
  assert.deepEqual(judged({ scripts: digest, approved: true }), []);
  assert.deepEqual(judged({ scripts: digest }), [["gull", null]]);
  assert.deepEqual(judged(undefined), [["gull", null]]);
  const other = scriptsDigest({ postinstall: "other" });
  assert.deepEqual(judged({ scripts: other, approved: true }), [["gull", other]]);
  assert.deepEqual(judged(undefined, "2.0.0"), []);
});

test("programs with the names of shells and launchers are found, by package and by link", () => {
  const disk = lay(new MemoryDisk(), {
    "node_modules/gull": packageOf("gull@1.0.0", { bin: { gull: "gull.js" } }),
    "node_modules/gull/node_modules/reef": packageOf("reef@1.0.0", { bin: { Node: "reef.js" } }),
  });
  disk.link(`${ROOT}/node_modules/.bin/sh`, "/bin/sh");
  assert.deepEqual(reservedPrograms(observe(disk)), [
    { program: "Node", path: "node_modules/gull/node_modules/reef" },
    { program: "sh", path: "node_modules/.bin/sh" },
  ]);
});

for (const [os, cpu, platform, fits] of [
  [undefined, undefined, "linux-x64", true],
  [["linux"], ["x64", "arm64"], "linux-x64", true],
  [["darwin"], undefined, "linux-x64", false],
  [["!win32"], undefined, "linux-x64", true],
  [["!linux"], undefined, "linux-x64", false],
  [undefined, ["arm64"], "linux-x64", false],
  [["any"], ["any"], "linux-x64", true],
  [[], [], "linux-x64", true],
] as const) {
  test(`a package for ${os?.join() ?? "every system"} and ${cpu?.join() ?? "every processor"} ${fits ? "fits" : "does not fit"} ${platform}`, () => {
    const pin = { ...(os && { os: [...os] }), ...(cpu && { cpu: [...cpu] }) };
    assert.equal(fitsPlatform(pin, platform), fits);
  });
}

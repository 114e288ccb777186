import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { packageFacts } from "../../../src/ecosystems/npm/package-facts.ts";

const facts = (manifest: object) =>
  packageFacts(JSON.stringify({ name: "tide", version: "1.0.0", ...manifest }), false);

test("a manifest's programs, scripts and dependencies of each kind are its facts", () => {
  const found = facts({
    bin: { tide: "./bin/tide.js", "../up": "../../up.js" },
    scripts: { postinstall: "node build.js", test: "node test.js" },
    dependencies: { wave: "1" },
    optionalDependencies: { foam: "1" },
    peerDependencies: { wave: "1", constructor: "1" },
    devDependencies: { sand: "1" },
  });
  assert.deepEqual(found, {
    name: "tide",
    version: "1.0.0",
    bin: { tide: "bin/tide.js", up: "up.js" },
    installScripts: { postinstall: "node build.js" },
    dependencies: ["wave", "foam", "constructor"],
  });
});

const UNUSABLE: readonly object[] = [
  { name: 1 },
  { version: null },
  { name: "ti de" },
  { version: "1.0.0\n" },
  { scripts: "build" },
  { dependencies: null },
  { bin: [1] },
];

for (const manifest of UNUSABLE) {
  test(`a manifest with ${JSON.stringify(manifest)} is not usable`, () => {
    assert.equal(facts(manifest), null);
  });
}

test("whatever a manifest holds, it is read or unusable, and nothing is thrown", () => {
  const names = fc.constantFrom("bin", "scripts", "gypfile", "dependencies", "peerDependencies");
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue()), (manifest) => {
      facts(manifest);
    }),
  );
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import * as fc from "fast-check";

import { LAUNCHERS, resolveLaunch } from "../../src/launchers/index.ts";
import { entryOf } from "./entry.ts";

/** Words that the tables react to, so that arbitrary command lines get past the first of them. */
const WORDS = [
  ...LAUNCHERS.flatMap((launcher) => launcher.names),
  ..."-- - -y -p -c -m -i -e --from --package --with run x exec dlx tool install /c -jar".split(
    " ",
  ),
  "pkg@1.0.0",
  "@scope/pkg",
  "server.py",
  "https://x.example/mcp",
  "git+https://x.example/o/r@main",
  "mcp-remote",
  "supergateway",
  "--sse",
  "${X}",
  "A=b",
  "",
];
const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);

/** A command line that is understood, with the place where an option of the launcher stands. */
const OPTION_PLACES: Readonly<Record<string, readonly [string, string]>> = {
  npx: ["npx", "pkg"],
  "npm exec": ["npm exec", "pkg"],
  bunx: ["bunx", "pkg"],
  "bun run": ["bun run", "x.ts"],
  "pnpm dlx": ["pnpm dlx", "pkg"],
  "yarn dlx": ["yarn dlx", "pkg"],
  "deno run": ["deno run", "npm:pkg"],
  uvx: ["uvx", "pkg"],
  "uv tool run": ["uv tool run", "pkg"],
  "uv run": ["uv run", "x.py"],
  "pipx run": ["pipx run", "pkg"],
  dnx: ["dnx", "Pkg"],
  "nix run": ["nix run", "nixpkgs#x"],
  node: ["node", "x.js"],
  python: ["python", "x.py"],
  java: ["java", "-jar x.jar"],
  "dotnet run": ["dotnet run", "--project x"],
  "go run": ["go run", "m.example/x@latest"],
  "cargo run": ["cargo run", "--release"],
  "docker run": ["docker run", "img"],
  "podman run": ["podman run", "img"],
  cmd: ["cmd", "/c npx pkg"],
  bash: ["bash", "x.sh"],
  env: ["env", "npx pkg"],
  "mise x": ["mise x", "-- npx pkg"],
  "volta run": ["volta run", "npx pkg"],
  "op run": ["op run", "-- npx pkg"],
  "doppler run": ["doppler run", "-- npx pkg"],
  "direnv exec": ["direnv exec", ". npx pkg"],
  wsl: ["wsl", "npx pkg"],
};

describe("any command line", () => {
  it("is answered without a throw, with a reason exactly where it is opaque", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const launch = resolveLaunch(entryOf({ command: words }));
        assert.equal(launch.reason !== null, launch.kind === "opaque");
        if (launch.kind === "image") assert.notEqual(launch.package, null);
        if (launch.pinLevel === "exact") assert.notEqual(launch.versionSpec, null);
      }),
      { numRuns: 1500 },
    );
  });

  for (const [name, [before, after]] of Object.entries(OPTION_PLACES)) {
    it(`is opaque where ${name} has an option that nobody knows`, () => {
      const plain = `${before} ${after}`.split(" ");
      assert.notEqual(resolveLaunch(entryOf({ command: plain })).kind, "opaque");
      fc.assert(
        fc.property(fc.stringMatching(/^--zz[a-z]{3,10}(?:=[a-z]{0,4})?$/), (option) => {
          const command = [...before.split(" "), option, ...after.split(" ")];
          assert.equal(resolveLaunch(entryOf({ command })).kind, "opaque");
        }),
        { numRuns: 20 },
      );
    });
  }

  it("never shows the value of an option that it did not understand", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(OPTION_PLACES)), ([before, after]) => {
        const command = [...before.split(" "), "--zz-token=s3cret", ...after.split(" ")];
        assert.doesNotMatch(JSON.stringify(resolveLaunch(entryOf({ command }))), /s3cret/);
      }),
    );
  });
});

describe("a huge command line", () => {
  const many = 50_000;
  const long = 300_000;
  const lines: Readonly<Record<string, readonly string[]>> = {
    "many words": ["npx", ...Array.from({ length: many }, () => "word")],
    "many options": ["npx", ...Array.from({ length: many }, () => "-y"), "pkg"],
    "many options for npm exec": [
      "npm",
      "exec",
      ...Array.from({ length: many }, (_, index) => (index % 2 === 0 ? "a" : "-y")),
    ],
    "many packages": [
      "npx",
      ...Array.from({ length: many }, (_, index) => `--package=a${index}`),
      "x",
    ],
    "many wrappers": [...Array.from({ length: many }, () => "env"), "npx", "pkg"],
    "a long word": ["npx", "a".repeat(long)],
    "a long path": ["node", "node_modules/".repeat(long / 13)],
    "a long requirement": ["uvx", "--with", ",".repeat(long), `a${"[".repeat(long)}`],
    "a long specifier": ["uvx", `a${"-".repeat(long)}`],
    "a long range": ["npx", `a@${"1 ".repeat(190)}`],
    "a long shell text": ["sh", "-c", "npx a ".repeat(long / 6)],
    "a long quoted text": ["sh", "-c", `npx "${"$A".repeat(long / 2)}"`],
    "a long command of cmd": ["cmd", "/c", "npx a ".repeat(long / 6)],
    "open variables": ["npx", "pkg", "${".repeat(long / 2)],
    "open variables as the command": ["${".repeat(long / 2)],
    "a long image": ["docker", "run", "a/".repeat(long / 2)],
    "a long cluster": ["docker", "run", `-${"i".repeat(long)}`, "img"],
    "a long assignment": ["env", `A=${"=".repeat(long)}`, "npx", "pkg"],
    "a long address": ["npx", `https://x.example/${"-1".repeat(long / 2)}`],
    "a long module": ["python", "-m", "a.".repeat(long / 2)],
    "a long bridge": ["npx", "mcp-remote", `https://${"${".repeat(long / 2)}`],
  };
  for (const [name, [command = "", ...args]] of Object.entries(lines)) {
    it(`is answered soon: ${name}`, () => {
      const start = performance.now();
      resolveLaunch(entryOf({ command, args }));
      // Far above what it takes on a slow machine, far below what a quadratic search would.
      assert.ok(performance.now() - start < 1000);
    });
  }
});

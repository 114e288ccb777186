import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { suite, test } from "node:test";

import type { PinnedChain, PinnedProgram } from "../../src/model/launcher-chain.ts";
import type { ChainRequest } from "../../src/model/chain-reading.ts";
import { readChain } from "../../src/path-search/chain.ts";
import { compareChain } from "../../src/path-search/compare-chain.ts";
import { DiskView } from "../../src/path-search/disk-view.ts";
import { DpkgDatabase } from "../../src/path-search/dpkg.ts";
import { attested } from "../../src/verify/attested.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

const ROOT = { uid: 0, gid: 0 };
const NPM = "/usr/lib/node_modules/npm";
const DATABASE = "/var/lib/dpkg/info";

/** A distribution's Node and npm with what its package database says of them. */
function machine(version: string): MemoryDisk {
  const disk = new MemoryDisk();
  const folders = ["/", "/usr", "/usr/bin", "/usr/lib", "/usr/lib/node_modules", NPM, `${NPM}/bin`];
  for (const folder of [...folders, "/var", "/var/lib", "/var/lib/dpkg", DATABASE])
    disk.folder(folder, ROOT);
  disk.folder("/home/u");
  const files = {
    "/usr/bin/node": `\u007fELF\u0000${version}`,
    "/usr/bin/env": "\u007fELF\u0000env",
    "/usr/bin/sh": "\u007fELF\u0000sh",
    [`${NPM}/package.json`]: JSON.stringify({ name: "npm", version }),
    [`${NPM}/bin/npx-cli.js`]: `#!/usr/bin/env node\n// ${version}\n`,
  };
  const lines = Object.entries(files).map(([path, text]) => {
    disk.file(path, text, { ...ROOT, mode: 0o755 });
    return `${createHash("md5").update(text).digest("hex")}  ${path.slice(1)}\n`;
  });
  disk.file(`${DATABASE}/nodejs.md5sums`, lines.join(""), ROOT);
  return disk.link("/usr/bin/npx", "../lib/node_modules/npm/bin/npx-cli.js", ROOT);
}

const REQUEST: ChainRequest = {
  purpose: "launcher",
  language: null,
  command: "npx",
  path: "/usr/bin",
  cwd: "/home/u",
  home: "/home/u",
  env: {},
};

function pinOf(disk: MemoryDisk): PinnedChain {
  const { programs, code } = readChain(new DiskView(disk, "/home/u"), REQUEST);
  return {
    origin: "assumed",
    path: "/usr/bin",
    cwd: null,
    programs: programs.map((one): PinnedProgram => {
      const { real, sha256 } = one;
      assert.ok(real !== null && sha256 !== null, one.name);
      return { ...one, real, sha256 };
    }),
    code,
    others: [],
    allowed: [],
  };
}

/** Each change, and whether the database speaks for it. */
function changesOf(pinned: MemoryDisk, now: MemoryDisk): readonly string[] {
  const view = new DiskView(now, "/home/u");
  const chain = readChain(view, REQUEST);
  const database = new DpkgDatabase(view);
  return compareChain(pinOf(pinned), chain).map(
    (change) => `${change.kind} ${attested(change, chain, database) ? "attested" : "unexplained"}`,
  );
}

suite("S21: an upgrade by the system's package manager", () => {
  test("is drift: every change of it is attested", () => {
    assert.deepEqual(changesOf(machine("11.0.0"), machine("11.1.0")), [
      "bytes attested",
      "bytes attested",
      "code attested",
    ]);
  });

  test("explains no byte beyond the package's own", () => {
    const evil = machine("11.1.0").file("/usr/bin/node", "\u007fELF\u0000evil", {
      ...ROOT,
      mode: 0o755,
    });
    assert.ok(changesOf(machine("11.0.0"), evil).includes("bytes unexplained"));
  });

  test("explains no file added to or taken from npm's code", () => {
    const added = machine("11.0.0").file(`${NPM}/bin/evil.js`, "", ROOT);
    assert.deepEqual(changesOf(machine("11.0.0"), added), ["code unexplained"]);
    const taken = machine("11.0.0").remove(`${NPM}/bin/npx-cli.js`);
    assert.deepEqual(changesOf(machine("11.0.0"), taken), ["missing unexplained"]);
  });

  test("explains nothing where the user can write the database", () => {
    const own = machine("11.1.0").folder(DATABASE);
    for (const change of changesOf(machine("11.0.0"), own)) assert.match(change, /unexplained$/);
  });
});

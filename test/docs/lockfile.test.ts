import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { h1Of } from "../../src/model/digest.ts";

const page = readFileSync(new URL("../../docs/lockfile.md", import.meta.url), "utf8");
const FILES = [
  "package.json",
  "index.js",
  "Index.js",
  "lib/a b.js",
  "lib/a.js",
  "lib-b.js",
  ".npmignore",
  "lib/ä.js",
];

// GNU's `xargs -d` is not everywhere.
test(
  "the shell line of docs/lockfile.md prints the h1",
  { skip: process.platform !== "linux" },
  () => {
    const line = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const folder = mkdtempSync(join(tmpdir(), "pinfold-h1-"));
    try {
      for (const path of [...FILES, "node_modules/inner/index.js"]) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), `content of ${path}\n`);
      }
      const printed = execFileSync("sh", ["-c", line], { cwd: folder, encoding: "utf8" });
      const files = FILES.map((path) => ({ path, sha256: hash("sha256", `content of ${path}\n`) }));
      assert.equal(`h1:${printed.trim()}`, h1Of("zod@4.6.7", files));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

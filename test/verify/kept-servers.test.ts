import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import type { Judged } from "../support/entry-home.ts";
import { KeptHome } from "../support/kept-home.ts";
import { layProgram, ownProgramIn } from "../support/own-program.ts";

const CONFIG = ".config/Claude/claude_desktop_config.json";

interface Entry {
  readonly command: string;
  readonly args: readonly string[];
}

/** A home whose entry was hardened: it starts `reef` by pinfold's own copies. */
async function hardened(): Promise<KeptHome> {
  const kept = await KeptHome.start();
  const { home } = kept;
  const folder = join(home.npx.root, "own");
  layProgram(folder, { "node_modules/pinfold": { wave: "1" }, "node_modules/wave": {} });
  const own = ownProgramIn(folder);
  mkdirSync(join(own.root, "dist"), { recursive: true });
  writeFileSync(join(own.root, "dist/cli.js"), 'import "wave";\n');
  home.ownProgram = own;
  const { code, err } = await home.run("harden", "--yes");
  assert.equal(code, 0, err);
  return kept;
}

function entryOf({ home }: KeptHome): Entry {
  const { mcpServers } = JSON.parse(readFileSync(home.at(CONFIG), "utf8")) as {
    mcpServers: Record<string, Entry>;
  };
  const entry = mcpServers["gull"];
  assert.ok(entry !== undefined);
  return entry;
}

function errorsOf({ rules }: Judged): readonly string[] {
  return rules.filter((rule) => rule.startsWith("error"));
}

test("a hardened server is verified by its private copy alone", async () => {
  await using kept = await hardened();
  const { home } = kept;
  // Whatever npx keeps, and whatever stands on PATH, has no say any more.
  home.file(".npm/_npx/evil/node_modules/reef/reef.js", "evil();\n");
  rmSync(home.at(".npm"), { recursive: true, force: true });
  rmSync(join(home.npx.bin, "npx"));
  home.npx.write(join(home.npx.bin, "pinfold"), "#!/bin/sh\nevil\n", 0o755);
  const judged = await home.verify();
  assert.equal(judged.verdicts["gull"], "verified", JSON.stringify(judged.findings, null, 1));
  assert.deepEqual(judged.rules, []);
  const listed = JSON.parse((await home.run("list", "--json")).out) as {
    servers: { launch: { launcher: string; package: string; kind: string } }[];
  };
  const [server] = listed.servers;
  assert.deepEqual(
    [server?.launch.launcher, server?.launch.kind, server?.launch.package],
    ["pinfold", "package", "reef"],
  );
});

function change(path: string): void {
  chmodSync(dirname(path), 0o755);
  chmodSync(path, 0o755);
  appendFileSync(path, "\n");
}

function plant(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "evil();\n");
}

/** The same bytes behind a link that can be moved. */
function relink(path: string): void {
  renameSync(path, `${path}.real`);
  symlinkSync(`${path}.real`, path);
}

function rewrite({ home }: KeptHome, change_: (entry: Entry) => object): void {
  const entry = change_(entryOf({ home } as KeptHome));
  home.configure({ gull: entry });
}

/** [what was done, how, which error says it] */
const ATTACKS: readonly (readonly [string, (kept: KeptHome) => void, string])[] = [
  [
    "a file of the private copy was changed",
    (kept) => kept.edits("node_modules/wave/cli.js", "log(1)", "log(2)"),
    "modified-file",
  ],
  ["pinfold's own Node was changed", (kept) => change(entryOf(kept).command), "changed-launcher"],
  ["pinfold's own Node is a link", (kept) => relink(entryOf(kept).command), "changed-launcher"],
  [
    "pinfold's own program was changed",
    (kept) => change(entryOf(kept).args[0] ?? ""),
    "changed-launcher-code",
  ],
  [
    "a package of pinfold was changed",
    (kept) => change(join(dirname(entryOf(kept).args[0] ?? ""), "../node_modules/wave/index.js")),
    "changed-launcher-code",
  ],
  [
    "a package was planted where pinfold would load it",
    (kept) =>
      plant(join(dirname(entryOf(kept).args[0] ?? ""), "../node_modules/encoding/index.js")),
    "changed-launcher-code",
  ],
  [
    "the folders that pinfold believes were changed",
    (kept) => change(join(dirname(entryOf(kept).args[0] ?? ""), "../folders.json")),
    "changed-launcher-code",
  ],
  [
    "the entry leads to another copy of that kind",
    (kept) => {
      const { args } = entryOf(kept);
      const own = dirname(dirname(args[0] ?? ""));
      const other = join(dirname(own), "0123456789abcdef");
      cpSync(own, other, { recursive: true });
      plant(join(other, "dist/cli.js"));
      rewrite(kept, (entry) => ({
        ...entry,
        args: [join(other, "dist/cli.js"), ...args.slice(1)],
      }));
    },
    "unknown-pinfold",
  ],
  [
    "a variable loads code into pinfold's Node",
    (kept) =>
      rewrite(kept, (entry) => ({ ...entry, env: { NODE_OPTIONS: "--require /tmp/x.js" } })),
    "injected-environment",
  ],
  [
    "a variable gives the loader a library",
    (kept) => rewrite(kept, (entry) => ({ ...entry, env: { LD_PRELOAD: "/tmp/x.so" } })),
    "injected-environment",
  ],
  [
    "another server was put in its place",
    (kept) =>
      rewrite(kept, (entry) => ({ ...entry, args: [entry.args[0] ?? "", "run", "npm:wave"] })),
    "changed-server",
  ],
];

for (const [what, attack, rule] of ATTACKS)
  test(`${what}: ${rule}`, async () => {
    await using kept = await hardened();
    attack(kept);
    const judged = await kept.home.verify();
    assert.equal(judged.verdicts["gull"], "violated", JSON.stringify(judged.findings, null, 1));
    assert.ok(errorsOf(judged).includes(`error ${rule}`), judged.rules.join(", "));
    assert.equal(judged.code, 1);
  });

test("a copy that is not made yet is no verified one", async () => {
  await using kept = await hardened();
  kept.home.remove(kept.shelf);
  const { verdicts, reasons, code } = await kept.home.verify();
  assert.equal(verdicts["gull"], "inconclusive");
  assert.match(reasons["gull"] ?? "", /private copy is not made yet/);
  assert.equal(code, 3);
});

test("pinfold by its name obeys variables that choose its pins: an error", async () => {
  await using kept = await KeptHome.start();
  const { home } = kept;
  const env = { XDG_STATE_HOME: "/tmp/state" };
  home.configure({ gull: { command: "pinfold", args: ["run", "npm:reef"], env } });
  const judged = await home.verify();
  assert.ok(errorsOf(judged).includes("error injected-environment"), judged.rules.join(", "));
  // The private copies know where their pins are.
  await using other = await hardened();
  rewrite(other, (entry) => ({ ...entry, env }));
  assert.deepEqual(errorsOf(await other.home.verify()), []);
});

test("hardening makes the private copy, so that the first start needs no network", async () => {
  await using kept = await hardened();
  kept.home.remove(kept.shelf);
  await kept.home.run("harden", "--undo", "--yes");
  const { code, err } = await kept.home.run("harden", "--yes");
  assert.equal(code, 0, err);
  assert.equal(kept.copies().length, 1);
  assert.equal((await kept.home.verify()).verdicts["gull"], "verified");
});

test("a hardened server is locked, synced and updated like any other", async () => {
  await using kept = await hardened();
  const { home } = kept;
  const locked = await home.run("lock", "--yes");
  assert.equal(locked.code, 0, locked.err);
  assert.match(locked.out, /pinned already/);
  const synced = await home.run("sync", "--yes");
  assert.equal(synced.code, 0, synced.err);
  assert.match(synced.out, /right +gull/);
  const online = await home.verify("--online");
  assert.deepEqual([online.code, errorsOf(online)], [0, []], online.rules.join(", "));

  home.registry.publish(
    { name: "reef", version: "1.1.0", bin: "reef.js", dependencies: { wave: "2" } },
    { "reef.js": "#!/usr/bin/env node\nstand();\n" },
    { at: "2026-01-01T00:00:00Z" },
  );
  // What is newer does not run: the pin decides, and not the entry.
  const newer = await home.verify("--online");
  assert.deepEqual([newer.code, errorsOf(newer)], [0, []], newer.rules.join(", "));
  const check = await home.run("update", "--check");
  assert.equal(check.code, 1, check.err);
  const moved = await home.run("update", "--yes");
  assert.equal(moved.code, 0, moved.err);
  assert.equal((await home.verify()).verdicts["gull"], "inconclusive", "the new copy is not made");
  assert.equal((await home.run("sync", "--yes")).code, 0);
  assert.equal((await home.verify()).verdicts["gull"], "verified");
});

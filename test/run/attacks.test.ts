import assert from "node:assert/strict";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, suite, test } from "node:test";

import { recordRevision } from "../../src/state/adoption.ts";
import { KeptHome, type Outcome } from "../support/kept-home.ts";

/** What an attacker can do between the day on which a copy was made and a start from it. */
suite("attacks on a private copy", () => {
  let kept: KeptHome;
  let spare: string;
  let plain: Outcome;

  before(async () => {
    kept = await KeptHome.start();
    plain = await kept.run();
    spare = join(kept.home.npx.root, "spare");
    cpSync(kept.home.npx.home, spare, COPY);
  });
  after(() => kept[Symbol.asyncDispose]());
  beforeEach(() => {
    kept.home.remove(kept.home.npx.home);
    cpSync(spare, kept.home.npx.home, COPY);
    kept.home.registry.recover();
    kept.home.env = {};
  });

  async function refused(rule: string, words = /./): Promise<Outcome> {
    const outcome = await kept.run();
    assert.deepEqual([outcome.code, outcome.started], [1, null], outcome.said);
    assert.match(outcome.said, /^pinfold: refused to start npm:reef/);
    assert.match(outcome.said, new RegExp(`(?:error|warning)\\[${rule}\\]`));
    assert.match(outcome.said, words);
    return outcome;
  }

  async function unaffected(): Promise<Outcome> {
    const outcome = await kept.run();
    assert.deepEqual([outcome.code, outcome.started], [0, plain.started], outcome.said);
    return outcome;
  }

  test("a changed file, whatever its size and time say", async () => {
    kept.edits("node_modules/wave/cli.js", "log(1)", "log(2)");
    await refused("modified-file");
  });

  test("an added file", async () => {
    writeFileSync(kept.unseal(kept.at("node_modules/wave/index.json")), "{}");
    await refused("added-file");
  });

  test("a deleted file", async () => {
    unlinkSync(kept.unseal(kept.at("node_modules/reef/lib/coral.js")));
    await refused("missing-file");
  });

  test("a deleted package", async () => {
    kept.unseal(kept.at("node_modules/wave"));
    rmSync(kept.at("node_modules/wave"), { recursive: true });
    await refused("missing-file");
  });

  test("an added package", async () => {
    const folder = kept.unseal(kept.at("node_modules/algae"));
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{"name":"algae","version":"1.0.0"}');
    await refused("unaccounted-package");
  });

  test("a package in another version, which the registry has too", async () => {
    const folder = kept.unseal(kept.at("node_modules/wave"));
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{"name":"wave","version":"2.0.1"}');
    await refused("unaccounted-package");
  });

  test("a replaced link of a program", async () => {
    const link = kept.unseal(kept.at("node_modules/.bin/reef"));
    unlinkSync(link);
    symlinkSync("../wave/cli.js", link);
    await refused("replaced-link");
  });

  test("a link in place of a file, to the same bytes", async () => {
    const file = kept.unseal(kept.at("node_modules/wave/cli.js"));
    copyFileSync(file, kept.home.at("same.js"));
    unlinkSync(file);
    symlinkSync(kept.home.at("same.js"), file);
    await refused("added-file");
  });

  test("a file beside node_modules", async () => {
    chmodSync(kept.at(), 0o755);
    writeFileSync(kept.at("package.json"), '{"type":"module"}');
    await refused("added-file");
  });

  for (const [what, path] of [
    ["the copy", ""],
    ["its node_modules", "node_modules"],
    ["the shelf", ".."],
    ["the store", "../.."],
  ] as const)
    test(`a link in place of ${what}, to the same files`, async () => {
      const place = kept.at(path);
      const elsewhere = kept.home.at("elsewhere");
      cpSync(place, elsewhere, COPY);
      chmodSync(join(place, ".."), 0o755);
      chmodSync(place, 0o755);
      renameSync(place, kept.home.at("aside"));
      symlinkSync(elsewhere, place);
      const { started, code, said } = await kept.run();
      assert.deepEqual([code, started], [1, null], said);
    });

  test("a store that everybody can write to", async () => {
    chmodSync(kept.shelf, 0o777);
    const { said } = await refused("protection-lost");
    assert.match(said, /everybody can write to/);
    assert.match(said, /do: .*pinfold sync/);
    assert.doesNotMatch(said, /Lock the server again/);
    const sync = await kept.home.run("sync", "--yes");
    assert.notEqual(sync.code, 0);
    assert.match(sync.err + sync.out, /everybody can write to .*\n.*chmod go-w/s);
    chmodSync(kept.shelf, 0o700);
    assert.equal((await kept.home.run("sync", "--yes")).code, 0);
    await unaffected();
  });

  test("an older lockfile in place of the one that was agreed to", async () => {
    const { state } = kept;
    const file = kept.home.at(".config/pinfold/lockfiles/npm/reef.json");
    const { tree } = JSON.parse(readFileSync(file, "utf8")) as { tree: string };
    recordRevision(state, file, { revision: 5, tree: tree.replace(/.$/, "0") });
    const { said } = await refused("older-revision");
    assert.match(said, /revision 1, and 5 was adopted: an older one was put back/);
  });

  test("a team's lockfile that was changed, and its snapshot that was changed too", async () => {
    const team = kept.home.at("team/lockfiles");
    const { code, err } = await kept.home.run("lock", "--yes", "--lockfiles", team);
    assert.equal(code, 0, err);
    const file = join(team, "npm/reef.json");
    const hostile = readFileSync(file, "utf8").replace('"reef.js"', '"lib/coral.js"');
    writeFileSync(file, hostile);
    await unaffected();
    const [snapshot = ""] = kept.home.snapshots();
    writeFileSync(join(snapshot, "npm/reef.json"), hostile);
    await refused("unusable-lockfile", /is not what was adopted/);
    rmSync(join(snapshot, "npm/reef.json"));
    await refused("unusable-lockfile", /is gone/);
  });

  test("lockfiles and a configuration in the working directory", async () => {
    const folder = kept.home.npx.root;
    const hostile = readFileSync(kept.home.at(".config/pinfold/lockfiles/npm/reef.json"), "utf8");
    kept.home.file(
      join(folder, "lockfiles/npm/reef.json"),
      hostile.replace('"reef": "reef.js"', '"reef": "lib/coral.js"'),
    );
    kept.home.file(join(folder, ".mcp.json"), '{"mcpServers":{"reef":{"command":"evil"}}}');
    await unaffected();
    rmSync(join(folder, "lockfiles"), { recursive: true });
  });

  test("configuration of npm, programs and modules in the working directory", async () => {
    const folder = kept.home.npx.root;
    kept.home.file(join(folder, ".npmrc"), "node-options=--require /tmp/evil.js\n");
    kept.home.file(join(folder, "node_modules/.bin/node"), "#!/bin/sh\n", 0o755);
    kept.home.file(join(folder, "node_modules/.bin/reef"), "#!/bin/sh\n", 0o755);
    await unaffected();
    for (const name of [".npmrc", "node_modules"]) rmSync(join(folder, name), { recursive: true });
  });

  test("a poisoned tree of npx, and npx gone", async () => {
    kept.home.npx.install("reef@1.0.0");
    kept.home.file(".npm/_npx/x/node_modules/reef/reef.js", "evil();\n");
    kept.home.remove(join(kept.home.npx.bin, "../lib/node_modules/npm/lib"));
    await unaffected();
  });

  test("a package above the store that a pinned one asks for", async () => {
    kept.home.file("node_modules/algae/index.js", "evil();\n");
    const { said } = await refused("module-above-tree");
    assert.match(said, /asks for algae/);
  });

  test("the same in the home folder that the environment names", async () => {
    const other = join(kept.home.npx.root, "other");
    kept.home.file(join(other, ".node_modules/algae/index.js"), "evil();\n");
    kept.home.env = { HOME: other };
    const { code, started } = await kept.run();
    rmSync(other, { recursive: true });
    assert.deepEqual([code, started], [1, null]);
  });

  test("a package above the store that nothing asks for", async () => {
    kept.home.file("node_modules/osprey/index.js", "");
    await unaffected();
  });

  test("variables that load code into Node", async () => {
    kept.home.env = {
      NODE_OPTIONS: "--require /tmp/evil.js",
      NODE_PATH: "/tmp/evil",
      LD_PRELOAD: "/tmp/evil.so",
      PYTHONPATH: "/tmp/evil",
      npm_config_node_options: "--require /tmp/evil.js",
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
    };
    const { said } = await unaffected();
    assert.match(said, /^pinfold: not passed on to npm:reef: LD_PRELOAD, NODE_OPTIONS, NODE_PATH/);
  });

  test("variables of the server's own are passed on", async () => {
    kept.home.env = { REEF_TOKEN: "secret", NODE_ENV: "production", HTTPS_PROXY: "http://p:1" };
    const { started, said } = await kept.run();
    assert.deepEqual(started?.env, { ...plain.started?.env, ...kept.home.env });
    assert.equal(said, "");
  });

  test("another node that is first on the PATH", async () => {
    const folder = join(kept.home.npx.root, "early");
    kept.home.file(join(folder, "node"), "#!/bin/sh\nevil\n", 0o755);
    kept.home.env = { PATH: `${folder}:/usr/bin` };
    const { started } = await kept.run();
    assert.equal(started?.file, plain.started?.file);
  });

  test("another file in place of the pinned node", async () => {
    const node = join(kept.home.npx.bin, "node");
    renameSync(node, `${node}.aside`);
    kept.home.file(node, "#!/bin/sh\nevil\n", 0o755);
    const { said } = await refused("changed-launcher");
    assert.doesNotMatch(said, /defect/);
    rmSync(node);
    renameSync(`${node}.aside`, node);
  });

  test("the pinned node through a link that leads elsewhere, to equal bytes", async () => {
    const node = join(kept.home.npx.bin, "node");
    const copy = join(kept.home.npx.root, "copy");
    copyFileSync(process.execPath, copy);
    renameSync(node, `${node}.aside`);
    symlinkSync(copy, node);
    await refused("changed-launcher");
    rmSync(node);
    rmSync(copy);
    renameSync(`${node}.aside`, node);
  });

  test("a registry that serves other bytes, where the copy and npm's cache are gone", async () => {
    kept.home.remove(kept.shelf);
    kept.home.remove(".npm/_cacache");
    kept.home.registry.tamper("wave@2.0.0");
    const { started, said } = await kept.run();
    assert.equal(started, null);
    assert.match(said, /wave@2\.0\.0/);
    assert.deepEqual(kept.copies(), []);
  });

  test("a poisoned cache of npm", async () => {
    kept.home.remove(kept.shelf);
    const { integrity } = kept.home.registry.published("wave@2.0.0");
    const hex = Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex");
    const content = `.npm/_cacache/content-v2/sha512/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`;
    assert.ok(existsSync(kept.home.at(content)));
    kept.home.file(content, "evil");
    await unaffected();
  });
});

const COPY = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true } as const;

import assert from "node:assert/strict";
import { lstatSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { publishCoast } from "./coast.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { layInMemory, npxHash, npxLayout } from "./npx/layout.ts";
import { NpxHome } from "./npx-home.ts";
import { TestRegistry } from "./registry.ts";

interface Lock {
  readonly packages: Record<string, Record<string, unknown>>;
}

test("the folder's name is the digest of the sorted specs", () => {
  assert.equal(npxHash(["tide@1.0.0"]), "198af854cc3c9269");
  assert.equal(npxHash(["@sea/foam@^0.3.0"]), "9aed9ae9aa3be0be");
  assert.equal(npxHash(["b", "a"]), npxHash(["a", "b"]));
});

test("a tree has its packages where npm puts them, links and lockfiles", async () => {
  await using registry = await TestRegistry.start();
  publishCoast(registry);
  using home = new NpxHome({ registry });
  const tree = home.install("tide@1.0.0");
  assert.equal(tree.folder, join(home.home, ".npm", "_npx", "198af854cc3c9269"));
  const nested = tree.path("node_modules/@sea/foam/node_modules/wave/index.js");
  assert.equal(readFileSync(nested, "utf8"), 'console.log("rise");\n');
  assert.equal(readlinkSync(tree.path("node_modules/.bin/foam-dos")), "../@sea/foam/bin/dos.js");
  assert.equal(lstatSync(tree.path("node_modules/tide/cli.js")).mode & 0o777, 0o755);
  const shown = JSON.parse(readFileSync(tree.path("package-lock.json"), "utf8")) as Lock;
  const hidden = JSON.parse(
    readFileSync(tree.path("node_modules/.package-lock.json"), "utf8"),
  ) as Lock;
  assert.equal(shown.packages["node_modules/fin"]?.["optional"], true);
  assert.equal(hidden.packages["node_modules/fin"], undefined);
  assert.equal(hidden.packages["node_modules/salt/node_modules/grain"]?.["inBundle"], true);
});

test("a server is installed and configured in one sentence, and gone afterwards", async () => {
  await using registry = await TestRegistry.start();
  publishCoast(registry);
  let root: string;
  {
    using home = new NpxHome({ registry });
    ({ root } = home);
    home.configure({ tide: home.server("tide@1.0.0", "--port", "1") });
    assert.deepEqual(JSON.parse(readFileSync(home.configFile, "utf8")), {
      mcpServers: { tide: { command: "npx", args: ["-y", "tide@1.0.0", "--port", "1"] } },
    });
    assert.match(realpathSync(join(home.bin, "npx")), /lib\/node_modules\/npm\/bin\/npx-cli\.js$/);
    assert.equal(realpathSync(join(home.bin, "node")), realpathSync(process.execPath));
  }
  assert.throws(() => lstatSync(root));
});

test("the same tree can be laid into memory", async () => {
  await using registry = await TestRegistry.start();
  publishCoast(registry);
  const disk = new MemoryDisk();
  const folder = layInMemory(disk, "/home/ada", npxLayout(registry, ["tide@1.0.0"]));
  assert.equal(folder, "/home/ada/.npm/_npx/198af854cc3c9269");
  const linked = disk.realPath(`${folder}/node_modules/.bin/tide`);
  assert.equal(linked, `${folder}/node_modules/tide/cli.js`);
  assert.equal(disk.stat(linked)?.mode, 0o755);
});

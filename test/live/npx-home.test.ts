import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { publishCoast } from "../support/coast.ts";
import { NpxHome } from "../support/npx-home.ts";
import { TestRegistry } from "../support/registry.ts";

/** Everything below a folder: kind, mode and content of each path. */
function snapshot(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  return Object.fromEntries(paths.map((path) => [path, describe(join(folder, path))]));
}

function describe(path: string): string {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  const mode = (stat.mode & 0o777).toString(8);
  return stat.isFile() ? `file ${mode}\n${readFileSync(path, "utf8")}` : `folder ${mode}`;
}

/** The tree that the machine's own npx installs from the test registry. */
async function installByNpx(registry: TestRegistry, home: string, specs: readonly string[]) {
  const cwd = join(home, "work");
  mkdirSync(cwd, { recursive: true });
  const args =
    specs.length === 1
      ? ["-y", ...specs]
      : ["-y", ...specs.flatMap((spec) => ["-p", spec]), "true"];
  const child = spawn("npx", args, {
    cwd,
    env: {
      HOME: home,
      PATH: process.env["PATH"],
      npm_config_registry: registry.url,
      npm_config_audit: "false",
      npm_config_update_notifier: "false",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const errors = child.stderr.setEncoding("utf8").toArray();
  const [status] = (await once(child, "exit")) as [number];
  assert.equal(status, 0, (await errors).join(""));
  const npx = join(home, ".npm", "_npx");
  const [hash = ""] = readdirSync(npx);
  return { hash, files: snapshot(join(npx, hash)) };
}

const CASES: readonly (readonly string[])[] = [
  ["tide"],
  ["tide@1.0.0"],
  ["wave@2.x"],
  ["@sea/foam", "wave@2.0.0"],
];

for (const specs of CASES) {
  test(`the made home equals that of npx for ${specs.join(" and ")}`, async () => {
    await using registry = await TestRegistry.start();
    publishCoast(registry);
    using made = new NpxHome({ registry });
    const real = mkdtempSync(join(tmpdir(), "pinfold-npx-"));
    try {
      const { hash, files } = await installByNpx(registry, real, specs);
      assert.deepEqual(snapshot(made.install(...specs).folder), files);
      assert.ok(made.install(...specs).folder.endsWith(hash));
    } finally {
      rmSync(real, { recursive: true, force: true });
    }
  });
}

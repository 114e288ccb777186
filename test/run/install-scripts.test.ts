import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, suite, test } from "node:test";

import { EntryHome } from "../support/entry-home.ts";

const BUILD = {
  "build.js": `
    const { appendFileSync, writeFileSync } = require("node:fs");
    const { env } = process;
    if (env.FAILS) throw env.FAILS;
    writeFileSync("built.txt", env.SAYS ?? "built");
    appendFileSync(env.LOG, env.npm_package_name + " " + env.npm_lifecycle_event + ", ");
    console.log("words on standard output");
  `,
};

/** A server whose package is whole only after its install script ran. */
suite("install scripts of a private copy", () => {
  let home: EntryHome;
  let log: string;
  const shelf = (): string => home.at(".local/share/pinfold/store/npm");

  before(async () => {
    home = await EntryHome.start();
    log = join(home.npx.root, "log");
    const scripts = { preinstall: "node build.js", postinstall: "node build.js" };
    home.registry.publish({ name: "tide", version: "1.0.0", scripts }, BUILD);
    home.registry.publish(
      { name: "kelp", version: "1.0.0", scripts: { postinstall: "node build.js" } },
      BUILD,
    );
    home.registry.publish(
      {
        name: "gull",
        version: "2.0.0",
        bin: { gull: "cli.js" },
        dependencies: { tide: "1", kelp: "1" },
      },
      { "cli.js": "#!/usr/bin/env node\n" },
    );
    const { path } = home.npx.install("gull@2.0.0");
    home.configure({ gull: { command: "npx", args: ["-y", "gull@2.0.0"] } });
    // As the script of one of them left it here, when npm ran it.
    writeFileSync(path("node_modules/tide/built.txt"), "built");
    const { code, err } = await home.run("lock", "--yes", "--allow-scripts", "tide");
    assert.equal(code, 0, err);
  });
  after(() => home[Symbol.asyncDispose]());

  async function makesCopy(env: Readonly<Record<string, string>> = {}) {
    home.remove(shelf());
    home.remove(log);
    const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;
    home.env = { LOG: log, PATH, ...env };
    const { code, err } = await home.run("run", "npm:gull");
    const made = existsSync(shelf()) ? readdirSync(shelf()) : [];
    const ran = existsSync(log) ? readFileSync(log, "utf8") : "";
    return { code, err: `${home.starting.said}${err}`, ran, made: made.length };
  }

  test("only approved ones run, in npm's order, and what they leave is what was pinned", async () => {
    const { code, err, ran, made } = await makesCopy();
    assert.deepEqual([code, made, ran], [0, 1, "tide preinstall, tide postinstall, "], err);
    const [folder = ""] = readdirSync(shelf());
    const left = (name: string) =>
      existsSync(join(shelf(), folder, "node_modules", name, "built.txt"));
    assert.deepEqual([left("tide"), left("kelp")], [true, false]);
  });

  test("what they leave besides is not kept", async () => {
    const { err, made } = await makesCopy({ SAYS: "something else" });
    assert.match(err, /what was unpacked is not the pinned tree: node_modules\/tide/);
    assert.equal(made, 0);
  });

  test("a variable that runs other code is not theirs", async () => {
    const { code, err } = await makesCopy({ NODE_OPTIONS: "--require=/evil.js" });
    assert.equal(code, 0, err);
  });

  test("one that fails makes no copy, and its words are told", async () => {
    const { err, made } = await makesCopy({ FAILS: "no compiler here" });
    assert.match(err, /the script preinstall of .*tide failed: .*no compiler here/);
    assert.equal(made, 0);
  });
});

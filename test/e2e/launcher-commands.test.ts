import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, chmodSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";

import { CLI } from "../support/built-cli.ts";
import { NpxHome } from "../support/npx-home.ts";
import { TestRegistry } from "../support/registry.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

interface Answer {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function pinfold(home: NpxHome, ...args: readonly string[]): Promise<Answer> {
  return pinfoldWith(home.env, home, ...args);
}

function pinfoldWith(
  env: Readonly<Record<string, string>>,
  home: NpxHome,
  ...args: readonly string[]
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", CLI, ...args], {
      cwd: home.home,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (part: Buffer) => (out += part.toString("utf8")));
    child.stderr.on("data", (part: Buffer) => (err += part.toString("utf8")));
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, out, err }));
  });
}

/** As a script accepts an error: by the digest of what somebody looked at. */
async function acceptLooked(home: NpxHome, name: string, ...more: readonly string[]) {
  const refused = await pinfold(home, "accept", name, "--yes", ...more);
  assert.equal(refused.status, 2);
  const [digest = ""] = /sha256:[0-9a-f]{64}$/m.exec(refused.err) ?? [];
  return pinfold(home, "accept", name, "--yes", "--digest", digest, ...more);
}

interface Report {
  readonly servers: readonly { readonly name: string; readonly verdict: string }[];
  readonly findings: readonly {
    readonly ruleId: string;
    readonly severity: string;
    readonly wouldRun: string | null;
  }[];
}

async function judged(home: NpxHome, ...args: readonly string[]) {
  return judgedWith(home.env, home, ...args);
}

async function judgedWith(
  env: Readonly<Record<string, string>>,
  home: NpxHome,
  ...args: readonly string[]
) {
  const answer = await pinfoldWith(env, home, "verify", "--json", ...args);
  // What the command prints is its own report.
  const { servers, findings } = JSON.parse(answer.out) as Report;
  const loud = findings.filter(({ severity }) => severity !== "note");
  return {
    status: answer.status,
    verdicts: servers.map(({ verdict }) => verdict),
    rules: [...new Set(loud.map(({ severity, ruleId }) => `${severity} ${ruleId}`))],
    wouldRun: findings.map((finding) => finding.wouldRun),
  };
}

function publishTide(registry: TestRegistry): void {
  registry.publish({ name: "wave", version: "2.0.0" }, { "index.js": "rise();\n" });
  registry.publish(
    { name: "tide", version: "1.0.0", bin: "cli.js", dependencies: { wave: "2.0.0" } },
    { "cli.js": "#!/usr/bin/env node\nconsole.log(1);\n" },
  );
}

async function locked(registry: TestRegistry): Promise<NpxHome> {
  publishTide(registry);
  const home = new NpxHome({ registry });
  home.configure({ tide: home.server("tide@1.0.0"), again: home.server("tide@1.0.0", "--port") });
  const { status, err } = await pinfold(home, "lock", "--yes");
  assert.equal(status, 0, err);
  return home;
}

suite("lock, verify and accept of launchers", posix, () => {
  test("what lock pinned is verified, and a fake npx is named for every server", async () => {
    await using registry = await TestRegistry.start();
    using home = await locked(registry);
    assert.deepEqual(await judged(home), {
      status: 0,
      verdicts: ["verified", "verified"],
      rules: [],
      wouldRun: [],
    });

    const fake = join(home.root, "evil", "npx");
    home.write(fake, "#!/bin/sh\n", 0o755);
    const path = `${join(home.root, "evil")}:${home.env["PATH"] ?? ""}`;
    const shadowed = await judged(home, "--client-path", path);
    assert.equal(shadowed.status, 1);
    assert.deepEqual(shadowed.verdicts, ["violated", "violated"]);
    assert.deepEqual(shadowed.rules, ["error shadowed-launcher", "warning unfollowed-script"]);
    assert.ok(shadowed.wouldRun.includes(fake));
    const { out } = await pinfold(home, "verify", "--client-path", path);
    assert.match(out, /would run .*evil\/npx/);
    assert.match(out, /2 servers/);
  });

  test("a changed file of npm is accepted by its digest, and nothing else is", async () => {
    await using registry = await TestRegistry.start();
    using home = await locked(registry);
    const file = join(home.root, "node/lib/node_modules/npm/bin/npm-cli.js");
    appendFileSync(file, "// patched\n");
    assert.deepEqual((await judged(home)).rules, ["error changed-launcher-code"]);

    const refused = await pinfold(home, "accept", "npx");
    assert.equal(refused.status, 2);
    assert.match(refused.out, /h1:/, "the digest is shown whatever the answer");
    assert.deepEqual((await judged(home)).rules, ["error changed-launcher-code"]);

    const accepted = await acceptLooked(home, "npx");
    assert.equal(accepted.status, 0, accepted.err);
    assert.deepEqual((await judged(home)).rules, []);

    appendFileSync(file, "// and again\n");
    assert.deepEqual((await judged(home)).rules, ["error changed-launcher-code"]);
    const again = await pinfold(home, "lock", "--yes");
    assert.match(again.out, /pinned already/);
    assert.deepEqual((await judged(home)).rules, ["error changed-launcher-code"]);
  });

  test("what is wrong without a pin needs a reason and an end", async () => {
    await using registry = await TestRegistry.start();
    using home = await locked(registry);
    chmodSync(home.bin, 0o777);
    assert.deepEqual((await judged(home)).rules, ["error writable-launcher"]);
    assert.equal((await pinfold(home, "accept", "npx", "--yes")).status, 2);
    const words = ["--reason", "shared build machine", "--until", "2999-01-31"];
    const accepted = await acceptLooked(home, "npx", ...words);
    assert.equal(accepted.status, 0, accepted.err);
    assert.deepEqual((await judged(home)).rules, []);
  });

  test("a structural error keeps lock from pinning the launcher", async () => {
    await using registry = await TestRegistry.start();
    publishTide(registry);
    using home = new NpxHome({ registry });
    home.configure({ tide: home.server("tide@1.0.0") });
    chmodSync(home.bin, 0o777);
    const { err } = await pinfold(home, "lock", "--yes");
    assert.match(err, /launcher is not pinned/);
    chmodSync(home.bin, 0o755);
    assert.deepEqual((await judged(home)).rules, ["warning launcher-unpinned"]);
  });

  test("a PATH that somebody wrote into the entry is held to what was pinned", async () => {
    await using registry = await TestRegistry.start();
    using home = await locked(registry);
    home.write(join(home.root, "evil", "npx"), "#!/bin/sh\n", 0o755);
    home.configure({
      tide: {
        ...home.server("tide@1.0.0"),
        env: { PATH: `${join(home.root, "evil")}:${home.bin}:/usr/bin:/bin` },
      },
    });
    const { status, rules } = await judged(home);
    assert.equal(status, 1);
    assert.ok(rules.includes("error shadowed-launcher"), rules.join());
  });

  test("a timer with a poorer PATH judges what was locked, changed or not", async () => {
    await using registry = await TestRegistry.start();
    using home = await locked(registry);
    const poor = { ...home.env, PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
    assert.deepEqual((await judgedWith(poor, home)).verdicts, ["verified", "verified"]);
    const file = join(home.root, "node/lib/node_modules/npm/bin/npm-cli.js");
    appendFileSync(file, "// patched\n");
    assert.deepEqual((await judgedWith(poor, home)).rules, ["error changed-launcher-code"]);
  });

  test("another interpreter that the package asks for has a chain of its own", async () => {
    await using registry = await TestRegistry.start();
    registry.publish(
      { name: "tide", version: "1.0.0", bin: "cli.ts" },
      { "cli.ts": "#!/usr/bin/env bun\nconsole.log(1);\n" },
    );
    using home = new NpxHome({ registry });
    const bun = join(home.bin, "bun");
    home.write(bun, "\u007fELF\u0000bun", 0o755);
    home.configure({ tide: home.server("tide@1.0.0") });
    assert.equal((await pinfold(home, "lock", "--yes")).status, 0);
    assert.deepEqual((await judged(home)).rules, []);
    home.write(bun, "\u007fELF\u0000evil", 0o755);
    const { rules, wouldRun } = await judged(home);
    assert.deepEqual(rules, ["error changed-launcher"]);
    assert.ok(wouldRun.includes(bun));
    assert.equal((await acceptLooked(home, "bun")).status, 0);
    assert.deepEqual((await judged(home)).rules, []);
  });

  test("an edited record of the launchers is not believed", async () => {
    await using registry = await TestRegistry.start();
    using home = await locked(registry);
    const folder = join(home.home, ".local/state/pinfold/launchers");
    const [record = ""] = readdirSync(folder);
    const told = async (): Promise<string> => {
      const { status, rules } = await judged(home);
      assert.ok(status === 1 || rules.every((rule) => !rule.startsWith("error")));
      return rules.join();
    };
    writeFileSync(join(folder, record), "{}");
    assert.match(await told(), /error baseline-tampered/);
    rmSync(join(folder, record));
    assert.match(await told(), /error baseline-tampered/);
    // Without the log nobody knows what stood there.
    rmSync(join(home.home, ".local/state/pinfold/audit"), { recursive: true });
    assert.equal(await told(), "warning launcher-unpinned");
    writeFileSync(join(folder, record), "{}");
    assert.match(await told(), /error damaged-state/);
  });
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";

import type { Changes } from "../../src/changes/define.ts";
import { Stage } from "../support/stage.ts";

const hasGit = (() => {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** A repository in the home, with the lockfiles of the stage in `team/lockfiles`. */
function repository(stage: Stage): { git: (...args: string[]) => string; file: string } {
  const root = stage.path("shop");
  const file = join(root, "team/lockfiles/npm/gull.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, readFileSync(stage.path(".config/pinfold/lockfiles/npm/gull.json")));
  const who = [
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@sea.test",
    "-c",
    "commit.gpgsign=false",
  ];
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", root, ...who, ...args], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] ?? "", HOME: root },
    });
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-qm", "pins");
  return { git, file };
}

const CHECK = ["lock", "--check", "--lockfiles", "shop/team/lockfiles"];

suite("the history of lockfiles", { skip: !hasGit }, () => {
  test("is compared from where a branch left it, and not with what came to the other meanwhile", async () => {
    await using stage = await Stage.set("gull");
    const { git, file } = repository(stage);
    git("checkout", "-qb", "bot");
    const text = readFileSync(file, "utf8");
    rmSync(file);
    git("add", "-A");
    git("commit", "-qm", "remove the pin");
    git("checkout", "-q", "main");
    writeFileSync(join(dirname(file), "tern.json"), text.replace("pkg:npm/gull", "pkg:npm/tern"));
    git("add", "-A");
    git("commit", "-qm", "meanwhile");
    git("checkout", "-q", "bot");
    const { out, err } = await stage.pinfold(...CHECK, "--base", "main", "--json");
    const { changes } = JSON.parse(out) as { changes: Changes };
    assert.deepEqual(
      changes.lockfiles.map((one) => `${one.kind} ${one.file}`),
      ["removed npm/gull.json"],
      err,
    );
    assert.equal(changes.base, git("merge-base", "main", "bot").slice(0, 12));
  });

  test("has no such revision, or there is none: wrong use, with the next step", async () => {
    await using stage = await Stage.set("gull");
    repository(stage);
    for (const [base, says] of [
      ["origin/nowhere", /has no revision "origin\/nowhere"\n.*fetch it first/],
      ["--output=/tmp/evil", /has no revision/],
    ] as const) {
      const { code, err } = await stage.pinfold(...CHECK, `--base=${base}`);
      assert.deepEqual([code, says.test(err)], [2, true], err);
    }
    mkdirSync(stage.path("bare/npm"), { recursive: true });
    const { code, err } = await stage.pinfold(
      "lock",
      "--check",
      "--lockfiles",
      "bare",
      "--base",
      "main",
    );
    assert.equal(code, 2);
    assert.match(err, /git gives no history of .*: .*not a git repository/);
  });

  test("does not follow a link, and starts nothing that the repository configures", async () => {
    await using stage = await Stage.set("gull");
    const { git, file } = repository(stage);
    symlinkSync("/etc/passwd", join(dirname(file), "evil.json"));
    git("add", "-A");
    git("commit", "-qm", "a link");
    git("config", "core.fsmonitor", `touch ${stage.path("ran")};`);
    rmSync(join(dirname(file), "evil.json"));
    const { out, code } = await stage.pinfold(...CHECK, "--base", "HEAD", "--json");
    assert.equal(code, 0);
    assert.deepEqual((JSON.parse(out) as { changes: Changes }).changes.lockfiles, []);
    assert.throws(() => readFileSync(stage.path("ran")));
  });
});

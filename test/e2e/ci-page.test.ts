import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";

import { parse } from "yaml";

import { CLI } from "../support/built-cli.ts";
import { type Answer, Stage } from "../support/stage.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly permissions?: object;
  readonly jobs?: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
  readonly pinfold?: { readonly script: readonly string[] };
}

const page = readFileSync(new URL("../../docs/ci.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => ({
  text,
  workflow: parse(text) as Workflow,
}));
const [pullRequest, alerts] = blocks.filter(({ workflow }) => workflow.jobs !== undefined);
const gitlab = blocks.find(({ workflow }) => workflow.pinfold !== undefined);
assert.ok(pullRequest !== undefined && alerts !== undefined && gitlab !== undefined);

const stepsOf = ({ workflow }: { readonly workflow: Workflow }): readonly Step[] =>
  Object.values(workflow.jobs ?? {}).flatMap(({ steps }) => steps);
const scriptOf = (block: { readonly workflow: Workflow }): string =>
  stepsOf(block)
    .flatMap(({ run }) => run ?? [])
    .join("\n");

/**
 * A checkout of a pull request as a host makes it: the merge commit with the base branch as its first
 * parent. `npm ci` is played: it puts this pinfold where the lockfile of a project would have put it.
 */
class Host {
  readonly root: string;
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.root = stage.path("shop");
    this.write("package.json", '{"name":"shop","devDependencies":{"pinfold":"0.1.0"}}');
    this.write("lockfiles/npm/gull.json", this.lockfile);
    this.git("init", "-q", "-b", "main");
    this.commit("base");
    this.git("checkout", "-q", "-b", "bot");
    const npm = stage.path("bin/npm");
    mkdirSync(dirname(npm), { recursive: true });
    writeFileSync(
      npm,
      `#!/bin/sh
prefix=.
while [ $# -gt 0 ]; do [ "$1" != --prefix ] || prefix=$2; shift; done
[ -f "$prefix/package.json" ] || exit 9
mkdir -p "$prefix/node_modules/.bin"
printf '#!/bin/sh\\nexec "%s" "%s" "$@"\\n' '${process.execPath}' '${CLI}' > "$prefix/node_modules/.bin/pinfold"
chmod +x "$prefix/node_modules/.bin/pinfold"
`,
    );
    chmodSync(npm, 0o755);
  }

  get lockfile(): string {
    return readFileSync(this.#stage.path(".config/pinfold/lockfiles/npm/gull.json"), "utf8");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  git(...args: readonly string[]): string {
    const who = [
      "-c",
      "user.name=Ada",
      "-c",
      "user.email=ada@sea.test",
      "-c",
      "commit.gpgsign=false",
    ];
    const env = { PATH: process.env["PATH"] ?? "", HOME: this.root };
    return execFileSync("git", ["-C", this.root, ...who, ...args], { encoding: "utf8", env });
  }

  commit(message: string): void {
    this.git("add", "-A");
    this.git("commit", "-qm", message);
  }

  /** What the base branch got meanwhile, and the merge commit that the host makes. */
  merge(): void {
    this.git("checkout", "-q", "main");
    this.write("README.md", "meanwhile\n");
    this.commit("meanwhile");
    this.git("merge", "-q", "--no-ff", "-m", "merge", "bot");
  }

  /** As the hosts run it: bash that stops at the first failure. Not in step: the registry is in this process. */
  async runs(script: string, env: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const path = `${this.#stage.path("bin")}:${process.env["PATH"] ?? ""}`;
    const child = spawn("bash", ["-e", "-o", "pipefail", "-c", script], {
      cwd: this.root,
      timeout: 240_000,
      env: { ...this.#stage.home.env, PATH: path, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, out, err }));
    });
  }
}

/** What the stage's registry has and a bot proposes: a script in a dependency of a dependency. */
async function propose(stage: Stage, host: Host): Promise<void> {
  stage.registry.publish(
    { name: "wave", version: "2.1.0", scripts: { postinstall: "node setup.js" } },
    { "setup.js": 'require("child_process").execSync("id");\n' },
    { by: "stranger" },
  );
  const { code, err } = await stage.pinfold("update", "gull", "--yes", "--allow-scripts", "wave");
  assert.equal(code, 0, err);
  host.write("lockfiles/npm/gull.json", host.lockfile);
  host.commit("update");
  host.merge();
}

suite("docs/ci.md", () => {
  test("pins each action by its commit, and gives a job no more than it needs", () => {
    for (const { text, workflow } of [pullRequest, alerts]) {
      assert.deepEqual(workflow.permissions, {});
      for (const { uses } of stepsOf({ workflow })) {
        if (uses === undefined) continue;
        assert.match(uses, /@[0-9a-f]{40}$/);
        assert.match(text, new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+`));
      }
    }
    assert.doesNotMatch(pullRequest.text, /pull_request_target|\$\{\{/);
  });

  test("the job for a pull request shows what it changes, the riskiest first, as indented code", async () => {
    await using stage = await Stage.set("gull");
    const host = new Host(stage);
    await propose(stage, host);
    const summary = stage.path("summary.md");
    const { code, out, err } = await host.runs(scriptOf(pullRequest), {
      GITHUB_STEP_SUMMARY: summary,
    });
    assert.equal(code, 0, out + err);
    assert.match(
      out,
      /risk +runs at install +wave 2\.0\.0 → 2\.1\.0: postinstall: node setup\.js \(new\)/,
    );
    const lines = readFileSync(summary, "utf8").trimEnd().split("\n");
    assert.ok(lines.length > 5 && lines.every((line) => line.startsWith("    ")));
  });

  test("fails where the policy of the repository denies the move", async () => {
    await using stage = await Stage.set("gull");
    const host = new Host(stage);
    host.write("lockfiles/policy.json", '{"policyVersion":1,"installScripts":"deny"}');
    await propose(stage, host);
    const summary = stage.path("summary.md");
    const { code, out } = await host.runs(scriptOf(pullRequest), { GITHUB_STEP_SUMMARY: summary });
    assert.equal(code, 1, out);
    assert.match(out, /wrong\[denied-install-script\]/);
    assert.match(readFileSync(summary, "utf8"), /denied-move/);
  });

  test("the job of GitLab does the same with the commit that GitLab names", async () => {
    await using stage = await Stage.set("gull");
    const host = new Host(stage);
    const base = host.git("rev-parse", "HEAD").trim();
    await propose(stage, host);
    host.git("checkout", "-q", "--detach", "bot");
    const script = gitlab.workflow.pinfold?.script.join("\n") ?? "";
    const { code, out, err } = await host.runs(script, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
    assert.equal(code, 0, out + err);
    assert.match(out, new RegExp(`changes since ${base.slice(0, 12)}: 1 lockfile`));
    assert.match(out, /postinstall: node setup\.js/);
  });

  test("the job for alerts writes SARIF", async () => {
    await using stage = await Stage.set("gull");
    const host = new Host(stage);
    const { code, err } = await host.runs(scriptOf(alerts));
    assert.equal(code, 0, err);
    const log = JSON.parse(readFileSync(join(host.root, "pinfold.sarif"), "utf8")) as object;
    assert.ok("version" in log && log.version === "2.1.0");
  });
});

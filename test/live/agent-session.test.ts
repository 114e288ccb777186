import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";

import { NpxHome } from "../support/npx-home.ts";
import { TestRegistry } from "../support/registry.ts";

const SESSION = fileURLToPath(new URL("../support/session/", import.meta.url));
const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
// Of a name of its own: another run of this test on the machine has another user.
const USER = `pinfold-${process.pid}`;
const SKIPPED = 77;
const TIME_LIMIT_MS = 280_000;

const PACKAGES = [
  "Xvfb=xvfb",
  "dbus-daemon=dbus",
  "dbus-monitor=dbus",
  "dunst=dunst",
  "notify-send=libnotify-bin",
  "systemctl=systemd",
  "unshare=util-linux",
];

interface Shown {
  readonly summary: string;
  readonly body: string;
}

/** Why there can be no such session here; null where there can. */
function obstacle(): string | null {
  if (process.platform !== "linux") return "needs Linux";
  if (process.getuid?.() !== 0) return "needs root, to make a session for another user";
  const { status, stdout } = spawnSync(join(SESSION, "packages.sh"), PACKAGES, {
    encoding: "utf8",
    timeout: 400_000,
  });
  return status === 0 ? null : `packages are ${stdout.trim()}`;
}

const why = obstacle();

/** A user of this machine, for as long as the test runs. */
class Guest implements Disposable {
  readonly #isOurs: boolean;

  constructor() {
    this.#isOurs = spawnSync("id", [USER]).status !== 0;
    if (this.#isOurs)
      execFileSync("useradd", ["--no-create-home", "--shell", "/bin/bash", USER], {
        stdio: "ignore",
      });
  }

  [Symbol.dispose](): void {
    if (this.#isOurs) spawnSync("userdel", [USER], { stdio: "ignore" });
  }
}

suite("the agent on a desktop session with a real systemd --user", { skip: why ?? false }, () => {
  test("every attack is one notification that says what would run, and leaves nothing when undone", async (context) => {
    await using registry = await TestRegistry.start();
    registry.publish(
      { name: "wave", version: "2.0.0" },
      { "index.js": "rise();\n", "lib/rise.js": "rise();\n" },
    );
    registry.publish(
      { name: "tide", version: "1.0.0", bin: "cli.js", dependencies: { wave: "2.0.0" } },
      { "cli.js": "#!/usr/bin/env node\nflow();\n" },
    );
    using home = new NpxHome({ registry });
    home.configure({ tide: home.server("tide@1.0.0") });
    using _guest = new Guest();
    const out = join(home.root, "out");
    mkdirSync(out);
    execFileSync("chown", ["-R", USER, home.root]);
    chmodSync(home.root, 0o755);

    const child = spawn(
      "timeout",
      [
        "--kill-after=10",
        String(TIME_LIMIT_MS / 1000),
        join(SESSION, "systemd.sh"),
        USER,
        home.home,
        join(SESSION, "desktop.sh"),
        out,
        join(SESSION, "agent-story.sh"),
        process.execPath,
        CLI,
      ],
      {
        cwd: "/",
        env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    const [code] = (await once(child, "close")) as [number | null];
    if (code === SKIPPED) return context.skip(said.trim().split("\n").at(-1));
    assert.equal(code, 0, said.slice(-3000));

    const text = (name: string): string =>
      existsSync(join(out, name)) ? readFileSync(join(out, name), "utf8") : "";
    const json = (name: string) => JSON.parse(text(name)) as Record<string, unknown>;
    const shown = (name: string): number => Number(text(`${name}.shown`).trim());

    assert.equal(json("verify.json")["exitCode"], 0, text("lock.txt"));
    const install = json("install.json");
    assert.equal(install["isRunning"], true, text("install.err") + said.slice(-2000));
    assert.deepEqual(install["delivery"], { error: null });
    assert.equal(json("again.json")["isChanged"], false, "installing again changes nothing");
    assert.equal(json("agent-status.json")["exitCode"], 0, text("agent-status.json"));

    // Each attack is one notification, and its undoing another one; each is in the status.
    let count = shown("again");
    for (const [name, rule] of [
      ["npx", "shadowed-launcher"],
      ["server", "changed-server"],
      ["link", "changed-launcher"],
      ["file", "modified-file"],
    ] as const) {
      assert.equal(shown(name), count + 1, `${name}: ${text("bus.log")}`);
      assert.equal(shown(`${name}.undone`), count + 2, `${name} undone: ${text("bus.log")}`);
      count += 2;
      const status = json(`${name}.json`);
      const found = status["findings"] as { ruleId: string; severity: string }[];
      assert.ok(
        found.some(({ ruleId }) => ruleId === rule),
        name,
      );
      assert.equal((status["agent"] as { isSource: boolean }).isSource, true);
      assert.equal(json(`${name}.undone.json`)["exitCode"], 0, text(`${name}.undone.json`));
    }

    const history = (
      json("history.json")["data"] as { summary: { data: string }; body: { data: string } }[][]
    )
      .flat()
      .map(({ summary, body }): Shown => ({ summary: summary.data, body: body.data }));
    const told = (summary: string): string =>
      history.find((one) => one.summary === summary)?.body ?? JSON.stringify(history);
    assert.match(
      told("npx replaced: tide (Claude Desktop)"),
      /npx would run another file than the pinned ~\/opt\/current\/bin\/npx\.\nWould run ~\/bin\/npx\.\nDon't restart Claude Desktop; pinfold status npx/,
    );
    assert.match(
      told("tide (Claude Desktop): starts something else"),
      /npm:tide was locked; now it starts npm:evil\.\nWould run npx -y evil@6\.6\.6\./,
    );
    assert.match(
      told("npx changed: tide (Claude Desktop)"),
      /a link on the way to npx leads elsewhere/,
    );
    assert.match(
      told("tide (Claude Desktop): file changed"),
      /wave 2\.0\.0 was changed on disk: lib\/rise\.js[^\n]*\nWould run ~\/\.npm\/_npx\/\w+\/node_modules\/wave\/lib\/rise\.js\./,
    );
    assert.ok(history.some(({ summary }) => summary === "pinfold watches your MCP servers"));

    assert.equal(text("log-verify.code").trim(), "0", text("log-verify.txt"));
    const records = json("log.json")["records"] as { event: string; rule?: string }[];
    for (const event of ["finding", "resolved"])
      assert.deepEqual(
        ["shadowed-launcher", "changed-server", "changed-launcher", "modified-file"].filter(
          (rule) => !records.some((one) => one.event === event && one.rule === rule),
        ),
        [],
        event,
      );

    const [before, after] = text("steady.txt").trim().split("\n");
    assert.equal(before, after, "an agent that answers its watchdog is left alone");
    for (const name of ["hung.txt", "killed.txt"]) {
      const [first, second] = text(name).trim().split("\n");
      assert.ok(Number(second) > 0 && first !== second, `${name}: ${text(name)}`);
    }
    const gaps = json("gaps.json")["records"] as { details: { why: string } }[];
    assert.ok(gaps.some(({ details }) => details.why === "killed"));
    const [, score = "9"] =
      /exposure level for pinfold\.service: ([\d.]+)/.exec(text("security.txt")) ?? [];
    assert.ok(Number(score) <= 6.6, text("security.txt"));

    assert.equal(text("left.txt"), "", "nothing of the agent is left");
    assert.equal(text("uninstall-again.code").trim(), "0");
  });
});

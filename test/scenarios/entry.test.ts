import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";

import { EntryHome } from "../support/entry-home.ts";

const posix = { skip: process.platform === "win32" ? "folders of POSIX" : false };

suite("an entry and what its variables do", posix, () => {
  test("an untouched server with ordinary variables gives nothing at all", async () => {
    await using home = await EntryHome.start();
    const env = {
      GITHUB_TOKEN: "ghp_000000000000000000000000000000000000",
      NODE_ENV: "production",
      ENV: "production",
      PYTHONUNBUFFERED: "1",
      NODE_OPTIONS: "--max-old-space-size=4096 --no-warnings",
      JAVA_TOOL_OPTIONS: "-Xmx512m -Dspring.profiles.active=stdio",
      NO_PROXY: "localhost",
      npm_config_loglevel: "silent",
      PATH: home.npx.env["PATH"],
      HOME: home.npx.home,
    };
    await home.locked(home.gull({ env } as object));
    const { rules, verdicts, code } = await home.verify();
    assert.deepEqual(rules, []);
    assert.deepEqual(verdicts, { gull: "verified" });
    assert.equal(code, 0);
  });

  const poisoned: [string, string, string, string][] = [
    ["S43", "NODE_OPTIONS", "--require /tmp/x.js", "injected-environment"],
    ["S43", "NODE_OPTIONS", "--import=/tmp/x.mjs", "injected-environment"],
    ["S45", "DYLD_INSERT_LIBRARIES", "/tmp/x.dylib", "injected-environment"],
    ["S45", "DYLD_LIBRARY_PATH", "/tmp", "injected-environment"],
    ["S46", "PYTHONPATH", "/tmp", "injected-environment"],
    ["S46", "PYTHONSTARTUP", "/tmp/x.py", "injected-environment"],
    ["S46", "PYTHONHOME", "/tmp", "injected-environment"],
    ["S46", "UV_INDEX_URL", "https://mirror.test/simple", "redirected-registry"],
    ["S46", "PIP_INDEX_URL", "https://mirror.test/simple", "redirected-registry"],
    ["S48", "BASH_ENV", "/tmp/x.sh", "injected-environment"],
    ["S48", "ENV", "/tmp/x.sh", "injected-environment"],
    ["S48", "PERL5OPT", "-M/tmp/x", "injected-environment"],
    ["S48", "RUBYOPT", "-r/tmp/x", "injected-environment"],
    ["S48", "JAVA_TOOL_OPTIONS", "-javaagent:/tmp/x.jar", "injected-environment"],
    ["S48", "GIT_SSH_COMMAND", "/tmp/x", "injected-environment"],
    ["", "LD_PRELOAD", "/tmp/x.so", "injected-environment"],
    ["", "NPM_CONFIG_SCRIPT_SHELL", "/tmp/x", "injected-environment"],
    ["", "npm_config_node_options", "--require=/tmp/x.js", "injected-environment"],
    ["", "npm_config_registry", "https://mirror.test/", "redirected-registry"],
    ["", "NODE_TLS_REJECT_UNAUTHORIZED", "0", "weakened-tls"],
    ["", "npm_config_strict_ssl", "false", "weakened-tls"],
  ];
  test("S43 S45 S46 S48: a poisoned variable is an error that never shows another value", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    for (const [, name, value, rule] of poisoned) {
      home.configure({ gull: home.gull({ env: { [name]: value, TOKEN: "s3cret" } }) });
      const { code, findings, verdicts, out } = await home.verify();
      const found = findings.find(({ ruleId }) => ruleId === rule);
      assert.equal(found?.severity, "error", `${name}: ${JSON.stringify(findings)}`);
      assert.ok(found.message.includes(name), found.message);
      assert.ok(!out.includes("s3cret"), name);
      assert.ok(!out.includes("mirror.test"), name);
      assert.equal(verdicts["gull"], "violated", name);
      assert.equal(code, 1, name);
    }
  });

  test("what a loader would load is said", async () => {
    await using home = await EntryHome.start();
    for (const name of ["NODE_OPTIONS", "npm_config_node_options"]) {
      home.configure({ gull: home.gull({ env: { [name]: "--require /tmp/x.js" } }) });
      const { findings } = await home.verify();
      const found = findings.find(({ ruleId }) => ruleId === "injected-environment");
      assert.equal(found?.wouldRun, "/tmp/x.js", name);
    }
  });

  test("an injected variable keeps lock from taking a pin", async () => {
    await using home = await EntryHome.start();
    home.configure({ gull: home.gull({ env: { LD_PRELOAD: "/tmp/x.so" } }) });
    const { code, err } = await home.run("lock", "--yes");
    assert.equal(code, 3);
    assert.match(err, /LD_PRELOAD/);
    home.configure({ gull: home.gull() });
    assert.deepEqual((await home.verify()).verdicts, { gull: "unlocked" });
  });

  test("a variable in front of the command is judged too", async () => {
    await using home = await EntryHome.start();
    const args = ["NODE_OPTIONS=--require=/tmp/x.js", "npx", "-y", "gull@1.0.0"];
    home.npx.install("gull@1.0.0");
    home.configure({ gull: { command: "env", args } });
    const { rules, code } = await home.verify();
    assert.ok(rules.includes("error injected-environment"), rules.join());
    assert.equal(code, 1);
  });

  test("S50: a rotated token is nothing, in variables, arguments and addresses", async () => {
    await using home = await EntryHome.start();
    const entry = (token: string) =>
      home.gull({
        args: ["-y", "gull@1.0.0", "--api-key", token, `--url=https://h.test/?token=${token}`],
        env: { API_TOKEN: token },
      });
    await home.locked(entry("old-0000"));
    home.configure({ gull: entry("new-1111") });
    const { rules, code, out } = await home.verify();
    assert.deepEqual(rules, []);
    assert.equal(code, 0);
    assert.ok(!out.includes("new-1111"));
  });

  test("a proxy and an authority are named until they were there when it was locked", async () => {
    await using home = await EntryHome.start();
    const env = {
      HTTPS_PROXY: "http://user:pw@proxy.test:3128",
      NODE_EXTRA_CA_CERTS: "/etc/ca.pem",
    };
    await home.locked();
    home.configure({ gull: home.gull({ env }) });
    const before = await home.verify();
    assert.ok(before.rules.includes("warning proxied"), before.rules.join());
    assert.ok(before.rules.includes("warning weakened-tls"), before.rules.join());
    assert.equal(before.verdicts["gull"], "verified");
    assert.ok(!before.out.includes("proxy.test"));
    assert.equal((await home.run("accept", "gull", "--yes")).code, 0);
    assert.deepEqual((await home.verify()).rules, []);
    home.configure({ gull: home.gull({ env: { ...env, HTTPS_PROXY: "http://other.test" } }) });
    assert.deepEqual((await home.verify()).rules, ["warning proxied"]);
  });
});

suite("what npm's configuration makes npx do", posix, () => {
  const settings: [string, string][] = [
    ["script-shell=/tmp/x", "error npm-setting"],
    ["node-options=--require=/tmp/x.js", "error npm-setting"],
    ["package=wave", "error npm-setting"],
    ["call=id", "error npm-setting"],
    ["registry=https://mirror.test/", "error redirected-registry"],
    ["@sea:registry=https://mirror.test/", "error redirected-registry"],
    ["strict-ssl=false", "error weakened-tls"],
    ["https-proxy=http://proxy.test", "warning proxied"],
    ["cache=/tmp/elsewhere", "warning redirected-home"],
    ["globalconfig=/tmp/npmrc", "warning redirected-home"],
    ["script-shell=/bin/bash", "warning npm-setting"],
  ];
  test("S42: the .npmrc of the folder that it is started in, by file and line", async () => {
    await using home = await EntryHome.start();
    home.file("shop/package.json", "{}");
    await home.locked(home.gull({ cwd: home.at("shop") }, "@sea/gull@1.0.0"));
    for (const [line, expected] of settings) {
      const file = home.file("shop/.npmrc", `; ours\nfund=false\n${line}\n`);
      const { rules, findings } = await home.verify();
      const [, rule] = expected.split(" ");
      assert.ok(rules.includes(expected), `${line}: ${rules.join()}`);
      const found = findings.find(({ ruleId }) => ruleId === rule);
      assert.equal(found?.location?.file, file);
      assert.equal(found.location.line, 3, line);
    }
  });

  test("the user's own registry, proxy, folders and harmless options are no alarm", async () => {
    await using home = await EntryHome.start();
    const own = [
      `registry=${home.registry.url}/`,
      "@acme:registry=https://npm.acme.test/",
      "//npm.acme.test/:_authToken=s3cret",
      "https-proxy=http://proxy.test:3128",
      `prefix=${home.at(".npm-global")}`,
      "cafile=/etc/ca.pem",
      "node-options=--max-old-space-size=4096",
      "script-shell=/bin/bash",
      "save-exact=true",
    ].join("\n");
    home.file(".npmrc", `${own}\n`);
    home.file("shop/package.json", "{}");
    home.file("shop/.npmrc", "@acme:registry=https://npm.acme.test/\nengine-strict=true\n");
    home.remove(".npmrc");
    home.file(".npmrc", `${own.replace(/https-proxy.*\n|cafile.*\n/g, "")}\n`);
    await home.locked(home.gull({ cwd: home.at("shop") }));
    const { rules, out } = await home.verify();
    assert.deepEqual(rules, []);
    assert.ok(!out.includes("s3cret"));
    home.file(".npmrc", `${own}\n`);
    assert.deepEqual((await home.verify()).rules, []);
  });

  test("the user's own file can run code all the same", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    home.file(".npmrc", `registry=${home.registry.url}/\nscript-shell=/tmp/x\n`);
    const { rules, findings, code } = await home.verify();
    assert.deepEqual(rules, ["error npm-setting"]);
    assert.equal(findings[0]?.wouldRun, "/tmp/x");
    assert.equal(findings[0].location?.line, 2);
    assert.equal(code, 1);
  });

  test("a FIFO in place of a file of npm's keeps nobody waiting", async () => {
    await using home = await EntryHome.start();
    home.file("shop/package.json", "{}");
    await home.locked(home.gull({ cwd: home.at("shop") }));
    home.fifo("shop/pipe");
    home.file("shop/.npmrc", `userconfig=${home.at("shop/pipe")}\n`);
    assert.deepEqual((await home.verify()).verdicts, { gull: "inconclusive" });
    home.remove("shop/.npmrc");
    home.fifo("shop/.npmrc");
    const { verdicts, code, reasons } = await home.verify();
    assert.deepEqual(verdicts, { gull: "inconclusive" });
    assert.match(reasons["gull"] ?? "", /shop\/\.npmrc is not a regular file/);
    assert.equal(code, 3);
  });

  test("a file that the entry names in place of the user's is not the user's", async () => {
    await using home = await EntryHome.start();
    const file = home.file("other/npmrc", "registry=https://mirror.test/\n");
    home.configure({ gull: home.gull({ env: { npm_config_userconfig: file } }) });
    const { rules } = await home.verify();
    assert.ok(rules.includes("error redirected-registry"), rules.join());
    assert.ok(rules.includes("warning redirected-home"), rules.join());
  });
});

suite("what npx looks at before its cache", posix, () => {
  const program = "#!/bin/sh\n";

  test("a .bin of the working directory and of a folder above it", async () => {
    for (const place of ["shop", ""]) {
      await using home = await EntryHome.start();
      home.file("shop/package.json", "{}");
      const entry = home.gull({ cwd: home.at("shop") }, "gull");
      await home.locked(entry);
      assert.equal((await home.verify()).verdicts["gull"], "inconclusive");
      const path = home.file(join(place, "node_modules/.bin/gull"), program, 0o755);
      const { rules, findings, code } = await home.verify();
      assert.ok(rules.includes("error preferred-local-program"), rules.join());
      assert.equal(findings[0]?.wouldRun, path);
      assert.equal(code, 1);
    }
  });

  test("an entry without a working directory is judged in the home folder", async () => {
    await using home = await EntryHome.start();
    await home.locked(home.gull({}, "gull"));
    home.file("node_modules/.bin/gull", program, 0o755);
    assert.ok((await home.verify()).rules.includes("error preferred-local-program"));
  });

  test("the program of the folder's own package.json, and a global one", async () => {
    await using home = await EntryHome.start();
    await home.locked(home.gull({}, "gull"));
    home.file("package.json", '{"name":"x","version":"1.0.0","bin":{"gull":"evil.js"}}');
    assert.ok((await home.verify()).rules.includes("error preferred-local-program"));
    home.file("package.json", '{"directories":{"bin":"programs"}}');
    home.file("programs/gull", program, 0o755);
    assert.ok((await home.verify()).rules.includes("error preferred-local-program"));
    home.remove("package.json");
    home.file(".npmrc", `registry=${home.registry.url}/\nprefix=${home.at(".npm-global")}\n`);
    assert.deepEqual((await home.verify()).rules, ["note floating-launch"]);
    home.file(".npm-global/bin/gull", program, 0o755);
    assert.ok((await home.verify()).rules.includes("error preferred-local-program"));
  });

  test("files named like an exact version, with and without a scope", async () => {
    for (const spec of ["gull@1.0.0", "@sea/gull@1.0.0"]) {
      await using home = await EntryHome.start();
      await home.locked(home.gull({}, spec));
      assert.equal((await home.verify()).code, 0);
      const path = home.file(join("node_modules/.bin", spec), program, 0o755);
      const { rules, findings, code } = await home.verify();
      assert.deepEqual(rules, ["error look-alike-file"]);
      assert.equal(findings[0]?.location?.file, path);
      assert.equal(findings[0].wouldRun, spec.includes("/") ? home.at(spec) : path);
      assert.equal(code, 1);
    }
  });

  test("a project's copy of the exact version, at any depth and under any folder name", async () => {
    const facts = '{"name":"gull","version":"1.0.0","bin":"evil.js"}';
    for (const place of ["gull", "wave/node_modules/gull", "alias"]) {
      await using home = await EntryHome.start();
      await home.locked();
      home.file(`node_modules/${place}/package.json`, facts);
      const { rules, findings, code } = await home.verify();
      assert.deepEqual(rules, ["error local-copy"]);
      assert.equal(findings[0]?.wouldRun, home.at(`node_modules/${place}`));
      assert.equal(code, 1);
    }
  });

  test("what a hidden lockfile claims is believed by npm in place of the disk", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    const packages = { "node_modules/gull": { version: "1.0.0", bin: { gull: "x" } } };
    home.file("node_modules/.package-lock.json", JSON.stringify({ packages }));
    assert.deepEqual((await home.verify()).rules, ["error local-copy"]);
  });

  test("another version of the package there is nothing", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    home.file("node_modules/gull/package.json", '{"name":"gull","version":"2.0.0"}');
    home.file("node_modules/.bin/gull", program, 0o755);
    assert.deepEqual((await home.verify()).rules, []);
  });

  test("a node or sh that the start of every server finds first", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    for (const name of ["node", "sh"]) {
      const path = home.file(`node_modules/.bin/${name}`, program, 0o755);
      const { rules, findings } = await home.verify();
      assert.deepEqual(rules, ["error preferred-local-program"]);
      assert.equal(findings[0]?.wouldRun, path);
      home.remove(path);
    }
  });
});

suite("an entry against what this machine remembers", posix, () => {
  test("S56 S59: white space, order of keys and a rewritten file are nothing", async () => {
    await using home = await EntryHome.start();
    await home.locked(home.gull({ env: { A: "1", B: "2" } }));
    home.edit((text) => `\n${JSON.stringify(JSON.parse(text))}\n\n`);
    assert.deepEqual((await home.verify()).rules, []);
    home.configure({
      gull: { args: ["-y", "gull@1.0.0"], env: { B: "2", A: "1" }, command: "npx" },
    });
    assert.deepEqual((await home.verify()).rules, []);
  });

  test("another package or command under the name is a changed server", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    home.configure({ gull: home.gull({}, "@sea/gull@1.0.0") });
    const swapped = await home.verify();
    assert.ok(swapped.rules.includes("error changed-server"), swapped.rules.join());
    assert.match(swapped.findings[0]?.message ?? "", /npm:gull.*npm:@sea\/gull/);
    assert.equal(swapped.findings[0]?.wouldRun, "npx -y @sea/gull@1.0.0");
    assert.equal(swapped.code, 1);
    const locked = await home.run("lock", "--yes");
    assert.equal(locked.code, 3);
    assert.match(locked.err, /pinfold accept gull/);
    home.configure({ gull: { command: "/bin/echo", args: ["-y", "gull@1.0.0"] } });
    assert.ok((await home.verify()).rules.includes("error changed-server"));
    home.configure({ gull: { url: "https://mcp.test/" } });
    const remote = await home.verify();
    assert.ok(remote.rules.includes("error changed-server"), remote.rules.join());
    assert.equal(remote.code, 1);
  });

  test("a command line that is no longer understood has lost its protection", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    home.configure({ gull: { command: "npx", args: ["-y", "--new-option", "gull@1.0.0"] } });
    const { rules, code } = await home.verify();
    assert.ok(rules.includes("error protection-lost"), rules.join());
    assert.equal(code, 1);
  });

  test("an exact version that was taken away", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    for (const spec of ["gull", "gull@^1.0.0", "gull@latest"]) {
      home.configure({ gull: home.gull({}, spec) });
      const { rules, code } = await home.verify();
      assert.ok(rules.includes("error loosened-version"), rules.join());
      assert.equal(code, 1);
    }
  });

  test("other arguments and names of variables are a warning until they are accepted", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    home.configure({
      gull: home.gull({ args: ["-y", "gull@1.0.0", "--root", "/"], env: { DEBUG: "1" } }),
    });
    const { rules, verdicts, findings, code } = await home.verify();
    assert.deepEqual(rules, ["warning changed-entry"]);
    assert.match(findings[0]?.message ?? "", /other arguments; new: env DEBUG/);
    assert.equal(verdicts["gull"], "verified");
    assert.equal(code, 0);
    assert.equal((await home.run("accept", "gull", "--yes")).code, 0);
    assert.deepEqual((await home.verify()).rules, []);
  });

  test("S57: a server that was added after the others were recorded", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    home.configure({ gull: home.gull(), wave: { command: "npx", args: ["-y", "wave@2.0.0"] } });
    const { findings, verdicts, code } = await home.verify();
    const found = findings.find(({ ruleId }) => ruleId === "new-server");
    assert.equal(found?.severity, "warning");
    assert.match(found.server ?? "", /wave/);
    assert.deepEqual(verdicts, { gull: "verified", wave: "unlocked" });
    assert.equal(code, 3);
  });

  test("servers that were there and cannot be locked are not new", async () => {
    await using home = await EntryHome.start();
    const others = { remote: { url: "https://mcp.test/" }, fetch: { command: "uvx", args: ["x"] } };
    home.configure({ gull: home.gull(), ...others });
    await home.run("lock", "--yes");
    const { rules } = await home.verify();
    assert.ok(!rules.includes("warning new-server"), rules.join());
  });

  test("S34: a name with letters or marks that deceive", async () => {
    await using home = await EntryHome.start();
    home.configure({
      "g\u0443ll": home.gull(),
      "gu\u202ell": home.gull(),
      "\u6d77\u9e25gull": home.gull(),
      "m\u00f6we \u{1f99c}": home.gull(),
      "n\u0440x": { command: "n\u0440x", args: ["-y", "gull@1.0.0"] },
    });
    const { findings } = await home.verify();
    const named = findings.filter(({ ruleId }) => ruleId === "confusable-name");
    assert.equal(named.length, 4);
    assert.ok(named.every(({ severity }) => severity === "warning"));
    const { out } = await home.run("verify");
    assert.ok(!out.includes("\u202e"));
    assert.ok(out.includes("\\u{202e}"));
  });
});

/** As a script accepts an error: by the digest of what somebody looked at. */
async function acceptLooked(home: EntryHome, name: string, ...more: readonly string[]) {
  const refused = await home.run("accept", name, "--yes", ...more);
  assert.equal(refused.code, 2);
  assert.match(refused.err, /an error is not accepted by --yes alone/);
  const [digest = ""] = /sha256:[0-9a-f]{64}$/m.exec(refused.err) ?? [];
  return home.run("accept", name, "--yes", "--digest", digest, ...more);
}

suite("accept SERVER", posix, () => {
  test("--yes takes no error but by the digest of what was looked at", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    home.configure({ gull: home.gull({ command: "bunx" }) });
    const refused = await home.run("accept", "gull", "--yes");
    assert.equal(refused.code, 2);
    assert.match(refused.err, /accept gull --yes --digest sha256:/);
    const other = ["--digest", `sha256:${"0".repeat(64)}`];
    assert.equal((await home.run("accept", "gull", "--yes", ...other)).code, 2);
    assert.ok((await home.verify()).rules.includes("error changed-server"));
    assert.equal((await acceptLooked(home, "gull")).code, 0);
    assert.ok(!(await home.verify()).rules.includes("error changed-server"));
  });

  test("the digest is of the values that matter too", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    const end = ["--reason", "tracing", "--until", "2026-12-31"];
    const entry = (file: string) => home.gull({ env: { NODE_OPTIONS: `--require ${file}` } });
    home.configure({ gull: entry("/tmp/ours.js") });
    const { err } = await home.run("accept", "gull", "--yes", ...end);
    const [digest = ""] = /sha256:[0-9a-f]{64}$/m.exec(err) ?? [];
    home.configure({ gull: entry("/tmp/other.js") });
    const swapped = await home.run("accept", "gull", "--yes", "--digest", digest, ...end);
    assert.equal(swapped.code, 2);
    assert.match(swapped.err, /is not what has the digest/);
  });

  test("before a lock leaves the lockfile expected afterwards", async () => {
    await using home = await EntryHome.start();
    home.configure({ gull: home.gull({ env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } }) });
    assert.equal((await home.run("lock", "--yes")).code, 3);
    const end = ["--reason", "old proxy", "--until", "2026-12-31"];
    assert.equal((await acceptLooked(home, "gull", ...end)).code, 0);
    assert.equal((await home.run("lock", "--yes")).code, 0);
    assert.deepEqual((await home.verify()).verdicts, { gull: "verified" });
    home.remove(".config/pinfold/lockfiles");
    assert.ok((await home.verify()).rules.includes("error protection-lost"));
  });

  test("takes a changed server with its digest shown, and writes no lockfile", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    home.configure({ gull: home.gull({}, "gull@1.0.0") });
    assert.match((await home.run("accept", "gull", "--yes")).out, /nothing to accept/);
    home.configure({ gull: home.gull({}, "gull") });
    const before = readdirSync(home.at(".config/pinfold/lockfiles"), { recursive: true });
    const asked = await home.run("accept", "gull");
    assert.equal(asked.code, 2);
    assert.match(asked.out, /observed sha256:[0-9a-f]{64}/);
    home.answers = ["no"];
    assert.equal((await home.run("accept", "gull")).code, 3);
    home.answers = ["y"];
    assert.equal((await home.run("accept", "gull")).code, 0);
    assert.deepEqual(
      readdirSync(home.at(".config/pinfold/lockfiles"), { recursive: true }),
      before,
    );
    const { rules, verdicts } = await home.verify();
    assert.deepEqual(rules, ["note floating-launch"]);
    assert.deepEqual(verdicts, { gull: "inconclusive" });
  });

  test("a remote server needs a reason and an end, and is accepted until then", async () => {
    await using home = await EntryHome.start();
    home.configure({ far: { url: "https://mcp.test/?token=one" } });
    assert.equal((await home.verify()).code, 3);
    assert.equal((await home.run("accept", "far", "--yes")).code, 2);
    assert.equal((await home.run("accept", "far", "--yes", "--reason", "vendor")).code, 2);
    const over = ["--reason", "vendor", "--until", "2026-11-22"];
    assert.equal((await home.run("accept", "far", "--yes", ...over)).code, 2);
    const end = ["--reason", "vendor contract", "--until", "2026-12-31"];
    assert.equal((await home.run("accept", "far", "--yes", ...end)).code, 0);
    const { verdicts, reasons, code, findings } = await home.verify();
    assert.deepEqual(verdicts, { far: "accepted" });
    assert.match(reasons["far"] ?? "", /cannot be checked/);
    assert.equal(code, 0);
    assert.match(findings[0]?.message ?? "", /until 2026-12-31: vendor contract/);
    assert.match((await home.run("status")).out, /accepted\s+far/);

    home.configure({ far: { url: "https://mcp.test/?token=two" } });
    assert.equal((await home.verify()).code, 0);
    home.now = new Date("2026-12-31T23:00:00Z");
    assert.equal((await home.verify()).code, 0);
    home.now = new Date("2027-01-01T00:00:00Z");
    const expired = await home.verify();
    assert.deepEqual(expired.verdicts, { far: "inconclusive" });
    assert.equal(expired.code, 3);
    assert.match(expired.reasons["far"] ?? "", /ended on 2026-12-31/);

    home.now = new Date("2026-12-01T00:00:00Z");
    home.configure({ far: { url: "https://evil.test/" } });
    assert.deepEqual((await home.verify()).verdicts, { far: "violated" });
  });

  test("an opaque command is accepted as it is, and no other", async () => {
    await using home = await EntryHome.start();
    const script = (text: string, value = "1") => ({
      odd: { command: "bash", args: ["-c", text], env: { LD_ODD: value, TOKEN: value } },
    });
    home.configure(script("a | b"));
    const end = ["--reason", "ours", "--until", "2026-12-31"];
    assert.equal((await home.run("accept", "odd", "--yes", ...end)).code, 0);
    assert.deepEqual((await home.verify()).verdicts, { odd: "accepted" });
    home.configure(script("a | b", "2"));
    assert.deepEqual((await home.verify()).verdicts, { odd: "inconclusive" });
    home.configure(script("a | evil"));
    const { verdicts, rules } = await home.verify();
    assert.deepEqual(verdicts, { odd: "inconclusive" });
    assert.ok(rules.includes("warning ended-acceptance"), rules.join());
  });

  test("a variable that loads code is accepted for an end, for one value, and never verified", async () => {
    await using home = await EntryHome.start();
    const entry = (value: string) => home.gull({ env: { NODE_OPTIONS: `--require ${value}` } });
    await home.locked();
    home.configure({ gull: entry("/tmp/ours.js") });
    assert.equal((await home.run("accept", "gull", "--yes")).code, 2);
    const end = ["--reason", "tracing", "--until", "2026-12-31"];
    assert.equal((await acceptLooked(home, "gull", ...end)).code, 0);
    assert.deepEqual((await home.verify()).verdicts, { gull: "inconclusive" });
    assert.equal((await home.run("lock", "--yes")).code, 0);
    home.configure({ gull: entry("/tmp/other.js") });
    assert.deepEqual((await home.verify()).verdicts, { gull: "violated" });
    home.configure({ gull: entry("/tmp/ours.js") });
    home.now = new Date("2027-01-01T00:00:00Z");
    assert.deepEqual((await home.verify()).verdicts, { gull: "violated" });
  });

  test("records are the user's alone, and hold no secret", async () => {
    await using home = await EntryHome.start();
    const header = ["--header", "Authorization: Bearer s3cret-4", "--set", '{"apiKey":"s3cret-5"}'];
    const args = ["-y", "gull@1.0.0", "--token", "s3cret-1", ...header];
    await home.locked(
      home.gull({ args, env: { KEY: "s3cret-2", HTTP_PROXY: "http://a:s3cret-3@p.test" } }),
    );
    home.configure({ gull: home.gull({ args: [...args, "-v"], env: { KEY: "s3cret-2" } }) });
    await home.run("accept", "gull", "--yes");
    const state = home.at(".local/state/pinfold");
    const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    assert.ok(files.length > 2);
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      assert.equal(statSync(path).mode & 0o777, 0o600, path);
      assert.ok(!readFileSync(path, "utf8").includes("s3cret"), path);
    }
  });

  test("a name that is no server and no launcher is wrong use", async () => {
    await using home = await EntryHome.start();
    await home.locked();
    assert.equal((await home.run("accept", "nobody", "--yes")).code, 2);
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite, test } from "node:test";

import { environmentDoc } from "../../scripts/generate-environment-doc.ts";
import { judgeVariables } from "../../src/launchers/variables/judge.ts";
import { judgeNodeOptions } from "../../src/launchers/variables/node-options.ts";
import { VARIABLES } from "../../src/launchers/variables/table.ts";
import type { EffectOutcome } from "../../src/model/entry-evidence.ts";

function outcome(
  name: string,
  value: string,
  facts: { ecosystem?: string; isCaseless?: boolean } = {},
): EffectOutcome | null {
  const context = { ecosystem: "npm", home: "/home/ada", isCaseless: false, ...facts };
  return judgeVariables({ [name]: value }, context)[0]?.outcome ?? null;
}

suite("variables by what they do", () => {
  const judged: [string, string, EffectOutcome | null][] = [
    // A server's own.
    ["API_TOKEN", "x", null],
    ["NODE_ENV", "production", null],
    ["NODE_API_KEY", "x", null],
    ["PYTHON_ENV", "dev", null],
    ["ENVIRONMENT", "/x", null],
    ["GIT_TOKEN", "x", null],
    ["GIT_AUTHOR_NAME", "Ada", null],
    ["JAVA_HOME", "/opt/java", null],
    ["SHELLY_KEY", "x", null],
    ["path", "/x", null],
    ["LDAP_URL", "ldap://x", null],
    // Values that are harmless.
    ["ENV", "production", null],
    ["ENV", "/tmp/x.sh", "injected"],
    ["ENV", "$HOME/.shrc", "injected"],
    ["SHELL", "/bin/zsh", null],
    ["SHELL", "/tmp/sh", "injected"],
    ["SHELL", "zsh", "injected"],
    ["BASH_ENV", "", null],
    ["BASH_ENV", "relative", "injected"],
    ["PYTHONWARNINGS", "ignore,default::DeprecationWarning", null],
    ["PYTHONWARNINGS", "ignore::x.Y", "injected"],
    ["PYTHONBREAKPOINT", "0", null],
    ["PYTHONUNBUFFERED", "1", null],
    ["GIT_SSH_COMMAND", "ssh -i ~/.ssh/id -o IdentitiesOnly=yes", null],
    ["GIT_SSH_COMMAND", "ssh -o ProxyCommand=evil", "injected"],
    ["GIT_SSH_COMMAND", "ssh -i key; evil", "injected"],
    ["GIT_PAGER", "cat", null],
    ["GIT_CONFIG_GLOBAL", "/dev/null", null],
    ["GIT_CONFIG_KEY_0", "core.fsmonitor", "injected"],
    ["JAVA_TOOL_OPTIONS", "-Xmx1g -XX:+UseG1GC -Dspring.profiles.active=x", null],
    ["JAVA_TOOL_OPTIONS", "-Xmx1g -XX:OnOutOfMemoryError=evil", "injected"],
    ["JAVA_TOOL_OPTIONS", "-Djava.system.class.loader=Evil", "injected"],
    ["OPENSSL_CONF", "/dev/null", null],
    ["OPENSSL_CONF", "/tmp/x.cnf", "injected"],
    ["NODE_TLS_REJECT_UNAUTHORIZED", "1", null],
    ["NODE_TLS_REJECT_UNAUTHORIZED", "0", "tls-off"],
    ["GIT_SSL_NO_VERIFY", "false", null],
    ["HTTPS_PROXY", "", null],
    ["https_proxy", "http://p.test", "proxy"],
    ["NO_PROXY", "localhost", null],
    ["HOME", "/home/ada/", null],
    ["HOME", "/tmp/other", "moved"],
    ["LD_BIND_NOW", "1", null],
    ["LD_SOMETHING", "1", "unjudged"],
    ["BASH_FUNC_npx%%", "() { evil; }", "injected"],
    // npm's, in any case.
    ["npm_config_yes", "true", null],
    ["NPM_CONFIG_LOGLEVEL", "silent", null],
    ["npm_config_cache", "/tmp/c", null],
    ["Npm_Config_Script_Shell", "/tmp/x", "injected"],
    ["npm_config_script_shell", "/bin/bash", null],
    ["npm_config_node_options", "--max-old-space-size=1", null],
    ["npm_config_@acme:registry", "https://x.test", "registry"],
    ["npm_config_//h.test/:_authToken", "x", null],
    ["npm_config_strict_ssl", "true", null],
    ["npm_config_something_new", "1", "unjudged"],
    ["npm_config_registry", "", null],
    ["npm_config_workspaces", "false", null],
  ];
  test("each row says what it says", () => {
    for (const [name, value, expected] of judged)
      assert.equal(outcome(name, value), expected, `${name}=${value}`);
  });

  test("uv's and pip's other variables count for Python's packages only", () => {
    assert.equal(outcome("UV_OVERRIDE", "/x/overrides.txt", { ecosystem: "pypi" }), "registry");
    assert.equal(outcome("UV_PYTHON_INSTALL_DIR", "/x", { ecosystem: "pypi" }), "injected");
    assert.equal(outcome("UV_INDEX_STRATEGY", "unsafe-best-match"), "registry");
    assert.equal(outcome("UV_INDEX_STRATEGY", "first-index"), null);
    assert.equal(outcome("UV_PROJECT", "/x"), null);
    assert.equal(outcome("UV_PROJECT", "/x", { ecosystem: "pypi" }), "unjudged");
    assert.equal(outcome("UV_THREADPOOL_SIZE", "8", { ecosystem: "pypi" }), null);
    assert.equal(outcome("XDG_CACHE_HOME", "/x"), null);
    assert.equal(outcome("XDG_CACHE_HOME", "/x", { ecosystem: "pypi" }), "moved");
  });

  test("Windows compares names without case", () => {
    assert.equal(outcome("node_options", "-r /x.js"), null);
    assert.equal(outcome("node_options", "-r /x.js", { isCaseless: true }), "injected");
  });

  test("no row repeats a name", () => {
    const names = VARIABLES.flatMap((row) => row.names.split(/\s+/));
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  test("docs/environment.md is current", () => {
    const file = new URL("../../docs/environment.md", import.meta.url);
    assert.equal(readFileSync(file, "utf8"), environmentDoc(), "run: npm run docs");
  });
});

suite("Node's options", () => {
  test("are split as Node splits them, and named as Node knows them", () => {
    const { loading, files } = judgeNodeOptions(
      '--max_old_space_size=1 --require "/a b/x.js" --import=file:///y.mjs -r ./z',
    );
    assert.deepEqual(loading, ["--require", "--import", "-r"]);
    assert.deepEqual(files, ["/a b/x.js", "/y.mjs"]);
  });

  test("a word that looks like an option is one, as Node has it", () => {
    assert.deepEqual(judgeNodeOptions("--title --require /x.js").loading, ["--require"]);
  });

  test("an option that nobody knows is named without its value", () => {
    assert.deepEqual(judgeNodeOptions("--brand-new=s3cret").unknown, ["--brand-new"]);
    assert.deepEqual(judgeNodeOptions("/tmp/x.js").unknown, ["a word that is no option"]);
  });
});

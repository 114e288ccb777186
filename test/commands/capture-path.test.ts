import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { suite, test } from "node:test";

import { nodeClientEnvironment } from "../../src/adapters/client-environment.ts";
import type { RunningClient } from "../../src/ports/client-environment.ts";
import { EntryHome } from "../support/entry-home.ts";

const posix = { skip: process.platform === "win32" ? "folders of POSIX" : false };
const linux = { skip: process.platform === "linux" ? false : "/proc of Linux" };

/** What the client finds first is a program of its own, which the terminal's PATH does not have. */
async function shadowed(): Promise<{ home: EntryHome; path: string; fake: string }> {
  const home = await EntryHome.start();
  await home.locked();
  home.file("evil/package.json", '{"name":"npm","version":"11.0.0"}\n');
  const fake = home.file("evil/npx", "#!/usr/bin/env node\n", 0o755);
  return { home, path: `${home.at("evil")}:${home.npx.env["PATH"] ?? ""}`, fake };
}

suite("accept --capture-path", posix, () => {
  test("a running client's PATH is shown, remembered, and judged from then on", async () => {
    const { home, path, fake } = await shadowed();
    await using _ = home;
    assert.deepEqual((await home.verify()).rules, []);
    const asked: (readonly string[])[] = [];
    home.clientEnvironment = {
      running(names) {
        asked.push(names);
        return [{ pid: 4711, path }];
      },
      loginShell: () => Promise.reject(new Error("a running client needs no shell")),
    };
    home.answers = ["n"];
    const { out } = await home.run("accept", "npx", "--capture-path");
    assert.match(out, /from the running Claude Desktop \(process 4711\)/);
    assert.ok(out.includes(path));
    assert.ok(out.includes("evil/npx"), "what that PATH leads to is shown before the question");
    assert.deepEqual(asked, [["claude-desktop"]]);
    assert.deepEqual((await home.verify()).rules, [], "nothing is remembered without a yes");

    home.answers = ["y"];
    assert.equal((await home.run("accept", "npx", "--capture-path")).code, 0);
    assert.deepEqual((await home.verify()).rules, []);
    home.file("evil/npx", "#!/usr/bin/env node\nevil\n", 0o755);
    const { findings } = await home.verify();
    const changed = findings.find(({ ruleId }) => ruleId === "changed-launcher");
    assert.equal(changed?.wouldRun, fake);
  });

  test("the login shell is asked where the client does not run", async () => {
    const { home, path } = await shadowed();
    await using _ = home;
    home.clientEnvironment = { running: () => [], loginShell: () => Promise.resolve(path) };
    home.answers = ["n"];
    const { out } = await home.run("accept", "npx", "--capture-path");
    assert.match(out, /from the login shell/);
    assert.ok(out.includes("evil/npx"));
  });

  test("two of a client with different PATHs, or nobody who tells, end with what to do", async () => {
    const { home, path } = await shadowed();
    await using _ = home;
    const running: RunningClient[] = [
      { pid: 1, path },
      { pid: 2, path: "/usr/bin" },
    ];
    home.clientEnvironment = { ...home.clientEnvironment, running: () => running };
    const two = await home.run("accept", "npx", "--capture-path", "--yes");
    assert.equal(two.code, 2);
    assert.match(two.err, /different PATHs \(processes 1 and 2\)[^]*--client-path/);
    running.length = 0;
    const nobody = await home.run("accept", "npx", "--capture-path", "--yes");
    assert.equal(nobody.code, 2);
    assert.match(nobody.err, /--client-path/);
    const both = ["--capture-path", "--client-path", "/bin"];
    assert.equal((await home.run("accept", "npx", ...both)).code, 2);
  });

  test("escape sequences in a PATH do not reach the terminal", async () => {
    const { home } = await shadowed();
    await using _ = home;
    const path = "/bin:/\u001b[2J";
    home.clientEnvironment = { ...home.clientEnvironment, running: () => [{ pid: 1, path }] };
    const { out, err } = await home.run("accept", "npx", "--capture-path", "--yes");
    assert.ok(!`${out}${err}`.includes("\u001b"));
  });
});

suite("the PATH of a running program", linux, () => {
  test("is read of this user's programs of that name, and nothing else is kept", async () => {
    const env = { PATH: "/only/here", TOKEN: "s3cret" };
    const child = spawn("/bin/sleep", ["600"], { env, stdio: "ignore" });
    try {
      await once(child, "spawn");
      const own = nodeClientEnvironment.running(["sleep"]).filter(({ pid }) => pid === child.pid);
      assert.deepEqual(own, [{ pid: child.pid, path: "/only/here" }]);
      assert.deepEqual(nodeClientEnvironment.running(["no-such-program"]), []);
    } finally {
      child.kill("SIGKILL");
    }
  });
});

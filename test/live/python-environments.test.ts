import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import { type Judged, type LiveEntry, LivePythonHome } from "../support/live-python.ts";

const SERVERS = ["mcp-server-fetch", "mcp-server-git", "mcp-server-time", "mcp-server-sqlite"];

suite("real environments of uvx, uv tool, pipx and pip", () => {
  let live: LivePythonHome;
  let fetch: string;
  let entries: Readonly<Record<string, LiveEntry>>;

  before(() => {
    live = new LivePythonHome();
    const venv = join(live.home, "venv");
    // Each is started, so that Python has compiled what it imports.
    for (const server of SERVERS) live.run("uvx", server, "--help");
    live.run("uv", "tool", "install", "--quiet", "mcp-server-time");
    live.run("pipx", "install", "--backend", "pip", "mcp-server-git");
    live.run("python3", "-m", "venv", venv);
    live.run(join(venv, "bin", "pip"), "install", "--quiet", "mcp-server-sqlite");
    entries = {
      ...Object.fromEntries(SERVERS.map((server) => [server, ["uvx", server]])),
      "git of pipx": ["pipx", "run", "mcp-server-git"],
      "sqlite of a venv": [join(venv, "bin", "python"), "-m", "mcp_server_sqlite"],
    };
    live.configure(entries);
    fetch = live.cached("mcp-server-fetch");
    const { code, err, out } = live.pinfold(["lock", "--yes"]);
    assert.equal(code, 0, err + out);
  });

  after(() => live[Symbol.dispose]());

  test("nothing is wrong over all files of untouched environments: they match, and what is fixed is verified", () => {
    const { code, findings, verdicts, files } = live.verify();
    // This pipx stands in a folder of its user, who can write compiled files beside it.
    const said = findings.filter(
      ({ severity, ruleId }) => severity !== "note" && ruleId !== "uncovered-code",
    );
    assert.deepEqual(said, []);
    assert.ok(files > 10_000, String(files));
    // uvx runs the tool that is installed as it is.
    const isFixed = (server: string): boolean => server === "mcp-server-time";
    for (const server of SERVERS)
      assert.equal(verdicts[server], isFixed(server) ? "verified" : "inconclusive", server);
    assert.ok(findings.some(({ ruleId }) => ruleId === "floating-launch"));
    assert.equal(verdicts["sqlite of a venv"], "verified");
    assertOfPipx({ findings, verdicts });
    assert.equal(code, 3);
  });

  test("an untouched state is verified where nothing moved at the index", () => {
    const { code, findings, verdicts } = live.verify("--online");
    assert.deepEqual(
      findings.filter(({ severity }) => severity === "error"),
      [],
    );
    for (const name of SERVERS)
      assert.equal(verdicts[name], "verified", `${name}: ${JSON.stringify(findings)}`);
    assert.equal(verdicts["sqlite of a venv"], "verified");
    assertOfPipx({ findings, verdicts });
    assert.equal(code, 3);
  });

  test("the lockfiles hold against the archives of the index", () => {
    const { code, out } = live.pinfold(["lock", "--check", "--online", "mcp-server-time"]);
    assert.match(out, /1 lockfile, \d+ packages compared with the registry: nothing wrong/);
    assert.equal(code, 0);
  });

  /** Runs verify in a changed environment and puts it back. */
  function changed(change: () => () => void): Judged {
    const undo = change();
    try {
      return live.verify();
    } finally {
      undo();
    }
  }

  function tells(judged: Judged, ruleId: string, file: string): void {
    assert.equal(judged.code, 1);
    const errors = judged.findings.filter(({ severity }) => severity === "error");
    const found = errors.some((one) => one.ruleId === ruleId && one.location?.file === file);
    assert.ok(found, JSON.stringify(errors.slice(0, 5), null, 1));
  }

  const planted = (path: string, text: string) => (): (() => void) => {
    writeFileSync(path, text);
    return () => rmSync(path);
  };
  /** In place, as an editor that keeps the file would: hard links see it, and its time stays. */
  const edited = (path: string, edit: (text: string) => string) => (): (() => void) => {
    const text = readFileSync(path, "latin1");
    const { atime, mtime } = statSync(path);
    writeFileSync(path, edit(text), "latin1");
    utimesSync(path, atime, mtime);
    return () => {
      writeFileSync(path, text, "latin1");
      utimesSync(path, atime, mtime);
    };
  };

  test("3: an edited file poisons every environment that shares it, and all servers are named", () => {
    const file = join(live.packagesOf(fetch), "anyio", "__init__.py");
    const judged = changed(edited(file, (text) => `${text}\n`));
    tells(judged, "modified-file", file);
    tells(judged, "shared-archive", file);
    for (const server of SERVERS) assert.equal(judged.verdicts[server], "violated", server);
  });

  for (const [name, rule] of [
    ["evil.pth", "startup-hook"],
    ["sitecustomize.py", "startup-hook"],
    ["anyio/evil.py", "added-file"],
  ] as const)
    test(`4: ${name} among the packages`, () => {
      const file = join(live.packagesOf(fetch), name);
      tells(changed(planted(file, "pass\n")), rule, file);
    });

  test("4: a module beside the programs", () => {
    const file = join(fetch, "bin", "anyio.py");
    tells(changed(planted(file, "pass\n")), "module-beside-scripts", file);
  });

  test("4: a program with one more line", () => {
    const file = join(fetch, "bin", "mcp-server-fetch");
    tells(changed(edited(file, (text) => `${text}pass\n`)), "changed-script", file);
  });

  test("5: compiled files, once they were seen", () => {
    const packages = live.packagesOf(fetch);
    const version = packages.split("/").at(-2)?.replace(/\D/g, "") ?? "";
    const file = join(
      packages,
      "mcp_server_fetch",
      "__pycache__",
      `__init__.cpython-${version}.pyc`,
    );
    tells(changed(edited(file, (text) => `${text.slice(0, -1)}!`)), "foreign-bytecode", file);
    const unchecked = (text: string): string => `${text.slice(0, 4)}\u0001${text.slice(5)}`;
    tells(changed(edited(file, unchecked)), "foreign-bytecode", file);
  });

  test("6: the cache's link of an environment re-pointed", () => {
    const found = realLinkTo(live, fetch);
    const target = readlinkSync(found);
    const elsewhere = join(live.root, "elsewhere");
    const judged = changed(() => {
      renameSync(fetch, elsewhere);
      rmSync(found);
      symlinkSync(elsewhere, found);
      return () => {
        rmSync(found);
        symlinkSync(target, found);
        renameSync(elsewhere, fetch);
      };
    });
    tells(judged, "outside-link", found);
  });

  test("8: the environment's Python re-pointed", () => {
    const file = join(fetch, "bin", "python");
    const target = readlinkSync(file);
    const judged = changed(() => {
      rmSync(file);
      symlinkSync("/bin/sh", file);
      return () => {
        rmSync(file);
        symlinkSync(target, file);
      };
    });
    tells(judged, "outside-link", file);
  });

  test("8: pyvenv.cfg", () => {
    const file = join(fetch, "pyvenv.cfg");
    const edit = (text: string): string => text.replace("packages = false", "packages = true");
    tells(changed(edited(file, edit)), "environment-configuration", file);
  });

  test("1: a package that nothing asks for", () => {
    const folder = join(live.packagesOf(fetch), "evil-1.0.dist-info");
    const judged = changed(() => {
      mkdirSync(folder);
      writeFileSync(join(folder, "METADATA"), "Name: evil\nVersion: 1.0\n");
      writeFileSync(join(folder, "RECORD"), "evil-1.0.dist-info/METADATA,,\n");
      return () => rmSync(folder, { recursive: true });
    });
    assert.equal(judged.code, 1);
    assert.ok(judged.findings.some(({ ruleId }) => ruleId === "unaccounted-package"));
  });

  test("7: a module in the working directory of python -m", () => {
    const file = join(live.home, "anyio.py");
    tells(changed(planted(file, "pass\n")), "module-in-working-folder", file);
  });

  test("7: a .python-version that names a program", () => {
    const file = join(live.home, ".python-version");
    tells(changed(planted(file, "/bin/sh\n")), "module-in-working-folder", file);
  });

  test("8: a Python earlier on the client's PATH", () => {
    const file = join(live.tools, "python3.14");
    const judged = changed(() => {
      writeFileSync(file, '#!/bin/sh\nexec python3 "$@"\n', { mode: 0o755 });
      return () => rmSync(file);
    });
    tells(judged, "shadowed-interpreter", file);
  });

  for (const [variable, value] of [
    ["UV_EXTRA_INDEX_URL", "https://index.example.com/simple"],
    ["UV_DEFAULT_INDEX", "https://index.example.com/simple"],
    ["UV_ENV_FILE", "/srv/.env"],
    ["UV_CONFIG_FILE", "/srv/uv.toml"],
    ["PYTHONPATH", "/srv/modules"],
    ["PYTHONPYCACHEPREFIX", "/srv/cache"],
  ] as const)
    test(`2: the variable ${variable} in the entry`, () => {
      const judged = changed(() => {
        const [command = "", ...args] = entries["mcp-server-fetch"] ?? [];
        live.configure({
          ...entries,
          "mcp-server-fetch": [command, ...args, { [variable]: value }],
        });
        return () => live.configure(entries);
      });
      assert.equal(judged.code, 1);
      assert.ok(
        judged.findings.some((one) => one.severity === "error" && one.message.includes(variable)),
      );
    });

  test("8: uv itself, and the Python that the environment stands on", () => {
    const file = join(live.tools, "uv");
    const judged = changed(() => {
      renameSync(file, `${file}.old`);
      writeFileSync(file, `#!/bin/sh\nexec "${file}.old" "$@"\n`, { mode: 0o755 });
      return () => renameSync(`${file}.old`, file);
    });
    assert.equal(judged.code, 1);
    const found = judged.findings.some(
      ({ ruleId, message }) => ruleId.startsWith("changed-") && message.includes("uv"),
    );
    assert.ok(found, JSON.stringify(judged.findings.slice(0, 5)));
  });

  test("10: a RECORD that claims a file which the wheel does not have", () => {
    const packages = live.packagesOf(fetch);
    const file = join(packages, "evil.py");
    const record = findRecord(packages);
    const text = readFileSync(record, "utf8");
    const judged = changed(() => {
      writeFileSync(file, "pass\n");
      appendFileSync(record, "evil.py,sha256=x,5\n");
      return () => {
        rmSync(file);
        writeFileSync(record, text);
      };
    });
    tells(judged, "added-file", file);
  });

  test("everything was put back", () => {
    const { findings } = live.verify();
    assert.deepEqual(
      findings.filter(({ severity }) => severity === "error"),
      [],
    );
  });
});

suite("a closure that moved, and a machine without uv", () => {
  let live: LivePythonHome;

  before(() => {
    live = new LivePythonHome();
  });

  after(() => live[Symbol.dispose]());

  test("1: dependencies that moved since the lock are named online, though the version is exact", () => {
    const args = ["--exclude-newer", "2026-06-01", "mcp-server-time"];
    live.configure({ time: ["uvx", ...args] });
    assert.equal(live.pinfold(["lock", "--yes"]).code, 0);
    const [, version = ""] =
      /"version": "([^"]+)"/.exec(
        readFileSync(
          join(live.home, ".config/pinfold/lockfiles/pypi/mcp-server-time.json"),
          "utf8",
        ),
      ) ?? [];
    live.configure({ time: ["uvx", `mcp-server-time@${version}`] });
    const { code, findings } = live.verify("--online");
    const update = findings.find(({ ruleId }) => ruleId === "unvetted-update");
    assert.match(
      update?.message ?? "",
      /with other dependencies than the pinned ones: it moves \d+/,
    );
    assert.equal(code, 1);
    const { out } = live.pinfold(["update", "--check"]);
    assert.match(out, /packages {2}\d+ of \d+ move/);
  });

  test("where there is no uv, one is fetched by pinned digests and pins an environment of pip", () => {
    const venv = join(live.home, "venv");
    live.run("python3", "-m", "venv", venv);
    live.run(join(venv, "bin", "pip"), "install", "--quiet", "mcp-server-time");
    live.configure({ time: [join(venv, "bin", "python"), "-m", "mcp_server_time"] });
    rmSync(join(live.home, ".config/pinfold"), { recursive: true, force: true });
    rmSync(join(live.home, ".local/state/pinfold"), { recursive: true, force: true });
    const path = (process.env["PATH"] ?? "")
      .split(":")
      .filter((folder) => !readdirOrNone(folder).includes("uv"))
      .join(":");
    const { code, err, out } = live.pinfold(["lock", "--yes"], path);
    assert.equal(code, 0, err + out);
    assert.equal(readdirOrNone(join(live.home, ".local/share/pinfold/tools")).length, 1);
    const { verdicts, findings } = live.verify();
    assert.equal(verdicts["time"], "verified", JSON.stringify(findings));
  });
});

/** This pipx stands in a folder of its user's: its compiled files are compared by nobody. */
function assertOfPipx({ findings, verdicts }: Pick<Judged, "findings" | "verdicts">): void {
  const name = "git of pipx";
  assert.equal(verdicts[name], "inconclusive");
  const own = findings.filter(({ server }) => server === `claude-desktop/${name}`);
  const rules = own.map(({ ruleId }) => ruleId).filter((id) => id !== "version-manager-shim");
  assert.deepEqual([...new Set(rules)], ["uncovered-code"]);
}

function readdirOrNone(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function realLinkTo(live: LivePythonHome, root: string): string {
  const listed = live.run(
    "find",
    join(live.home, ".cache/uv"),
    "-type",
    "l",
    "-path",
    "*/environments-v*",
  );
  const found = listed.split("\n").find((link) => link !== "" && realpathSync(link) === root);
  assert.ok(found !== undefined, "no link leads to the environment");
  return found;
}

function findRecord(packages: string): string {
  const folder = readdirSync(packages).find((name) => /^anyio-.*\.dist-info$/.test(name));
  assert.ok(folder !== undefined);
  return join(packages, folder, "RECORD");
}

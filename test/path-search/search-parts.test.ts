import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { suite, test } from "node:test";

import { claudeDesktopPath } from "../../src/path-search/claude-desktop-path.ts";
import { clientPath } from "../../src/path-search/client-path.ts";
import { DiskView } from "../../src/path-search/disk-view.ts";
import { DpkgDatabase } from "../../src/path-search/dpkg.ts";
import { pathEntries } from "../../src/path-search/path-entries.ts";
import { People } from "../../src/path-search/people.ts";
import { parseEnv, parseShebang } from "../../src/path-search/shebang.ts";
import { server } from "../support/launcher-home.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

suite("the PATH of a client", () => {
  const machine = {
    platform: "darwin",
    arch: "arm64",
    home: "/Users/u",
    cwd: "/",
    env: { PATH: "/mine" },
    now: new Date(0),
  } as const;
  const disk = new MemoryDisk().folder("/Users/u/.nvm/versions/node/v22.1.0/bin");

  test("the entry's own goes before the given one, that before the client's rule", () => {
    const sources = { disk, machine, given: "/given", captured: () => "/captured" };
    const own = server({ env: { PATH: "/own" } }).entry;
    assert.equal(clientPath(own, sources).path, "/own");
    const { entry } = server();
    assert.equal(clientPath(entry, sources).path, "/given");
    const ruled = clientPath(entry, { ...sources, given: null });
    assert.equal(
      ruled.path,
      "/Users/u/.nvm/versions/node/v22.1.0/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    );
    assert.equal(ruled.assumption, null);
  });

  test("then what was captured, and only then our own, as assumed", () => {
    const { entry } = server({ client: "cursor", clientName: "Cursor" });
    const sources = { disk, machine, given: null };
    const captured = clientPath(entry, { ...sources, captured: () => "/captured" });
    assert.equal(captured.path, "/captured");
    const assumed = clientPath(entry, { ...sources, captured: () => null });
    assert.equal(assumed.path, "/mine");
    assert.match(assumed.assumption ?? "", /started with/);
  });

  test("Claude Desktop on macOS has every Node of nvm, oldest first", () => {
    const nvm = "/Users/u/.nvm/versions/node";
    const several = new MemoryDisk();
    for (const name of ["v20.11.0", "v9.0.0", "v20.9.0", "system", "v22.0.0-rc.1"])
      several.folder(`${nvm}/${name}/bin`);
    assert.equal(
      claudeDesktopPath(several, "/Users/u"),
      `${nvm}/v9.0.0/bin:${nvm}/v20.9.0/bin:${nvm}/v20.11.0/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
    );
  });
});

test("the entries of a PATH say what they depend on", () => {
  assert.deepEqual(
    pathEntries("/a::b:~/c:$HOME/d:", "/w").map(({ kind, folder }) => `${kind} ${folder}`),
    [
      "absolute /a",
      "empty /w",
      "relative /w/b",
      "unexpanded /w/~/c",
      "unexpanded /w/$HOME/d",
      "empty /w",
    ],
  );
  assert.deepEqual(pathEntries("", "/w"), []);
});

suite("the first line of a script", () => {
  const line = (text: string) => parseShebang(Buffer.from(text));

  test("names the interpreter, and one argument of everything else", () => {
    assert.equal(line("console.log(1)"), null);
    assert.deepEqual(line("#! /usr/bin/env  node \nx"), {
      line: "/usr/bin/env  node",
      interpreter: "/usr/bin/env",
      argument: "node",
    });
    assert.equal(line("#!/bin/sh")?.argument, null);
    assert.equal(line("#!/usr/bin/env node\r\nx")?.argument, "node\r");
  });

  test("env splits only where it is told to", () => {
    assert.equal(parseEnv("node --flag")?.program, "node --flag");
    assert.deepEqual(parseEnv("-S A=1 PATH=/x node --flag"), {
      program: "node",
      args: ["--flag"],
      assigned: { A: "1" },
      path: "/x",
    });
    assert.equal(parseEnv("--split-string=A=1 deno run")?.program, "deno");
    assert.equal(parseEnv("-S -i PATH=/evil node")?.path, "/evil");
    assert.equal(parseEnv("-S 'a b'")?.program, "a b");
    assert.equal(parseEnv("-S ${X} node"), null);
    assert.equal(parseEnv("-S --what node"), null);
    assert.equal(parseEnv("-S A=1"), null);
  });
});

suite("who may own a chain", () => {
  const disk = new MemoryDisk()
    .folder("/", { uid: 65_534, gid: 65_534 })
    .folder("/home/u", { uid: 1000, gid: 1000 })
    .file(
      "/etc/passwd",
      "root:x:0:0::/root:/bin/sh\nu:x:1000:1000::/home/u:/bin/sh\no:x:1001:60::/:/\n",
    )
    .file(
      "/etc/group",
      "root:x:0:\nsudo:x:27:o\nstaff:x:50:\ndev:x:55:u\nshared:x:56:u,o\no:x:60:\n",
    );
  const people = new People(disk, "/home/u");

  test("a number that no account has is nobody's, where files name all accounts", () => {
    assert.equal(people.isNobodys(4711), false, "nothing says so");
    disk.file("/etc/nsswitch.conf", "group: files\npasswd:  files systemd\n");
    assert.deepEqual(
      [4711, 1001].map((uid) => new People(disk, "/home/u").isNobodys(uid)),
      [true, false],
    );
    disk.file("/etc/nsswitch.conf", "passwd: files sss\n");
    assert.equal(new People(disk, "/home/u").isNobodys(4711), false, "a directory may know it");
  });

  test("root is who owns /, since numbers are others in a user namespace", () => {
    assert.equal(people.ownerOf(65_534), "root");
    assert.equal(people.ownerOf(1000), "user");
    assert.equal(people.isForeign(0), true);
  });

  test("a group counts where somebody else is in it who cannot be root anyway", () => {
    const foreign = [27, 50, 55, 56, 60, 1000, 99].filter((gid) => people.isForeignGroup(gid));
    assert.deepEqual(foreign, [56, 60, 99]);
  });
});

suite("Debian's package database", () => {
  const root = { uid: 0, gid: 0 };
  const md5 = createHash("md5").update("new").digest("hex");
  function machine(): MemoryDisk {
    const disk = new MemoryDisk();
    for (const folder of [
      "/",
      "/usr",
      "/usr/bin",
      "/var",
      "/var/lib",
      "/var/lib/dpkg",
      "/var/lib/dpkg/info",
      "/bin",
    ])
      disk.folder(folder, root);
    return disk
      .folder("/home/u")
      .file("/usr/bin/node", "new", { ...root, mode: 0o755 })
      .file("/var/lib/dpkg/info/nodejs.md5sums", `${md5}  usr/bin/node\n`, root);
  }
  const attests = (disk: MemoryDisk, path: string) =>
    new DpkgDatabase(new DiskView(disk, "/home/u")).attests(path);

  test("attests a file that is its package's", () => {
    assert.equal(attests(machine(), "/usr/bin/node"), true);
  });

  test("but not other bytes, another owner, or what others can write", () => {
    const node = "/usr/bin/node";
    assert.equal(attests(machine().file(node, "evil", { ...root, mode: 0o755 }), node), false);
    assert.equal(attests(machine().file(node, "new", { mode: 0o755 }), node), false);
    assert.equal(attests(machine().file(node, "new", { ...root, mode: 0o777 }), node), false);
    const list = "/var/lib/dpkg/info/nodejs.md5sums";
    assert.equal(attests(machine().file(list, `${md5}  usr/bin/node\n`), node), false);
    assert.equal(attests(machine().folder("/var/lib/dpkg/info"), node), false);
  });
});

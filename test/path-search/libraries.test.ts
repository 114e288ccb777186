import assert from "node:assert/strict";
import { suite, test } from "node:test";

import * as fc from "fast-check";

import { readElf } from "../../src/path-search/elf.ts";
import { elf, type ElfParts } from "../support/elf.ts";
import { LauncherHome } from "../support/launcher-home.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

function read(bytes: Uint8Array) {
  return readElf((offset, length) => bytes.subarray(offset, offset + length));
}

suite("what an ELF file says to the loader", () => {
  const parts: ElfParts = {
    loader: "/lib64/ld-linux-x86-64.so.2",
    needed: ["libpython3.12.so.1.0", "libc.so.6"],
    runpath: "$ORIGIN/../lib:/opt/lib",
  };
  const expected = {
    loader: "/lib64/ld-linux-x86-64.so.2",
    needed: ["libpython3.12.so.1.0", "libc.so.6"],
    rpath: [],
    runpath: ["$ORIGIN/../lib", "/opt/lib"],
  };

  test("is read of 64-bit little-endian and 32-bit big-endian files", () => {
    assert.deepEqual(read(elf(parts)), expected);
    assert.deepEqual(read(elf({ ...parts, isSmall: true })), expected);
  });

  test("is nothing of a file that is none", () => {
    assert.equal(read(Buffer.from("#!/bin/sh\n")), null);
    assert.equal(read(Buffer.from("\u007fELF", "latin1")), null);
  });

  test("never fails, whatever bytes are changed or cut off", () => {
    const good = elf(parts);
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change), fc.nat(good.length), (changes, length) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        read(bytes.subarray(0, length));
      }),
    );
  });
});

/** A Node that brings a library in a folder of its own, which needs another one. */
function withLibrary(): LauncherHome {
  const home = new LauncherHome();
  const needed = ["libnode.so.127", "libc.so.6"];
  home.binary("usr/bin/node", elf({ needed, runpath: "$ORIGIN/../front:$ORIGIN/../lib" }));
  home.binary("usr/lib/libnode.so.127", elf({ needed: ["libuv.so.1"], runpath: "$ORIGIN" }));
  home.file("usr/lib/libuv.so.1", "uv");
  return home;
}

function pinned(): LauncherHome {
  const home = withLibrary();
  assert.deepEqual(home.pin().errors, []);
  assert.deepEqual(home.judge().rules, []);
  return home;
}

suite("S39: libraries that an interpreter brings with it", posix, () => {
  test("are pinned with it, theirs too", () => {
    using home = withLibrary();
    const { chains } = home.pin();
    const libraries = chains[0]?.chain.programs.filter(({ role }) => role === "library");
    assert.deepEqual(
      libraries?.map(({ name, usedBy, real }) => ({ name, usedBy, real })),
      [
        {
          name: "libnode.so.127",
          usedBy: home.at("usr/bin/node"),
          real: home.at("usr/lib/libnode.so.127"),
        },
        {
          name: "libuv.so.1",
          usedBy: home.at("usr/lib/libnode.so.127"),
          real: home.at("usr/lib/libuv.so.1"),
        },
      ],
    );
  });

  test("a changed one is an error", () => {
    using home = pinned();
    home.file("usr/lib/libuv.so.1", "ev");
    const { rules, findings } = home.judge();
    assert.deepEqual(rules, ["error changed-interpreter"]);
    assert.equal(findings[0]?.wouldRun, home.at("usr/lib/libuv.so.1"));
  });

  test("one that comes to stand in an earlier folder is an error that names it", () => {
    using home = pinned();
    home.file("usr/front/libnode.so.127", "evil");
    const { rules, findings } = home.judge();
    assert.ok(rules.includes("error shadowed-interpreter"), rules.join());
    assert.equal(findings[0]?.wouldRun, home.at("usr/front/libnode.so.127"));
  });

  test("so is one in the folder for newer processors, which comes first", () => {
    using home = pinned();
    home.file("usr/lib/glibc-hwcaps/x86-64-v3/libuv.so.1", "evil");
    const { rules } = home.judge();
    assert.ok(rules.includes("error shadowed-interpreter"), rules.join());
  });

  test("a library of the system that is put into the program's own folder is an error", () => {
    using home = pinned();
    home.file("usr/front/libc.so.6", "evil");
    const { rules, findings } = home.judge();
    assert.deepEqual(rules, ["error changed-interpreter"]);
    assert.equal(findings[0]?.wouldRun, home.at("usr/front/libc.so.6"));
  });

  test("a folder of theirs that everybody may write to is an error without a pin", () => {
    using home = pinned();
    home.folder("usr/front", 0o777);
    assert.ok(home.judge().rules.includes("error writable-launcher"));
  });

  test("a search path relative to the working directory is a warning", () => {
    using home = withLibrary();
    home.binary("usr/bin/node", elf({ needed: ["libc.so.6"], runpath: "lib" }));
    home.pin();
    assert.ok(home.judge().rules.includes("warning odd-path-entry"));
  });
});

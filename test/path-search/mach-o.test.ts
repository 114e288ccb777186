import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { assert as forAll, nat, property } from "fast-check";

import { readSigner } from "../../src/path-search/mach-o.ts";
import { LauncherHome } from "../support/launcher-home.ts";
import { fat, machO } from "../support/mach-o.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

function signerOf(file: Uint8Array) {
  return readSigner((offset, length) => file.subarray(offset, offset + length));
}

suite("who a program of macOS says that it was signed by", () => {
  test("a team, an identifier without one, ad hoc, nobody", () => {
    assert.equal(signerOf(machO({ team: "HX7739G8FX" })), "team HX7739G8FX");
    assert.equal(signerOf(machO({ identifier: "com.apple.sh" })), "identifier com.apple.sh");
    assert.equal(signerOf(machO({ team: "HX7739G8FX", isAdHoc: true })), "ad hoc");
    assert.equal(signerOf(machO({ isSigned: false })), "unsigned");
  });

  test("of several architectures the weakest word counts", () => {
    const signed = machO({ team: "HX7739G8FX" });
    assert.equal(signerOf(fat(signed, signed)), "team HX7739G8FX");
    assert.equal(signerOf(fat(signed, machO({ isAdHoc: true }))), "ad hoc");
    assert.equal(signerOf(fat(signed, machO({ isSigned: false }))), "unsigned");
  });

  test("other files are none, and what lies ends in an answer", () => {
    for (const text of ["", "#!/bin/sh\n", "\u007fELF"])
      assert.equal(signerOf(Buffer.from(text)), null);
    assert.equal(signerOf(Buffer.from("cafebabe0000003400", "hex")), null, "a class file of Java");
    const whole = machO({ team: "HX7739G8FX" });
    forAll(
      property(nat(whole.length - 1), nat(255), nat(whole.length), (at, byte, length) => {
        const file = Buffer.from(whole);
        file[at] = byte;
        signerOf(file.subarray(0, length));
      }),
    );
  });
});

test("S32: a program that another team signed, or nobody, is no upgrade", posix, () => {
  using home = new LauncherHome();
  const node = (version: string) => `Cellar/node/${version}/bin/node`;
  const install = (version: string, file: Buffer) => {
    home.binary(node(version), file);
    home.link("brew/bin/node", `../../${node(version)}`);
  };
  install("24.10.0", machO({ team: "HX7739G8FX", mark: "24.10" }));
  home.path = `${home.at("brew/bin")}:${home.bin}`;
  home.pin();
  assert.deepEqual(home.judge().rules, []);
  install("24.11.0", machO({ team: "HX7739G8FX", mark: "24.11" }));
  assert.match(home.judge().findings[0]?.message ?? "", /likely an upgrade/);
  install("24.11.0", machO({ isAdHoc: true, mark: "24.11" }));
  const [finding] = home.judge().findings;
  assert.equal(finding?.severity, "error");
  assert.match(finding.message, /its signature says ad hoc, and said team HX7739G8FX/);
});

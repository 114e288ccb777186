import assert from "node:assert/strict";
import { suite, test } from "node:test";

import {
  isAppAlias,
  isWritableByAnybody,
  oddPathext,
  USUAL_PATHEXT,
  type WindowsSearch,
  windowsLookUp,
} from "../../src/path-search/windows.ts";

const NODE = String.raw`C:\Program Files\nodejs`;
const CWD = String.raw`C:\work`;

function found(
  folders: Readonly<Record<string, readonly string[]>>,
  parts: Partial<WindowsSearch> = {},
): readonly string[] {
  const { candidates } = windowsLookUp({
    name: "npx",
    path: NODE,
    pathext: USUAL_PATHEXT,
    cwd: CWD,
    isCwdSkipped: false,
    list: (folder) =>
      (folders[folder] ?? []).map((name) => ({ name, isFile: !name.endsWith("/"), size: 1 })),
    ...parts,
  });
  return candidates.map(({ path }) => path);
}

suite("a name on a Windows PATH", () => {
  test("npx is npx.cmd, never the script without an extension", () => {
    assert.deepEqual(found({ [NODE]: ["npx", "npx.cmd", "npx.ps1"] }), [
      String.raw`C:\Program Files\nodejs\npx.cmd`,
    ]);
  });

  test("S51: .com and .exe in the same folder come before .cmd", () => {
    assert.deepEqual(found({ [NODE]: ["npx.cmd", "npx.exe", "npx.com"] }), [
      String.raw`C:\Program Files\nodejs\npx.com`,
      String.raw`C:\Program Files\nodejs\npx.exe`,
      String.raw`C:\Program Files\nodejs\npx.cmd`,
    ]);
  });

  test("S52: the working directory comes first, unless that is switched off", () => {
    const folders = { [CWD]: ["npx.exe"], [NODE]: ["npx.cmd"] };
    assert.equal(found(folders)[0], String.raw`C:\work\npx.exe`);
    assert.deepEqual(found(folders, { isCwdSkipped: true }), [
      String.raw`C:\Program Files\nodejs\npx.cmd`,
    ]);
  });

  test("S33: another case is the same name", () => {
    assert.deepEqual(found({ [String.raw`C:\a`]: ["NPX.CMD"] }, { path: String.raw`C:\a` }), [
      String.raw`C:\a\NPX.CMD`,
    ]);
  });

  test("a name with an extension that counts is tried as it is, then with others", () => {
    assert.deepEqual(found({ [NODE]: ["npx.cmd", "npx.cmd.exe"] }, { name: "npx.cmd" }), [
      String.raw`C:\Program Files\nodejs\npx.cmd`,
      String.raw`C:\Program Files\nodejs\npx.cmd.exe`,
    ]);
  });

  test("entries in quotes, empty ones, and ones that depend on something", () => {
    const { entries } = windowsLookUp({
      name: "npx",
      path: String.raw`"C:\Program Files\nodejs";;tools;%APPDATA%\npm;C:bin;\\host\share`,
      pathext: USUAL_PATHEXT,
      cwd: CWD,
      isCwdSkipped: true,
      list: () => [],
    });
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ["absolute", "relative", "unexpanded", "relative", "absolute"],
    );
    assert.equal(entries[1]?.folder, String.raw`C:\work\tools`);
  });
});

test("S53: a PATHEXT that adds or reorders is odd", () => {
  assert.equal(oddPathext(USUAL_PATHEXT), null);
  assert.equal(oddPathext(".COM;.EXE;.BAT;.CMD"), null);
  assert.match(oddPathext(".COM;.EXE;.PY") ?? "", /adds \.py/);
  assert.match(oddPathext(".CMD;.EXE") ?? "", /order/);
  assert.match(oddPathext(".JS;.JSE") ?? "", /leaves out/);
});

test("S54: who may write to a folder of the PATH", () => {
  const mask = 0x1301bf;
  assert.equal(isWritableByAnybody([{ sid: "S-1-5-32-545", isAllow: true, mask }]), true);
  assert.equal(
    isWritableByAnybody([{ sid: "S-1-5-32-545", isAllow: true, mask: 0x1200a9 }]),
    false,
  );
  assert.equal(isWritableByAnybody([{ sid: "S-1-5-32-544", isAllow: true, mask }]), false);
  assert.equal(isWritableByAnybody([{ sid: "S-1-1-0", isAllow: false, mask }]), false);
});

test("S55: an alias of the Store is a file without bytes", () => {
  const alias = String.raw`C:\Users\u\AppData\Local\Microsoft\WindowsApps\python.exe`;
  assert.equal(isAppAlias(alias, 0), true);
  assert.equal(isAppAlias(alias, 100), false);
  assert.equal(isAppAlias(String.raw`C:\Python\python.exe`, 0), false);
});

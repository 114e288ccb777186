import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";

import { readCmdScript } from "../../src/path-search/windows-script.ts";

/** As npm 11 brings it. */
const NPX = String.raw`:: Created by npm, please don't edit manually.
@ECHO OFF

SETLOCAL

SET "NODE_EXE=%~dp0\node.exe"
IF NOT EXIST "%NODE_EXE%" (
  SET "NODE_EXE=node"
)

SET "NPM_PREFIX_JS=%~dp0\node_modules\npm\bin\npm-prefix.js"
SET "NPX_CLI_JS=%~dp0\node_modules\npm\bin\npx-cli.js"
FOR /F "delims=" %%F IN ('CALL "%NODE_EXE%" "%NPM_PREFIX_JS%"') DO (
  SET "NPM_PREFIX_NPX_CLI_JS=%%F\node_modules\npm\bin\npx-cli.js"
)
IF EXIST "%NPM_PREFIX_NPX_CLI_JS%" (
  SET "NPX_CLI_JS=%NPM_PREFIX_NPX_CLI_JS%"
)

"%NODE_EXE%" "%NPX_CLI_JS%" %*
`;

const COREPACK = String.raw`@SETLOCAL
@IF EXIST "%~dp0\node.exe" (
  "%~dp0\node.exe"  "%~dp0\node_modules\corepack\dist\pnpm.js" %*
) ELSE (
  @SET PATHEXT=%PATHEXT:;.JS;=;%
  node  "%~dp0\node_modules\corepack\dist\pnpm.js" %*
)
`;

type CmdShim = (from: string, to: string) => Promise<void>;
// A dependency of npm's own resolver, which writes these files on Windows.
const cmdShim = createRequire(import.meta.resolve("@npmcli/arborist"))("cmd-shim") as CmdShim;

/** What npm writes for a script with this first line. */
async function made(firstLine: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "pinfold-cmd-"));
  try {
    const script = join(folder, "node_modules/tide/cli.js");
    mkdirSync(dirname(script), { recursive: true });
    writeFileSync(script, `${firstLine}\n`);
    await cmdShim(script, join(folder, "tide"));
    return readFileSync(join(folder, "tide.cmd"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

suite("scripts that npm makes for Windows", () => {
  test("npx.cmd starts the Node beside it, and npm of the prefix before its own", () => {
    const expected = {
      program: "node",
      args: [],
      file: String.raw`node_modules\npm\bin\npx-cli.js`,
      isPrefixFirst: true,
    };
    assert.deepEqual(readCmdScript(NPX), expected);
    assert.deepEqual(readCmdScript(NPX.replaceAll("\n", "\r\n")), expected);
    const npm = NPX.replaceAll("NPX_CLI", "NPM_CLI").replaceAll("npx-cli", "npm-cli");
    assert.equal(readCmdScript(npm)?.file, String.raw`node_modules\npm\bin\npm-cli.js`);
  });

  test("what cmd-shim writes today, with the options of the first line", async () => {
    assert.deepEqual(readCmdScript(await made("#!/usr/bin/env node")), {
      program: "node",
      args: [],
      file: String.raw`node_modules\tide\cli.js`,
      isPrefixFirst: false,
    });
    const { args } = readCmdScript(await made("#!/usr/bin/env -S node --no-warnings")) ?? {};
    assert.deepEqual(args, ["--no-warnings"]);
  });

  test("Corepack's, and what cmd-shim wrote before", async () => {
    assert.equal(readCmdScript(COREPACK)?.file, String.raw`node_modules\corepack\dist\pnpm.js`);
    const before = (await made("#!/usr/bin/env node"))
      .replace(" & set PATHEXT=%PATHEXT:;.JS;=;%", "")
      .replace('SET "_prog=node"\r\n', 'SET "_prog=node"\r\n  SET PATHEXT=%PATHEXT:;.JS;=;%\r\n');
    assert.equal(readCmdScript(before)?.program, "node");
  });

  for (const [what, text] of [
    ["a line more", NPX.replace("SETLOCAL", "SETLOCAL\ncurl evil.invalid")],
    ["another Node", NPX.replace('"NODE_EXE=node"', String.raw`"NODE_EXE=C:\evil\node"`)],
    ["a variable in the file", COREPACK.replaceAll("node_modules", "%TEMP%")],
    ["another file in one of two places", COREPACK.replace("pnpm.js", "evil.js")],
    ["a second command", COREPACK.replaceAll("pnpm.js", 'pnpm.js" & "evil.js')],
    ["nothing of npm's", "@echo off\nnode evil.js"],
    ["nothing", ""],
  ] as const)
    test(`a script with ${what} is not understood`, () => {
      assert.equal(readCmdScript(text), null);
    });
});

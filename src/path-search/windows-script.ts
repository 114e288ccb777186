/** What a script that npm makes for Windows starts: `npx.cmd`. */
export interface CmdScript {
  /** Started from the script's own folder where it is there, else looked up: `node`. */
  readonly program: string;
  readonly args: readonly string[];
  /** What it is given after them, relative to the script's folder. */
  readonly file: string;
  /** npm's own: the same file below npm's prefix goes before the one beside the script. */
  readonly isPrefixFirst: boolean;
}

/** `npx.cmd` and `npm.cmd` as npm 6 to 11 bring them. */
const OF_NPM = String.raw`:: Created by npm, please don't edit manually.
@ECHO OFF
SETLOCAL
SET "NODE_EXE=%~dp0\<program>.exe"
IF NOT EXIST "%NODE_EXE%" (
SET "NODE_EXE=<program>"
)
SET "NPM_PREFIX_JS=%~dp0\node_modules\npm\bin\npm-prefix.js"
SET "NPX_CLI_JS=%~dp0\<file>"
FOR /F "delims=" %%F IN ('CALL "%NODE_EXE%" "%NPM_PREFIX_JS%"') DO (
SET "NPM_PREFIX_NPX_CLI_JS=%%F\<file>"
)
IF EXIST "%NPM_PREFIX_NPX_CLI_JS%" (
SET "NPX_CLI_JS=%NPM_PREFIX_NPX_CLI_JS%"
)
"%NODE_EXE%" "%NPX_CLI_JS%" %*`;

/** What cmd-shim 9 makes for a script with an interpreter. */
const MADE = String.raw`@ECHO off
GOTO start
:find_dp0
SET dp0=%~dp0
EXIT /b
:start
SETLOCAL
CALL :find_dp0
IF EXIST "%dp0%\<program>.exe" (
SET "_prog=%dp0%\<program>.exe"
) ELSE (
SET "_prog=<program>"
)
endLocal & goto #_undefined_# 2>NUL || title %COMSPEC% & set PATHEXT=%PATHEXT:;.JS;=;% & "%_prog%"<args> "%dp0%\<file>" %*`;

/** What 4 to 8 made. */
const MADE_BEFORE = MADE.replace(
  `"\n)\nendLocal`,
  String.raw`"
SET PATHEXT=%PATHEXT:;.JS;=;%
)
endLocal`,
).replace(" & set PATHEXT=%PATHEXT:;.JS;=;%", "");

/** Older ones, which Corepack still brings. */
const OLD = String.raw`@SETLOCAL
@IF EXIST "%~dp0\<program>.exe" (
"%~dp0\<program>.exe"<args> "%~dp0\<file>" %*
) ELSE (
@SET PATHEXT=%PATHEXT:;.JS;=;%
<program><args> "%~dp0\<file>" %*
)`;

/** Of what differs from one to the next: no quote, and nothing that `cmd` takes for itself. */
const PARTS: Readonly<Record<string, string>> = {
  program: String.raw`[\w.+-]+`,
  args: String.raw`(?: [\w.:/@=+-]+)*`,
  file: String.raw`[^"%^&|<>\n]+`,
};

const KNOWN: readonly { readonly form: RegExp; readonly isPrefixFirst: boolean }[] = [
  { form: formOf(OF_NPM), isPrefixFirst: true },
  { form: formOf(OF_NPM.replaceAll("NPX_CLI", "NPM_CLI")), isPrefixFirst: true },
  ...[MADE, MADE_BEFORE, OLD].map((text) => ({ form: formOf(text), isPrefixFirst: false })),
];

/**
 * Reads what a `.cmd` of npm starts. Null for one that differs by a word from those which are known:
 * what it does then is for nobody to know without running it.
 */
export function readCmdScript(text: string): CmdScript | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/ {2,}/g, " "));
  const whole = lines.filter((line) => line !== "").join("\n");
  for (const { form, isPrefixFirst } of KNOWN) {
    const { program, args = "", file } = form.exec(whole)?.groups ?? {};
    if (program === undefined || file === undefined) continue;
    return { program, args: args.split(" ").filter((word) => word !== ""), file, isPrefixFirst };
  }
  return null;
}

/** A part is the same wherever it stands. */
function formOf(text: string): RegExp {
  const seen = new Set<string>();
  const pattern = text.split(/<(program|args|file)>/).map((piece, index) => {
    if (index % 2 === 0) return piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    if (seen.has(piece)) return String.raw`\k<${piece}>`;
    seen.add(piece);
    return `(?<${piece}>${PARTS[piece] ?? ""})`;
  });
  return new RegExp(`^${pattern.join("")}$`);
}

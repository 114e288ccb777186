import assert from "node:assert/strict";
import { test } from "node:test";

import { DoctorHome } from "../support/doctor-home.ts";

const LOCAL = "C:\\Users\\ada\\AppData\\Local";
const ROAMING = "C:\\Users\\ada\\AppData\\Roaming";
const FILE = "claude_desktop_config.json";
const PACKAGED = `${LOCAL}\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\${FILE}`;
const PLAIN = `${ROAMING}\\Claude\\${FILE}`;
const LINUX = "/home/ada/.config/Claude/claude_desktop_config.json";

const holding = (...names: readonly string[]): string =>
  JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: "x" }])) });

interface Row {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly says: readonly string[];
  readonly isLinux?: true;
}

const ROWS: readonly Row[] = [
  {
    what: "the plain path beside the MSIX package alone",
    files: { [PACKAGED]: "{}", [PLAIN]: holding("a", "b") },
    says: [
      `error[misplaced-config] ${PLAIN}: Claude Desktop does not read this file: the MSIX package, which is installed here, has a folder of its own; none of its servers is started: a, b; move them to ${PACKAGED}`,
    ],
  },
  {
    what: "the plain path where the package has no file yet",
    files: { [`${LOCAL}\\Packages\\Claude_pzs8sxrjxfjjc\\x`]: "", [PLAIN]: holding("a") },
    says: [
      `error[misplaced-config] ${PLAIN}: Claude Desktop does not read this file: the MSIX package, which is installed here, has a folder of its own; none of its servers is started: a; move them to ${PACKAGED}`,
    ],
  },
  {
    what: "both installations, with other servers",
    files: {
      [PACKAGED]: holding("a", "b"),
      [PLAIN]: holding("b", "c"),
      [`${LOCAL}\\AnthropicClaude\\claude.exe`]: "",
    },
    says: [
      `warning[two-installations] ${PACKAGED}: Claude Desktop has other servers in ${PLAIN}; only here: a; only there: c`,
    ],
  },
  {
    what: "both installations, with the same servers",
    files: {
      [PACKAGED]: holding("a"),
      [PLAIN]: holding("a"),
      [`${LOCAL}\\AnthropicClaude\\claude.exe`]: "",
    },
    says: [],
  },
  {
    what: "the classic installation alone",
    files: { [PLAIN]: holding("a"), [`${LOCAL}\\AnthropicClaude\\claude.exe`]: "" },
    says: [],
  },
  {
    what: "a folder named AnthropicClaude",
    files: { [`${ROAMING}\\AnthropicClaude\\${FILE}`]: holding("a") },
    says: [
      `error[misplaced-config] ${ROAMING}\\AnthropicClaude\\${FILE}: Claude Desktop does not read this file; none of its servers is started: a; move them to ${ROAMING}\\Claude\\${FILE}`,
    ],
  },
  {
    what: "a hidden second extension",
    files: { [`${PLAIN}.txt`]: holding("a") },
    says: [
      `error[misplaced-config] ${PLAIN}.txt: Claude Desktop does not read this file: Explorer hides its second extension, .txt; none of its servers is started: a; move them to ${PLAIN}`,
    ],
  },
  {
    what: "Claude Desktop's file in Claude Code's folder",
    files: { [`/home/ada/.claude/${FILE}`]: holding("a", "b"), [LINUX]: holding("a") },
    says: [
      `error[misplaced-config] /home/ada/.claude/${FILE}: Claude Desktop does not read this file; none of its servers is started: b; move them to ${LINUX}`,
    ],
    isLinux: true,
  },
  {
    what: "a wrong place whose servers are at the right one too",
    files: { [`/home/ada/.claude/${FILE}`]: holding("a"), [LINUX]: holding("a") },
    says: [],
    isLinux: true,
  },
];

for (const { what, files, says, isLinux } of ROWS)
  test(`${what}: told with the file that the client reads`, async () => {
    const home =
      isLinux === true
        ? new DoctorHome()
        : new DoctorHome("win32", { APPDATA: ROAMING, LOCALAPPDATA: LOCAL });
    for (const [path, content] of Object.entries(files)) home.has(path, content);
    const { findings, exitCode } = await home.examines();
    const told = findings
      .filter(({ ruleId }) => ruleId === "misplaced-config" || ruleId === "two-installations")
      .map(({ severity, ruleId, location, message, effect, remedy }) => {
        const own = ruleId === "misplaced-config" ? [message, effect, remedy] : [message, effect];
        const rest = own.join("; ");
        return `${severity}[${ruleId}] ${location?.file ?? ""}: ${rest}`;
      });
    assert.deepEqual(told, says);
    if (says.some((line) => line.startsWith("error"))) assert.equal(exitCode, 1);
  });

import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { claudeCodeEvents } from "../../src/doctor/logs/claude-code.ts";
import { claudeDesktopEvents } from "../../src/doctor/logs/claude-desktop.ts";
import { summarizeLog } from "../../src/doctor/logs/summary.ts";
import { vscodeEvents } from "../../src/doctor/logs/vscode.ts";
import { briefly, DoctorHome } from "../support/doctor-home.ts";

const ENTRY = { command: "npx", args: ["-y", "@scope/name@1.0.0"] };
const LOG = "~/.config/Claude/logs/mcp-server-gull.log";
const T = "2026-11-20T10:28:38.371Z";

/** What Claude Desktop writes of one start. */
const starts = (...said: readonly string[]): readonly string[] => [
  `${T} [gull] [info] Initializing server... { metadata: undefined }`,
  `${T} [gull] [info] Server started and connected successfully { metadata: undefined }`,
  `${T} [gull] [info] Message from client: {"method":"initialize","params":{},"jsonrpc":"2.0","id":0} { metadata: undefined }`,
  ...said,
];
const answers = `${T} [gull] [info] Message from server: {"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18","serverInfo":{"name":"gull"}}} { metadata: undefined }`;
const dies: readonly string[] = [
  `${T} [gull] [info] Server transport closed { metadata: undefined }`,
  `${T} [gull] [info] Server transport closed unexpectedly, this is likely due to the process exiting early. { metadata: undefined }`,
  `${T} [gull] [error] Server disconnected. For troubleshooting guidance, please visit our debugging documentation { metadata: { context: 'connection', stack: undefined } }`,
];
const call = (id: number, tool: string): string =>
  `${T} [gull] [info] Message from client: ${JSON.stringify({ method: "tools/call", params: { name: tool, arguments: {} }, jsonrpc: "2.0", id })} { metadata: undefined }`;
const answer = (id: number, body: object): string =>
  `${T} [gull] [info] Message from server: ${JSON.stringify({ jsonrpc: "2.0", id, ...body })} { metadata: undefined }`;
const failed = (text: string): object => ({
  result: { isError: true, content: [{ type: "text", text }] },
});

interface Row {
  readonly what: string;
  readonly lines: readonly string[];
  readonly says: readonly string[];
}

const ROWS: readonly Row[] = [
  { what: "a start that went well", lines: [...starts(), answers], says: [] },
  {
    what: "a start that failed",
    lines: [
      ...starts(
        "npm error code E404",
        "npm error 404 Not Found - GET @scope/nmae - Not found",
        "npm error A complete log of this run can be found in: /home/ada/.npm/_logs/x.log",
      ),
      ...dies,
    ],
    says: [
      "warning[last-failure] its last start by Claude Desktop failed (2026-11-20 10:28): npm error 404 Not Found - GET @scope/nmae - Not found",
    ],
  },
  {
    what: "a start that failed, and one that went well",
    lines: [...starts("Error: no key"), ...dies, ...starts(), answers],
    says: [],
  },
  {
    what: "a program that was not there",
    lines: [
      `${T} [gull] [info] Initializing server... { metadata: undefined }`,
      `${T} [gull] [error] spawn uvx ENOENT {`,
      "  metadata: {",
      "    context: 'connection',",
      "    stack: 'Error: spawn uvx ENOENT\\n' +",
      "      '    at ChildProcess._handle.onexit (node:internal/child_process:287:19)'",
      "  }",
      "}",
      `${T} [gull] [info] Server transport closed { metadata: undefined }`,
      `${T} [gull] [error] Server disconnected. { metadata: { context: 'connection' } }`,
    ],
    says: [
      "warning[last-failure] its last start by Claude Desktop failed (2026-11-20 10:28): spawn uvx ENOENT",
    ],
  },
  {
    what: "a loop of starts",
    lines: [1, 2, 3, 4].flatMap(() => [...starts("Error: GULL_TOKEN is required"), ...dies]),
    says: [
      "warning[last-failure] its last start by Claude Desktop failed (2026-11-20 10:28), 4 starts in a row: Error: GULL_TOKEN is required",
    ],
  },
  {
    what: "the same call failing again and again",
    lines: [
      ...starts(),
      answers,
      call(1, "dive"),
      answer(1, failed("403 Forbidden: Bad credentials")),
      call(2, "rise"),
      answer(2, { result: { content: [] } }),
      call(3, "dive"),
      answer(3, { error: { code: -32603, message: "403 Forbidden: Bad credentials" } }),
      call(4, "dive"),
      answer(4, failed("403 Forbidden: Bad credentials\nat https://api.example.test")),
    ],
    says: [
      "warning[failing-call] dive failed the last 3 times that Claude Desktop called it: 403 Forbidden: Bad credentials",
    ],
  },
  {
    what: "a call that failed and then worked",
    lines: [
      ...starts(),
      answers,
      ...[1, 2, 3].flatMap((id) => [call(id, "dive"), answer(id, failed("busy"))]),
      call(4, "dive"),
      answer(4, { result: { content: [] } }),
    ],
    says: [],
  },
  {
    what: "the older way of writing a line",
    lines: [
      `${T} [info] [gull] Initializing server...`,
      "Traceback (most recent call last):",
      '  File "/srv/gull.py", line 3, in <module>',
      "ModuleNotFoundError: No module named 'mcp'",
      `${T} [info] [gull] Server transport closed unexpectedly, this is likely due to the process exiting early.`,
    ],
    says: [
      "warning[last-failure] its last start by Claude Desktop failed (2026-11-20 10:28): ModuleNotFoundError: No module named 'mcp'",
    ],
  },
  { what: "an empty log", lines: [""], says: [] },
];

const OF_LOGS = ["last-failure", "failing-call"];

for (const { what, lines, says } of ROWS)
  test(`Claude Desktop's log, ${what}`, async () => {
    const home = new DoctorHome().hasNode().configures({ gull: ENTRY });
    const { findings } = await home.has(LOG, lines.join("\n")).examines();
    const told = findings.filter(({ ruleId }) => OF_LOGS.includes(ruleId));
    assert.deepEqual(told.map(briefly), says);
    for (const { location } of told) assert.match(location?.file ?? "", /mcp-server-gull\.log$/);
  });

test("a key that the server wrote into the log is not told", async () => {
  const env = { GULL_TOKEN: "correct-horse-battery-staple-7" };
  const home = new DoctorHome().hasNode().configures({ gull: { ...ENTRY, env } });
  const lines = [...starts(`Error: ${env.GULL_TOKEN} is not valid`), ...dies];
  const { findings } = await home.has(LOG, lines.join("\n")).examines();
  const told = findings.find(({ ruleId }) => ruleId === "last-failure");
  assert.match(told?.message ?? "", /Error: \*\*\* is not valid$/);
});

test("a log of many megabytes is read at its end", async () => {
  const lines = [...starts("x".repeat(3_000_000)), ...starts("Error: at the end"), ...dies];
  const home = new DoctorHome().hasNode().configures({ gull: ENTRY });
  const { findings } = await home.has(LOG, lines.join("\n")).examines();
  assert.match(
    findings.find(({ ruleId }) => ruleId === "last-failure")?.message ?? "",
    /at the end$/,
  );
});

test("Claude Code: the newest log of the server's name", async () => {
  const folder = "~/.cache/claude-cli-nodejs/-home-ada-shop/mcp-logs-gull";
  const line = (entry: object): string => `${JSON.stringify({ timestamp: T, ...entry })}\n`;
  const old =
    line({ debug: "Starting connection with timeout of 30000ms" }) +
    line({ error: "Connection failed: old" });
  const now =
    line({ debug: "Starting connection with timeout of 30000ms" }) +
    line({ error: "Server stderr: Error: listen EADDRINUSE: address already in use :::8080" }) +
    line({ error: "Connection failed: MCP error -32000: Connection closed" });
  const { findings } = await new DoctorHome()
    .hasNode()
    .configures({ gull: ENTRY }, "claude-code")
    .has(`${folder}/2026-11-19T08-00-00-000Z.jsonl`, old)
    .has(`${folder}/2026-11-20T08-00-00-000Z.jsonl`, now)
    .examines();
  assert.equal(
    findings.find(({ ruleId }) => ruleId === "last-failure")?.message,
    "its last start by Claude Code failed (2026-11-20 10:28): Error: listen EADDRINUSE: address already in use :::8080",
  );
});

test("VS Code: the server behind the scope in the file's name", async () => {
  const lines = [
    "2026-11-20 10:28:01.123 [info] Starting server gull",
    "2026-11-20 10:28:01.124 [info] Connection state: Starting",
    "2026-11-20 10:28:02.000 [warning] [server stderr] sh: 1: gull: not found",
    "2026-11-20 10:28:02.001 [info] Connection state: Error Process exited with code 127",
  ];
  const { findings } = await new DoctorHome()
    .hasNode()
    .has("~/.config/Code/User/mcp.json", JSON.stringify({ servers: { gull: ENTRY } }))
    .has(
      "~/.config/Code/logs/20261120T102800/window1/mcpServer.mcp.config.usrlocal.gull.log",
      lines.join("\n"),
    )
    .examines();
  assert.equal(
    findings.find(({ ruleId }) => ruleId === "last-failure")?.message,
    "its last start by VS Code failed (2026-11-20 10:28): sh: 1: gull: not found",
  );
});

test("whatever stands in a log, it is read to its end", () => {
  const pieces = fc.constantFrom(
    ...starts(),
    ...dies,
    answers,
    call(1, "dive"),
    answer(1, failed("x")),
    "{",
    "",
  );
  const line = fc.oneof(
    pieces,
    fc.string(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      for (const read of [claudeDesktopEvents, claudeCodeEvents, vscodeEvents])
        assert.ok(summarizeLog(read(lines)).failedInARow <= lines.length + 1);
    }),
  );
});

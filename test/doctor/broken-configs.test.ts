import assert from "node:assert/strict";
import { test } from "node:test";

import { briefly, DoctorHome } from "../support/doctor-home.ts";

const CLAUDE = "~/.config/Claude/claude_desktop_config.json";
const CURSOR = "~/.cursor/mcp.json";
const CODE = "~/.config/Code/User/mcp.json";
const CODEX = "~/.codex/config.toml";
const GOOSE = "~/.config/goose/config.yaml";

const A = '"a": { "command": "node", "args": ["/srv/a.js"] }';
const B = '"b": { "command": "node", "args": ["/srv/b.js"] }';

/** Four lines; the servers begin in the third. */
const wrap = (inner: string): string => `{\n  "mcpServers": {\n    ${inner}\n  }\n}\n`;

interface Row {
  readonly what: string;
  /** Path to content; of Claude Desktop alone where it is a text. */
  readonly files: string | Uint8Array | Readonly<Record<string, string | Uint8Array>>;
  /** What is said about the configuration, in order. */
  readonly says: readonly string[];
  /** What stands over the caret of the first one. */
  readonly over?: string;
  readonly servers?: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    what: "a comma missing between two servers",
    files: wrap(`${A}\n    ${B}`),
    says: ['error[missing-comma] 4:5 a comma is missing before "b"'],
    over: '"b": {',
    servers: ["claude-desktop/a fails", "claude-desktop/b fails"],
  },
  {
    what: "a comma missing inside of an entry",
    files: wrap('"a": { "command": "node" "args": ["/srv/a.js"] }'),
    says: ['error[missing-comma] 3:30 a comma is missing before "args"'],
    over: '"args"',
  },
  {
    what: "a comma missing in a list",
    files: wrap('"a": { "command": "node", "args": ["-r" "/srv/a.js"] }'),
    says: ["error[missing-comma] 3:45 a comma is missing before this"],
    over: '"…"',
  },
  {
    what: "a trailing comma behind the last server",
    files: wrap(`${A},\n    ${B},`),
    says: ["error[trailing-comma] 4:54 a comma stands before the closing }"],
    over: ",",
    servers: ["claude-desktop/a fails", "claude-desktop/b fails"],
  },
  {
    what: "a trailing comma in a list",
    files: wrap('"a": { "command": "node", "args": ["/srv/a.js",] }'),
    says: ["error[trailing-comma] 3:51 a comma stands before the closing ]"],
    over: ",",
  },
  {
    what: "two commas",
    files: wrap(`${A},,\n    ${B}`),
    says: ["error[extra-comma] 3:55 a comma too much"],
    over: ",",
  },
  {
    what: "a comma behind the end",
    files: `${wrap(A).trimEnd()},\n`,
    says: ["error[extra-comma] 5:2 a comma too much"],
    over: ",",
  },
  {
    what: "a comment in a strict file",
    files: wrap(`// mine\n    ${A}`),
    says: ["error[comment-in-json] 3:5 a comment is not allowed here"],
    over: "// …",
  },
  {
    what: "a comment with stars",
    files: wrap(`${A} /* old */`),
    says: ["error[comment-in-json] 3:55 a comment is not allowed here"],
  },
  {
    what: "a byte order mark",
    files: `\uFEFF${wrap(A)}`,
    says: [
      "error[byte-order-mark] 1:1 the file starts with a byte order mark; save it as UTF-8 without BOM",
    ],
  },
  {
    what: "UTF-16, little end first",
    files: Buffer.from(`\uFEFF${wrap(A)}`, "utf16le"),
    says: ["error[other-encoding] 1:1 the file is UTF-16; save it as UTF-8"],
    servers: ["claude-desktop/a fails"],
  },
  {
    what: "UTF-16, big end first",
    files: Buffer.from(`\uFEFF${wrap(A)}`, "utf16le").swap16(),
    says: ["error[other-encoding] 1:1 the file is UTF-16; save it as UTF-8"],
  },
  {
    what: "a code page",
    files: Buffer.from(wrap('"caf\u00e9": { "command": "node", "args": ["/srv/a.js"] }'), "latin1"),
    says: ["error[other-encoding] 1:1 the file is not valid UTF-8"],
  },
  {
    what: "curly quotes around a name",
    files: wrap("\u201ca\u201d: { }"),
    says: ["error[wrong-quotes] 3:5 a curly quote stands here; JSON needs a straight one"],
    over: "\u201ca\u201d",
  },
  {
    what: "single quotes",
    files: "{'mcpServers': {}}",
    says: ["error[wrong-quotes] 1:2 a single quote stands here; JSON needs a double one"],
  },
  {
    what: "a path of Windows with single backslashes",
    files: wrap(String.raw`"a": { "command": "C:\Program Files\node.exe" }`),
    says: ["error[bad-escape] 3:26 a backslash in a path must be doubled"],
  },
  {
    what: "a string that is not closed",
    files: wrap('"a": { "command": "node }'),
    says: ["error[unclosed] 3:23 this string is not closed"],
  },
  {
    what: "a file that ends too early",
    files: wrap(`${A},\n    ${B}`).slice(0, 120),
    says: ["error[unclosed] 4:40 this string is not closed"],
    servers: ["claude-desktop/a fails", "claude-desktop/b fails"],
  },
  {
    what: "a bracket too much at the end",
    files: `${wrap(A).trimEnd()}\n}\n`,
    says: ["error[misplaced-bracket] 6:1 a closing } too much"],
    over: "}",
  },
  {
    what: "a bracket that does not fit",
    files: wrap('"a": { "command": "node", "args": ["/srv/a.js"} }'),
    says: [
      "error[misplaced-bracket] 3:51 this } does not fit the bracket that is open since line 3",
    ],
    over: "}",
  },
  {
    what: "an empty file",
    files: "",
    says: ["error[empty-config] 1:1 the file is empty"],
  },
  {
    what: "a name without quotes",
    files: "{ mcpServers: {} }",
    says: ["error[syntax] 1:3 this is not JSON"],
  },
  {
    what: "Python's True",
    files: wrap('"a": { "command": "node", "args": ["/srv/a.js"], "type": True }'),
    says: ["error[syntax] 3:62 this is not JSON"],
  },
  {
    what: "nesting without end",
    files: "[".repeat(20_000),
    says: [
      "error[wrong-shape] 1:1 the file is a list, an object is expected",
      "warning[unreadable-config] 1:65 nested deeper than 64 levels",
    ],
  },
  {
    what: "servers as a list",
    files: '{ "mcpServers": [] }',
    says: ['error[wrong-shape] 1:17 "mcpServers" is a list, an object is expected'],
    over: "[]",
  },
  {
    what: "a server's name used twice",
    files: wrap(`${A},\n    ${A}`),
    says: ['error[duplicate-name] 4:5 the server name "a" is used twice; the last one counts'],
    over: '"a"',
  },
  {
    what: "a field's name used twice",
    files: wrap('"a": { "command": "npx", "command": "node", "args": ["/srv/a.js"] }'),
    says: ['warning[duplicate-name] 3:30 the name "command" is used twice; the last one counts'],
  },
  {
    what: "arguments as one text",
    files: wrap('"a": { "command": "node", "args": "/srv/a.js" }'),
    says: ['error[wrong-value] 3:39 "args" is a text, a list of texts is expected'],
    over: '"…"',
  },
  {
    what: "a number among the arguments",
    files: wrap('"a": { "command": "node", "args": ["/srv/a.js", 8080] }'),
    says: ['error[wrong-value] 3:53 "args" has a number at place 2, a text is expected'],
    over: "8080",
  },
  {
    what: "a variable that is a number",
    files: wrap('"a": { "command": "node", "args": ["/srv/a.js"], "env": { "PORT": 8080 } }'),
    says: ['error[wrong-value] 3:71 "env.PORT" is a number, a text is expected'],
  },
  {
    what: "a number as a variable, which VS Code takes",
    files: { [CODE]: '{ "servers": { "a": { "command": "/bin/sh", "env": { "PORT": 8080 } } } }' },
    says: [],
  },
  {
    what: "an entry without a command",
    files: wrap('"a": { "args": ["/srv/a.js"] }'),
    says: ['error[wrong-value] 3:10 it has neither "command" nor "url"'],
    over: "{",
  },
  {
    what: "an entry that is a text",
    files: wrap('"a": "node /srv/a.js"'),
    says: ["error[wrong-value] 3:10 it is a text, an object is expected"],
  },
  {
    what: "an empty command",
    files: wrap('"a": { "command": "", "args": ["/srv/a.js"] }'),
    says: ['error[wrong-value] 3:23 "command" is empty'],
  },
  {
    what: "a misspelt command",
    files: wrap('"a": { "comand": "node", "args": ["/srv/a.js"] }'),
    says: ['error[misnamed-field] 3:12 Claude Desktop has no field "comand"; it reads "command"'],
    over: '"comand"',
  },
  {
    what: "arguments under another name",
    files: wrap('"a": { "command": "node", "arguments": ["/srv/a.js"] }'),
    says: ['warning[misnamed-field] 3:31 Claude Desktop has no field "arguments"; it reads "args"'],
  },
  {
    what: "variables under another client's name",
    files: wrap('"a": { "command": "node", "args": ["/srv/a.js"], "environment": {} }'),
    says: [
      'warning[misnamed-field] 3:54 Claude Desktop has no field "environment"; it reads "env"',
    ],
  },
  {
    what: "the address under another client's name",
    files: { [CURSOR]: '{ "mcpServers": { "a": { "serverUrl": "https://mcp.example.test/" } } }' },
    says: ['error[misnamed-field] 1:26 Cursor has no field "serverUrl"; it reads "url"'],
  },
  {
    what: "servers under another client's name",
    files: { [CURSOR]: `{ "servers": { ${A} } }` },
    says: ['error[misnamed-servers] 1:3 "servers" is not read here; "mcpServers" is expected'],
    over: '"servers"',
  },
  {
    what: "mcpServers in the file of VS Code",
    files: { [CODE]: `{ "mcpServers": { ${A} } }` },
    says: ['error[misnamed-servers] 1:3 "mcpServers" is not read here; "servers" is expected'],
  },
  {
    what: "a misspelt mcpServers",
    files: `{ "mcpserver": { ${A} } }`,
    says: ['error[misnamed-servers] 1:3 "mcpserver" is not read here; "mcpServers" is expected'],
  },
  {
    what: "a member near to what other clients call it",
    files: wrap('"a": { "command": "node", "args": ["/srv/a.js"], "enviroment": { "X": "y" } }'),
    says: ['warning[misnamed-field] 3:54 Claude Desktop has no field "enviroment"; it reads "env"'],
  },
  {
    what: "an entry that is cut off",
    files: '{ "mcpServers": { "a": {',
    says: [
      "error[unclosed] 1:25 a closing brace } is missing: the one open since line 1 is never closed",
    ],
  },
  {
    what: "a switch that the client does not have",
    files: wrap('"a": { "command": "node", "args": ["/srv/a.js"], "disabled": true }'),
    says: [
      'warning[ignored-switch] 3:54 Claude Desktop has no switch "disabled": the server is started all the same',
    ],
  },
  {
    what: "TOML with a value without quotes",
    files: { [CODEX]: "[mcp_servers.a]\ncommand = node\n" },
    says: ["error[syntax] 2:11 invalid value"],
  },
  {
    what: "YAML with an open list",
    files: { [GOOSE]: "extensions:\n  a: { cmd: node, type: stdio }\n  b: [\n" },
    says: [
      "error[syntax] 4:1 Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
  },
  {
    what: "comments and trailing commas where the client takes them",
    files: { [CODE]: `{\n  // mine\n  "servers": { "a": { "command": "/bin/sh" }, },\n}` },
    says: [],
  },
];

function filesOf({ files }: Row): Readonly<Record<string, string | Uint8Array>> {
  if (typeof files === "string" || files instanceof Uint8Array) return { [CLAUDE]: files };
  return files;
}

/** What is said about the configuration, and nothing of what it starts. */
const OF_CONFIGS =
  /^\w+\[(?:byte-order-mark|other-encoding|empty-config|missing-comma|trailing-comma|extra-comma|wrong-quotes|comment-in-json|bad-escape|misplaced-bracket|unclosed|syntax|wrong-shape|duplicate-name|misnamed-servers|misnamed-field|wrong-value|ignored-switch|unreadable-config)\]/;

for (const row of ROWS)
  test(`${row.what}: told at its place`, async () => {
    const home = new DoctorHome().hasNode().has("/srv/a.js").has("/srv/b.js");
    for (const [path, content] of Object.entries(filesOf(row))) home.has(path, content);
    const report = await home.examines();
    const told = report.findings.filter(({ severity }) => severity !== "note");
    const said = told.map(briefly).filter((line) => OF_CONFIGS.test(line));
    assert.deepEqual(said.slice(0, Math.max(1, row.says.length)), row.says);
    const [first] = told;
    if (row.over !== undefined) {
      const { lines, caret } = first?.excerpt ?? assert.fail("no lines are shown");
      assert.equal(lines.at(-1)?.text.slice(caret, caret + row.over.length), row.over);
    }
    const states = report.servers.map(({ entry, state }) => `${entry.id} ${state ?? "disabled"}`);
    if (row.servers !== undefined) assert.deepEqual(states, row.servers);
    const isWrong = said.some((line) => line.startsWith("error"));
    if (isWrong) assert.equal(report.exitCode, 1);
  });

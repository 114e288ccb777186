import assert from "node:assert/strict";
import { test } from "node:test";

import { npxFolderName } from "../../src/ecosystems/npm/npx-tree.ts";
import { briefly, DoctorHome } from "../support/doctor-home.ts";

interface Row {
  readonly what: string;
  readonly home: (home: DoctorHome) => DoctorHome;
  /** Of Linux where absent. */
  readonly platform?: "darwin" | "win32";
  readonly entry: object;
  /** Claude Desktop where absent. */
  readonly client?: string;
  /** Everything that is said but notes. */
  readonly says: readonly string[];
  readonly effect?: string;
  readonly remedy?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly exitCode: number;
}

const NODE = (home: DoctorHome): DoctorHome => home.hasNode();
const npx = { command: "npx", args: ["-y", "@scope/name@1.0.0"] };
const MAC = "claude-desktop of macOS";

const ROWS: readonly Row[] = [
  { what: "nothing is wrong", home: NODE, entry: npx, says: [], exitCode: 0 },
  {
    what: "a launcher that nobody has",
    home: NODE,
    entry: { command: "uvx", args: ["mcp-server-fetch==2025.4.7"] },
    says: [
      "error[missing-program] 4:18 uvx is not on the PATH that Claude Desktop is taken to have",
    ],
    effect: "no uvx was found on this machine",
    remedy: "install uvx",
    exitCode: 1,
  },
  {
    what: "a launcher off the client's PATH, where that is known",
    platform: "darwin",
    client: MAC,
    home: (home) => home.hasPrograms({ "~/.local/bin/uvx": "\u007fELF" }),
    entry: { command: "uvx", args: ["mcp-server-fetch==2025.4.7"] },
    says: ["error[missing-program] 4:18 uvx is not on the PATH of Claude Desktop"],
    effect: "it is /Users/ada/.local/bin/uvx",
    remedy: 'write "command": "/Users/ada/.local/bin/uvx"',
    exitCode: 1,
  },
  {
    what: "npx of Homebrew, whose Node is off the PATH as well",
    platform: "darwin",
    client: MAC,
    home: (home) => home.hasNode("/opt/homebrew"),
    entry: npx,
    says: ["error[missing-program] 4:18 npx is not on the PATH of Claude Desktop"],
    effect: "it is /opt/homebrew/bin/npx",
    remedy:
      'write "command": "/opt/homebrew/bin/npx" and "env": { "PATH": "/opt/homebrew/bin:/usr/bin:/bin" }',
    exitCode: 1,
  },
  {
    what: "npx by its whole path, and no node for it",
    home: (home) => home.hasNode("/opt/node"),
    entry: { ...npx, command: "/opt/node/bin/npx" },
    says: [
      "error[missing-program] 4:18 node, which /opt/node/bin/npx needs, is not on the PATH that Claude Desktop is taken to have",
    ],
    effect: "no node was found on this machine",
    exitCode: 1,
  },
  {
    what: "a PATH of the entry's own without the launcher",
    home: NODE,
    entry: { ...npx, env: { PATH: "/opt/bin" } },
    says: ["error[missing-program] 4:18 npx is not on the PATH of Claude Desktop"],
    effect: "it is /usr/bin/npx",
    exitCode: 1,
  },
  {
    what: "a program without permission to be executed",
    home: (home) => home.hasNode().has("/opt/srv/server", "\u007fELF", 0o644),
    entry: { command: "/opt/srv/server" },
    says: ["error[not-executable] 4:18 /opt/srv/server may not be executed"],
    remedy: "chmod +x /opt/srv/server",
    exitCode: 1,
  },
  {
    what: "a script with the line ends of Windows",
    home: (home) => home.hasNode().hasPrograms({ "/srv/start": "#!/usr/bin/env node\r\nx()\r\n" }),
    entry: { command: "/srv/start" },
    says: [
      "error[missing-program] 4:18 /srv/start was saved with the line ends of Windows: its first line asks for a program whose name ends in one",
    ],
    exitCode: 1,
  },
  {
    what: "another Node under the client than in the shell",
    platform: "darwin",
    client: MAC,
    home: (home) =>
      home
        .hasNode("~/.nvm/versions/node/v18.20.4", "18.20.4")
        .hasNode("~/.nvm/versions/node/v24.21.0", "24.21.0"),
    env: { PATH: "/Users/ada/.nvm/versions/node/v24.21.0/bin:/usr/bin:/bin" },
    entry: npx,
    says: [
      "warning[other-node-version] 4:18 Node is 18.20.4 under Claude Desktop and 24.21.0 in the shell",
    ],
    exitCode: 0,
  },
  {
    what: "a command of uv for uvx, which takes it for a package",
    home: (home) => home.hasPrograms({ "/usr/bin/uvx": "\u007fELF" }),
    entry: { command: "uvx", args: ["--directory", "/srv/app", "run", "server.py"] },
    says: ["error[misread-command] 8:9 uvx has no command run: it runs the package of that name"],
    exitCode: 1,
  },
  {
    what: "a whole command line as the command",
    home: (home) => home.hasPrograms({ "/usr/bin/uv": "\u007fELF" }),
    entry: { command: "uv run python --token=hunter2", args: ["/srv/a.py"] },
    says: [
      'error[missing-program] 4:18 "command" holds a whole command line, and Claude Desktop looks for a program of that name',
    ],
    remedy: 'write "command": "uv" and the other words as "args", each on its own',
    exitCode: 1,
  },
  {
    what: "a program by its name behind a wrapper",
    home: (home) => home.hasPrograms({ "/usr/bin/op": "\u007fELF", "/usr/bin/gull": "\u007fELF" }),
    entry: { command: "op", args: ["run", "--", "gull"] },
    says: [],
    exitCode: 0,
  },
  {
    what: "an image that was built here",
    home: (home) => {
      home.engine = { isRunning: true, hasImage: true };
      return home.hasPrograms({ "/usr/bin/podman": "\u007fELF" });
    },
    entry: { command: "podman", args: ["run", "-i", "--rm", "localhost/gull:1.2"] },
    says: [],
    exitCode: 0,
  },
  {
    what: "a package that asks for a newer Node",
    home: (home) =>
      home
        .hasNode("/usr", "18.20.4")
        .has(
          `~/.npm/_npx/${npxFolderName(["@scope/name@1.0.0"])}/node_modules/@scope/name/package.json`,
          '{"name":"@scope/name","engines":{"node":">=20"}}',
        ),
    entry: npx,
    says: ["error[unmet-requirement] 4:18 Node is 18.20.4, and engines of @scope/name wants >=20"],
    exitCode: 1,
  },
  {
    what: "a script of a project that asks for a newer Node",
    home: (home) =>
      home
        .hasNode("/usr", "18.20.4")
        .has("/srv/app/dist/index.js")
        .has("/srv/app/package.json", '{"name":"app","engines":{"node":"^22.12.0 || >=24"}}'),
    entry: { command: "node", args: ["/srv/app/dist/index.js"] },
    says: [
      "error[unmet-requirement] 4:18 Node is 18.20.4, and engines of app wants ^22.12.0 || >=24",
    ],
    exitCode: 1,
  },
  {
    what: "a script of a project that asks for a newer Python",
    home: (home) =>
      home
        .hasPrograms({ "/usr/bin/python3.9": "\u007fELF" })
        .has("/srv/app/server.py")
        .has("/srv/app/pyproject.toml", '[project]\nname = "app"\nrequires-python = ">=3.10,<4"\n'),
    entry: { command: "python3.9", args: ["/srv/app/server.py"] },
    says: [
      "error[unmet-requirement] 4:18 Python is 3.9, and requires-python of /srv/app/pyproject.toml wants >=3.10,<4",
    ],
    exitCode: 1,
  },
  {
    what: "an installed module that asks for a newer Python",
    home: (home) =>
      home
        .hasPrograms({ "/srv/venv/bin/python": "\u007fELF" })
        .has("/srv/venv/pyvenv.cfg", "home = /usr/bin\nversion = 3.9.2\n")
        .has(
          "/srv/venv/lib/python3.9/site-packages/mcp_server_git-1.0.0.dist-info/METADATA",
          "Metadata-Version: 2.1\nName: mcp-server-git\nVersion: 1.0.0\nRequires-Python: >=3.10\n\n",
        ),
    entry: { command: "/srv/venv/bin/python", args: ["-m", "mcp_server_git"] },
    says: [
      "error[unmet-requirement] 4:18 Python is 3.9.2, and requires-python of mcp-server-git wants >=3.10",
    ],
    exitCode: 1,
  },
  {
    what: "a script that is not there",
    home: NODE,
    entry: { command: "node", args: ["/srv/app/dist/index.js"] },
    says: ["error[missing-path] 6:9 the script /srv/app/dist/index.js is not there"],
    remedy: "build the project, or write the path where it is",
    exitCode: 1,
  },
  {
    what: "a program by a path that is not there",
    home: NODE,
    entry: { command: "/opt/gone/server" },
    says: ["error[missing-path] 4:18 the program /opt/gone/server is not there"],
    exitCode: 1,
  },
  {
    what: "a working directory that is not there",
    client: "cursor",
    home: (home) => home.hasNode().has("/srv/a.js"),
    entry: { command: "node", args: ["/srv/a.js"], cwd: "/srv/gone" },
    says: ["error[missing-path] 8:14 the working directory /srv/gone is not there"],
    exitCode: 1,
  },
  {
    what: "a working directory that is a file",
    client: "cursor",
    home: (home) => home.hasNode().has("/srv/a.js"),
    entry: { command: "node", args: ["/srv/a.js"], cwd: "/srv/a.js" },
    says: ["error[missing-path] 8:14 the working directory /srv/a.js is not a folder"],
    exitCode: 1,
  },
  {
    what: "a working directory of a client that has none",
    home: (home) => home.hasNode().has("/srv/a.js"),
    entry: { command: "node", args: ["/srv/a.js"], cwd: "/srv/gone", envFile: "/srv/.env" },
    says: [],
    exitCode: 0,
  },
  {
    what: "a file of variables that is not there",
    client: "cursor",
    home: (home) => home.hasNode().has("/srv/a.js"),
    entry: { command: "node", args: ["/srv/a.js"], envFile: "/srv/.env" },
    says: ["error[missing-path] 8:18 the file of variables /srv/.env is not there"],
    exitCode: 1,
  },
  {
    what: "a file of variables among the arguments that is not there",
    home: (home) => home.hasPrograms({ "/usr/bin/docker": "\u007fELF" }),
    entry: { command: "docker", args: ["run", "-i", "--env-file", "/srv/.env", "mcp/git"] },
    says: ["error[missing-path] 9:9 the file of variables /srv/.env is not there"],
    exitCode: 1,
  },
  {
    what: "a path with ~",
    home: NODE,
    entry: { command: "node", args: ["~/app/index.js"] },
    says: [
      "error[unreplaced-tilde] 6:9 the script ~/app/index.js starts with ~, which nobody replaces",
    ],
    exitCode: 1,
  },
  {
    what: "a relative path without a working directory",
    home: NODE,
    entry: { command: "node", args: ["dist/index.js"] },
    says: [
      "warning[relative-path] 6:9 where the script dist/index.js is depends on the folder that Claude Desktop was started in",
    ],
    exitCode: 3,
  },
  {
    what: "a variable that is not set, for a client of the terminal",
    client: "claude-code",
    home: NODE,
    entry: { ...npx, env: { TOKEN: "${GITHUB_TOKEN}" } },
    says: ["error[unset-variable] 10:18 GITHUB_TOKEN is not set"],
    exitCode: 1,
  },
  {
    what: "a variable that is set",
    client: "claude-code",
    home: NODE,
    env: { GITHUB_TOKEN: "x" },
    entry: { ...npx, env: { TOKEN: "${GITHUB_TOKEN}" } },
    says: [],
    exitCode: 0,
  },
  {
    what: "a variable with a default",
    client: "claude-code",
    home: NODE,
    entry: { ...npx, env: { REGION: "${REGION:-eu}" } },
    says: [],
    exitCode: 0,
  },
  {
    what: "a variable that is not set, for a client of the desktop",
    client: "cursor",
    home: NODE,
    entry: { ...npx, env: { TOKEN: "${env:GITHUB_TOKEN}" } },
    says: ["warning[unset-variable] 10:18 GITHUB_TOKEN is not set"],
    exitCode: 0,
  },
  {
    what: "another client's way of writing a variable",
    client: "cursor",
    home: NODE,
    entry: { ...npx, env: { TOKEN: "${GITHUB_TOKEN}" } },
    says: [
      "warning[unreplaced-variable] 10:18 Cursor does not replace ${GITHUB_TOKEN}: the server is given this text",
    ],
    remedy: "write ${env:GITHUB_TOKEN}",
    exitCode: 0,
  },
  {
    what: "a variable for a client that replaces none",
    home: NODE,
    entry: { command: "node", args: ["${APP_ROOT}/index.js"] },
    says: [
      "error[unreplaced-variable] 6:9 Claude Desktop does not replace ${APP_ROOT}: the server is given this text",
    ],
    remedy: "Claude Desktop replaces no variables: write the value",
    exitCode: 1,
  },
  {
    what: "a variable that a container is to take from its client",
    home: (home) => home.hasPrograms({ "/usr/bin/docker": "\u007fELF" }),
    entry: { command: "docker", args: ["run", "-i", "-e", "GITHUB_TOKEN", "mcp/github"] },
    says: ["warning[unset-variable] 9:9 GITHUB_TOKEN is not set"],
    exitCode: 0,
  },
  {
    what: "documentation's placeholder as a key",
    home: NODE,
    entry: { ...npx, env: { API_KEY: "YOUR_API_KEY" } },
    says: ['error[placeholder] 10:20 "YOUR_API_KEY" is a placeholder'],
    exitCode: 1,
  },
  {
    what: "documentation's path",
    home: NODE,
    entry: { command: "node", args: ["/path/to/server/index.js"] },
    says: [
      "error[missing-path] 6:9 the script /path/to/server/index.js is not there",
      'error[placeholder] 6:9 "/path/to/server/index.js" is a placeholder',
    ],
    exitCode: 1,
  },
  {
    what: "Docker does not run",
    home: (home) => {
      home.engine = { isRunning: false, hasImage: null };
      return home.hasPrograms({ "/usr/bin/docker": "\u007fELF" });
    },
    entry: { command: "docker", args: ["run", "-i", "--rm", "mcp/git"] },
    says: ["error[engine-not-running] 4:18 docker is not running"],
    exitCode: 1,
  },
  {
    what: "an image that was not pulled",
    home: (home) => {
      home.engine = { isRunning: true, hasImage: false };
      return home.hasPrograms({ "/usr/bin/docker": "\u007fELF" });
    },
    entry: { command: "docker", args: ["run", "-i", "--rm", "mcp/git:1.2"] },
    says: ["warning[image-not-pulled] 4:18 the image mcp/git:1.2 is not on this machine"],
    remedy: "docker pull mcp/git:1.2",
    exitCode: 0,
  },
  {
    what: "localhost inside of a container",
    home: (home) => {
      home.engine = { isRunning: true, hasImage: true };
      return home.hasPrograms({ "/usr/bin/docker": "\u007fELF" });
    },
    entry: {
      command: "docker",
      args: ["run", "-i", "-e", "DATABASE_URL=postgres://localhost:5432/app", "mcp/postgres"],
    },
    says: [
      "warning[localhost-in-container] 9:9 DATABASE_URL names localhost, which is the container itself in there",
    ],
    exitCode: 0,
  },
  {
    what: "localhost in a container that has the host's network",
    home: (home) => home.hasPrograms({ "/usr/bin/docker": "\u007fELF" }),
    entry: {
      command: "docker",
      args: ["run", "-i", "--network", "host", "mcp/postgres", "postgres://localhost:5432/app"],
    },
    says: [
      "warning[open-container] 8:9 --network host gives it every service that listens on this machine alone",
    ],
    exitCode: 0,
  },
  {
    what: "a remote server on a port that nobody listens on",
    client: "cursor",
    home: (home) => home,
    entry: { url: "http://localhost:3000/mcp" },
    says: ["error[nothing-listens] 4:14 nothing listens on localhost:3000"],
    exitCode: 1,
  },
  {
    what: "a bridge to a port that nobody listens on",
    home: NODE,
    entry: { command: "npx", args: ["-y", "mcp-remote@0.1.29", "http://127.0.0.1:8931/mcp"] },
    says: ["error[nothing-listens] 8:9 nothing listens on 127.0.0.1:8931"],
    exitCode: 1,
  },
  {
    what: "npx on Windows, without a shell",
    platform: "win32",
    home: (home) =>
      home.has("C:\\Program Files\\nodejs\\npx.cmd").has("C:\\Program Files\\nodejs\\node.exe"),
    env: { PATH: "C:\\Program Files\\nodejs;C:\\Windows\\System32" },
    client: "cursor",
    entry: npx,
    says: [
      "warning[windows-script] 4:18 npx is a script of Windows, and Cursor is not known to start one",
    ],
    remedy: 'write "command": "cmd" and "args": ["/c", "npx", …]',
    exitCode: 0,
  },
  {
    what: "npx on Windows through cmd",
    platform: "win32",
    home: (home) =>
      home.has("C:\\Program Files\\nodejs\\npx.cmd").has("C:\\Windows\\System32\\cmd.exe"),
    env: { PATH: "C:\\Program Files\\nodejs;C:\\Windows\\System32" },
    client: "cursor",
    entry: { command: "cmd", args: ["/c", "npx", "-y", "@scope/name@1.0.0"] },
    says: [],
    exitCode: 0,
  },
];

for (const row of ROWS)
  test(`${row.what}: told at its place`, async () => {
    const home = row.home(new DoctorHome(row.platform ?? "linux", row.env ?? {}));
    const { findings, exitCode } = await home
      .configures({ a: row.entry }, row.client ?? "claude-desktop")
      .examines();
    const told = findings.filter(({ severity }) => severity !== "note");
    assert.deepEqual(told.map(briefly), row.says);
    const [first] = told;
    if (row.effect !== undefined) assert.equal(first?.effect, row.effect);
    if (row.remedy !== undefined) assert.equal(first?.remedy, row.remedy);
    assert.equal(exitCode, row.exitCode);
  });

test("a project's entry is looked at from the project's folder", async () => {
  const entries = {
    here: { command: "node", args: ["a.js"] },
    gone: { command: "node", args: ["b.js"] },
  };
  const home = new DoctorHome()
    .hasNode()
    .has("~/shop/a.js")
    .has("~/shop/.mcp.json", JSON.stringify({ mcpServers: entries }));
  const { findings } = await home.examines({ projects: ["/home/ada/shop"] });
  assert.deepEqual(
    findings.map(({ ruleId, subject, message }) => `${ruleId} ${subject}: ${message}`),
    ["missing-path gone: the script b.js is not there"],
  );
});

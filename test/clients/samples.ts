import type { ClientDefinition, ConfigFormat, ConfigLocation } from "../../src/clients/define.ts";
import type { Platform } from "../../src/model/platform.ts";
import { machineOf } from "./world.ts";

/** A config that defines one server, `files`, started by `npx`, and the line of its definition. */
export interface Sample {
  readonly text: string;
  readonly line: number;
}

const ENTRY = { command: "npx", args: ["-y", "@modelcontextprotocol/server-filesystem@2026.8.31"] };

function json(value: unknown, name = '"files": {'): Sample {
  const text = JSON.stringify(value, null, 2);
  return { text, line: 1 + text.split("\n").findIndex((line) => line.includes(name)) };
}

function under(path: readonly string[], entry: unknown = ENTRY): Sample {
  return json(
    path.toReversed().reduce((inner, name) => ({ [name]: inner }), { files: entry } as object),
  );
}

const CODEX: Sample = {
  text: 'model = "large"\n\n[mcp_servers.files]\ncommand = "npx"\nargs = ["-y", "server"]\n',
  line: 3,
};

const OPENCODE = under(["mcp"], { type: "local", command: ["npx", "-y", "server"] });

const LIST: Sample = {
  text: "name: own\nmcpServers:\n  - name: files\n    command: npx\n    args: [-y, server]\n",
  line: 3,
};

/** By client, and by format where it has several. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  vscode: under(["servers"]),
  "vscode-insiders": under(["servers"]),
  "vscode-server": under(["servers"]),
  "copilot-eclipse": under(["servers"]),
  "visual-studio": under(["servers"]),
  zed: under(["context_servers"]),
  codex: CODEX,
  "codex json": under(["mcpServers"]),
  "xcode toml": CODEX,
  "warp toml": CODEX,
  kilo: OPENCODE,
  "kilo json": under(["mcpServers"]),
  opencode: OPENCODE,
  amp: under(["amp.mcpServers"]),
  crush: under(["mcp"], { type: "stdio", ...ENTRY }),
  nanobot: under(["tools", "mcpServers"]),
  continue: LIST,
  "continue json": under(["mcpServers"]),
  goose: {
    text: "extensions:\n  files:\n    type: stdio\n    cmd: npx\n    args: [-y, server]\n    enabled: true\n",
    line: 2,
  },
  "mistral-vibe": {
    text: '[[mcp_servers]]\nname = "files"\ntransport = "stdio"\ncommand = "npx"\n',
    line: 1,
  },
  "claude-code frontmatter": {
    text: "---\nname: reviewer\nmcpServers:\n  - files:\n      command: npx\n---\nYou review.\n",
    line: 4,
  },
};

/** By the end of a path: files whose shape is not that of their client. */
const BY_PATH: readonly (readonly [RegExp, Sample])[] = [
  [/Code[^/]*\/User\/settings\.json$/, under(["mcp", "servers"])],
  [/\.code-workspace$/, under(["settings", "mcp", "servers"])],
  [/devcontainer\.json$/, under(["customizations", "vscode", "mcp", "servers"])],
  [
    /\.continue\/config\.json$/,
    {
      text: JSON.stringify({
        experimental: { modelContextProtocolServers: [{ name: "files", transport: ENTRY }] },
      }),
      line: 1,
    },
  ],
  [
    /Claude Extensions\/.*manifest\.json$/,
    json({ name: "files", server: { type: "node", mcp_config: ENTRY } }, "mcp_config"),
  ],
];

export function sampleOf(client: ClientDefinition, location: ConfigLocation): Sample {
  const format: ConfigFormat = location.format ?? "json";
  const special = BY_PATH.find(([end]) => end.test(location.path));
  if (special !== undefined) return special[1];
  if (client.id === "vscode" && format === "json") return under(["mcpServers"]);
  return SAMPLES[`${client.id} ${format}`] ?? SAMPLES[client.id] ?? under(["mcpServers"]);
}

/** A file that a template stands for: its first alternative, with names in place of `*`. */
export function exampleFile(template: string, platform: Platform): string {
  const { home, cwd } = machineOf(platform);
  const config = `${home}/.config`;
  const support = {
    darwin: `${home}/Library/Application Support`,
    linux: config,
    win32: `${home}/AppData/Roaming`,
  }[platform];
  const path = template
    .replace(/^\{(project|up|upToGit|gitRoot)\}/, cwd)
    .replace("{config}", config)
    .replace("{support}", support)
    .replace("{appData}", `${home}/AppData/Roaming`)
    .replace("{localAppData}", `${home}/AppData/Local`)
    .replace("{programFiles}", "C:/Program Files")
    .replace("{programData}", "C:/ProgramData")
    .replace(/^\{[A-Z_]+\|([^}]*)\}/, "$1")
    .replace(/^\{OPENCODE_CONFIG\}$/, `${home}/own.json`)
    .replace(/^\{OPENCODE_CONFIG_DIR\}/, `${home}/own`)
    .replace(/^~/, home)
    .replace(/\{([^,{}]*),[^{}]*\}/g, "$1")
    .replace("**", "market/tool")
    .replaceAll("*", "sample");
  return platform === "win32" ? path.replaceAll("/", "\\") : path;
}

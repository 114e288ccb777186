/**
 * Writes docs/clients.md from the clients' definitions; with `--check` it only says whether the
 * file is current.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { ClientDefinition, Place } from "../src/clients/define.ts";
import { CLIENTS } from "../src/clients/index.ts";
import type { Platform } from "../src/model/platform.ts";

const FILE = new URL("../docs/clients.md", import.meta.url);

const PLATFORMS: Readonly<Record<Platform, string>> = {
  darwin: "macOS",
  linux: "Linux",
  win32: "Windows",
};

const INTRO = `# Clients

Written by \`scripts/generate-clients-doc.ts\` from \`src/clients\`; a test holds it current.

Where pinfold looks for the MCP servers of each client, and who says that the client keeps them
there; \`/\` stands for the platform's separator. \`<project>\` is a folder named with \`--project\`,
and the working directory or a folder above it. Where a variable is named, its value is looked at
beside the default, so that a variable set for pinfold alone hides nothing; only the XDG variables
decide.

\`shared\`: a file of others, which counts where this client has left traces on the machine, or where
no client has. \`older\`: gives way to a server of the same name in the other places. JSON is read as
strictly as the client reads it, \`jsonc\` with comments and trailing commas. Places of confidence
\`low\` are read only where nothing better is known of the client.
`;

export function clientsDoc(clients: readonly ClientDefinition[] = CLIENTS): string {
  return [INTRO, ...clients.map(section)].join("\n");
}

function section(client: ClientDefinition): string {
  const rows = client.locations.flatMap((location) => {
    const { scope, isShared, isLegacy, format = "json" } = location;
    const words = [scope, ...(isShared ? ["shared"] : []), ...(isLegacy ? ["older"] : [])];
    return placeRows(location, [words.join(", "), format]);
  });
  const gapRows = (client.gapPlaces ?? []).flatMap((place) => placeRows(place, [place.gap]));
  const parts = [`## ${client.name}\n\n\`--client ${client.id}\`\n`];
  if (rows.length > 0) parts.push(table(["on", "path", "scope", "format"], rows));
  if (client.gaps !== undefined) parts.push(`Not seen: ${client.gaps.join("; ")}.\n`);
  if (gapRows.length > 0)
    parts.push(`Named, not read:\n\n${table(["on", "path", "why"], gapRows)}`);
  return parts.join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = [...head, "source", "confidence"];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return `${[columns, columns.map(() => "---"), ...rows].map(line).join("\n")}\n`;
}

/** One row for each wording of the path. */
function placeRows(place: Place, cells: readonly string[]): readonly (readonly string[])[] {
  const all = Object.keys(PLATFORMS) as Platform[];
  const byPath = Map.groupBy(place.on ?? all, (platform) => pathOn(place.path, platform));
  return [...byPath].map(([path, platforms]) => {
    const on =
      platforms.length === all.length ? "all" : platforms.map((p) => PLATFORMS[p]).join(", ");
    return [on, path, ...cells, place.source, place.confidence];
  });
}

const XDG = "($XDG_CONFIG_HOME or ~/.config)";

function pathOn(template: string, platform: Platform): string {
  const support = { darwin: "~/Library/Application Support", linux: XDG, win32: "%APPDATA%" };
  const words: Readonly<Record<string, string>> = {
    "{project}": "<project>",
    "{up}": "<project and folders above>",
    "{upToGit}": "<project and folders up to the repository's>",
    "{gitRoot}": "<the repository's folder>",
    "{config}": XDG,
    "{support}": support[platform],
    "{appData}": "%APPDATA%",
    "{localAppData}": "%LOCALAPPDATA%",
    "{programFiles}": "%ProgramFiles%",
    "{programData}": "%ProgramData%",
  };
  const path = template
    .replace(/^\{[a-z]\w*\}/i, (word) => words[word] ?? `$${word.slice(1, -1)}`)
    .replace(/^\{([A-Z_]+)\|([^}]*)\}(?=\/)/, "($$$1 or $2)")
    .replace(/^\{([A-Z_]+)\|([^}]*)\}$/, "$$$1 or $2");
  return `\`${path}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = clientsDoc();
  const current = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  if (!process.argv.includes("--check")) writeFileSync(FILE, text);
  else if (text !== current) {
    process.stderr.write("docs/clients.md is not current: run scripts/generate-clients-doc.ts\n");
    process.exitCode = 1;
  }
}

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { CLIENTS } from "../../src/clients/index.ts";
import type { Platform } from "../../src/model/platform.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { exampleFile } from "./samples.ts";
import { find, machineOf } from "./world.ts";

interface Row {
  readonly id: string;
  readonly scope: string;
  readonly os: string;
  readonly path: string;
  readonly format: string;
  readonly confidence: string;
}

const DATA = new URL("../../../shared/data/clients.json", import.meta.url);

const PLATFORMS: Readonly<Record<string, readonly Platform[]>> = {
  all: ["darwin", "linux", "win32"],
  unix: ["darwin", "linux"],
  macos: ["darwin"],
  linux: ["linux"],
  windows: ["win32"],
  "windows-msix": ["win32"],
};

/** Places that hold no server definitions, or none that a file holds, each with its reason. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/extensions-installations\.json/, "the manifests on disk say the same"],
  [/Claude Extensions Settings/, "read beside the manifest"],
  [
    /claudefordesktop\.plist|SOFTWARE\\Policies|managed-settings\.json.*ClaudeCode|ClaudeCode.managed-settings|claude-code\/managed-settings/,
    "policy, not servers",
  ],
  [/^--mcp-config/, "a command line"],
  [/\$OPENCODE_CONFIG/, "variables, tested with the client"],
  [/\.vscode\/mcp\.json, /, "no longer supported by the client"],
  [/com\.openai\.codex\.plist|crushrc|\.vscode\/extensions/, "named as a gap"],
];

/** A path of the data as a template of ours, as far as it can be one. */
function templates(path: string): readonly string[] {
  return path
    .replaceAll("\\", "/")
    .split(/ and (?=<|\.)|, (?=~|<|\.)/)
    .map((part, index, all) =>
      part.startsWith(".") && index > 0 ? `${all[0]?.split("/")[0]}/${part}opencode.json` : part,
    )
    .map((part) =>
      part
        .replace(/^<[^>]*>/, "{project}")
        .replace(/^\*\.code-workspace/, "{project}/*.code-workspace")
        .replace("$CLAUDE_CONFIG_DIR|~/.claude.json", "~/.claude.json")
        .replace(/^\$[A-Z_]+\/\.claude\.json\|/, "")
        .replace(/^\$[A-Z_]+\|/, "")
        .replace("%APPDATA%", "{appData}")
        .replace("%LOCALAPPDATA%", "{localAppData}")
        .replace("%ProgramFiles%", "{programFiles}")
        .replace(/%ProgramData%|C:\/ProgramData/, "{programData}"),
    );
}

const skip = existsSync(DATA) ? false : "the recorded places are not here";

test("every recorded place is read by its client", { skip }, () => {
  const rows = JSON.parse(readFileSync(DATA, "utf8")) as readonly Row[];
  const missing: string[] = [];
  for (const row of rows) {
    if (row.confidence === "low" || LEFT_OUT.some(([path]) => path.test(row.path))) continue;
    const client = CLIENTS.find(({ id }) => id === row.id);
    for (const platform of PLATFORMS[row.os] ?? [])
      for (const template of templates(row.path)) {
        const file = exampleFile(template, platform);
        const disk = MemoryDisk.of({ [file]: "" });
        for (const trace of client?.traces ?? []) disk.folder(exampleFile(trace, platform));
        const { files } = find(disk, { only: row.id }, machineOf(platform));
        if (!files.includes(file)) missing.push(`${row.id} ${platform} ${row.path} (${file})`);
      }
  }
  assert.deepEqual(missing, []);
});

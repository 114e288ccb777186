import {
  type ConfigNode,
  memberOf,
  membersOf,
  nodeAt,
  type Position,
  stringOf,
} from "../../formats/node.ts";
import { type EntryFields, readEntry, STANDARD } from "./entry.ts";
import type { ConfigContext, ConfigReader } from "./reader.ts";
import { expandVariables, mapTexts, type Variables } from "./variables.ts";

const VARIABLES: Variables = {
  "${__dirname}": "folder",
  "${HOME}": "home",
  "${/}": "separator",
  "${pathSeparator}": "separator",
};

const SETTING = /\$\{user_config\.([^}]*)\}/g;

/**
 * An installed extension (`.mcpb`, `.dxt`): its manifest says what is started, the settings file of
 * its id beside the folder of extensions whether, and with which values. Without settings it is
 * switched off; with settings that cannot be read it counts as on.
 */
export const extensionServers: ConfigReader = (root, context) => {
  const id = (context.folder ?? "").split(/[\\/]/).at(-1) ?? "";
  const config = nodeAt(root, ["server", "mcp_config"]);
  const file = context.beside(`../../Claude Extensions Settings/${id}.json`);
  const settings = context.companion(file, "json");
  const isOn = settings === null ? context.exists(file) : isEnabled(settings);
  const entry =
    config === null
      ? { ...readEntry(root, STANDARD), problem: 'its manifest has no "server.mcp_config"' }
      : withValues(readEntry(forPlatform(config, context), STANDARD), root, settings, context);
  const name = stringOf(memberOf(root, "name")?.value ?? null) ?? id;
  const at: Position = memberOf(memberOf(root, "server")?.value ?? null, "mcp_config") ?? root;
  const { line, column } = at;
  return [{ name, at: { line, column }, entry: { ...entry, disabled: !isOn } }];
};

function isEnabled(settings: ConfigNode): boolean {
  const value = memberOf(settings, "isEnabled")?.value;
  return value?.type !== "boolean" || value.value;
}

/** `platform_overrides.<platform>` replaces `command`, `args` and `env`, each as a whole. */
function forPlatform(config: ConfigNode, { platform }: ConfigContext): ConfigNode {
  const overrides = membersOf(nodeAt(config, ["platform_overrides", platform]));
  if (config.type !== "object" || overrides.length === 0) return config;
  return { ...config, members: [...config.members, ...overrides] };
}

function withValues(
  entry: EntryFields,
  manifest: ConfigNode,
  settings: ConfigNode | null,
  context: ConfigContext,
): EntryFields {
  const valuesOf = (key: string): readonly string[] | null => {
    const declared = nodeAt(manifest, ["user_config", key]);
    const sensitive = memberOf(declared, "sensitive")?.value;
    // What is stored for a secret is encrypted.
    if (sensitive?.type === "boolean" && sensitive.value) return null;
    const value = nodeAt(settings, ["userConfig", key]) ?? memberOf(declared, "default")?.value;
    return value === undefined ? null : textsOf(value);
  };
  // An argument that is a setting of several values becomes several arguments.
  const args = entry.args.flatMap((arg) => {
    const [, key] = /^\$\{user_config\.([^}]*)\}$/.exec(arg) ?? [];
    return (key === undefined ? null : valuesOf(key)) ?? [arg];
  });
  const filled = mapTexts({ ...entry, args }, (text) =>
    text.replace(SETTING, (whole, key: string) => valuesOf(key)?.join(",") ?? whole),
  );
  return expandVariables(filled, VARIABLES, context);
}

function textsOf(node: ConfigNode): readonly string[] | null {
  if (node.type === "string") return [node.value];
  if (node.type === "number" || node.type === "boolean") return [String(node.value)];
  if (node.type !== "array") return null;
  const texts = node.items.map(textsOf);
  return texts.some((text) => text === null) ? null : texts.flatMap((text) => text ?? []);
}

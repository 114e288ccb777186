import { judgeNodeOptions } from "../../launchers/variables/node-options.ts";
import { npmOptionRow } from "../../launchers/variables/npm-options.ts";
import type { JudgedSetting } from "../../model/entry-evidence.ts";
import type { NpmLayer, NpmSettings } from "../../ports/npm-settings.ts";

export interface SettingsContext {
  /** Scopes (`@acme`) of the packages that this launch asks for or has pinned. */
  readonly scopes: ReadonlySet<string>;
  /** Every package is asked for by its exact version. */
  readonly isExact: boolean;
  /** The home folder is another than the user's: what it holds is not the user's configuration. */
  readonly isOtherHome: boolean;
  /** The text of a file of npm's configuration, to name a line of it; null where it is gone. */
  readonly read: (file: string) => string | null;
}

/**
 * The options of files that this launch would obey and that do something to what runs. Variables of
 * the entry are judged as variables. A project's file decides for whoever starts something in its
 * folder, so its word weighs more than that of the user's own.
 */
export function judgeSettings(
  { layers }: Pick<NpmSettings, "layers">,
  context: SettingsContext,
): readonly JudgedSetting[] {
  const decided = new Set<string>();
  const found: JudgedSetting[] = [];
  for (const [index, layer] of layers.entries()) {
    for (const [option, value] of Object.entries(layer.values)) {
      if (decided.has(option)) continue;
      decided.add(option);
      const setting =
        layer.file === null ? null : judgeOne(layers, index, { option, value, context });
      if (setting !== null) found.push(setting);
    }
  }
  return found;
}

interface Written {
  readonly option: string;
  readonly value: string;
  readonly context: SettingsContext;
}

function judgeOne(
  layers: readonly NpmLayer[],
  index: number,
  { option, value, context }: Written,
): JudgedSetting | null {
  const layer = layers[index];
  const row = npmOptionRow(option);
  if (layer?.file == null || row === null || row.outcome === "harmless") return null;
  const by = isUsersOwn(layers, layer, context) ? "user" : "project";
  const isHarmless = row.except?.isHarmless(value) === true || value === "";
  const isSystemShell = option === "script-shell" && isHarmless;
  // A project that chooses among the system's shells is named, but is no break-in.
  if (isHarmless && !(isSystemShell && by === "project" && value !== "")) return null;
  if (by === "user" && OWN_CHOICE.has(option)) return null;
  if (context.isExact && (option === "tag" || option === "before")) return null;
  if (row.outcome === "registry" && !isRedirect(layers, index, { option, value, context }))
    return null;
  const line = lineOf(context.read(layer.file), option);
  return {
    option,
    outcome: row.outcome,
    does: option === "node-options" ? nodeOptionsWords(value) : row.does,
    runs: runsOf(option, value),
    location: { file: layer.file, ...(line === null ? {} : { line }) },
    by,
    isSystemShell,
  };
}

/** What everybody sets for themselves; a registry, proxy or folder of the user's own is no news. */
const OWN_CHOICE = new Set([
  "git",
  "registry",
  "userconfig",
  "globalconfig",
  "cache",
  "prefix",
  "ca",
  "cafile",
  "proxy",
  "https-proxy",
  "http-proxy",
]);

/** The user's and the machine's files, unless the entry or a project says where those are. */
function isUsersOwn(
  layers: readonly NpmLayer[],
  { where }: NpmLayer,
  { isOtherHome }: SettingsContext,
): boolean {
  const isMoved = (...options: readonly string[]): boolean =>
    layers.some(
      (layer) =>
        (layer.where === "env" || layer.where === "project") &&
        options.some((option) => (layer.values[option] ?? "") !== ""),
    );
  if (where === "builtin") return true;
  if (where === "user") return !isOtherHome && !isMoved("userconfig");
  return where === "global" && !isMoved("globalconfig", "prefix");
}

/** Whether a registry differs from what would hold without this file, for packages of this launch. */
function isRedirect(
  layers: readonly NpmLayer[],
  index: number,
  { option, value, context }: Written,
): boolean {
  const scope = option.startsWith("@") ? option.slice(0, option.indexOf(":")) : null;
  if (scope !== null && !context.scopes.has(scope)) return false;
  const weaker = layers.slice(index + 1);
  const without = [option, "registry"]
    .map((name) => weaker.find((layer) => layer.values[name] !== undefined)?.values[name])
    .find((text) => text !== undefined);
  return withoutSlash(value) !== withoutSlash(without ?? "");
}

function withoutSlash(url: string): string {
  return url.trim().replace(/\/+$/, "");
}

function nodeOptionsWords(value: string): string {
  const { loading, unknown } = judgeNodeOptions(value);
  const what = [...new Set([...loading, ...unknown])].join(", ");
  return `has ${what}, for every Node that npx starts`;
}

function runsOf(option: string, value: string): readonly string[] {
  if (option === "node-options") return judgeNodeOptions(value).files;
  const names = ["script-shell", "package", "call", "git"];
  return names.includes(option) && !/:\/\/|[=@]\S{20,}/.test(value) ? value.split("\n") : [];
}

/** The last line that sets an option, as `ini` reads it: sections are something else. */
export function lineOf(text: string | null, option: string): number | null {
  if (text === null) return null;
  let line: number | null = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*\[[^\]]*\]\s*$/.test(raw)) break;
    const [, key] = /^\s*([^=;#][^=]*?)\s*(?:=|$)/.exec(raw) ?? [];
    const name = key?.replace(/\[\]$/, "").replace(/^(["'])(.*)\1$/, "$2");
    if (name === option) line = index + 1;
  }
  return line;
}

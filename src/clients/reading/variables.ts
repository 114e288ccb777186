import type { Platform } from "../../model/platform.ts";
import { type EntryFields, noVariables } from "./entry.ts";

/**
 * What a text in an entry stands for: the home folder, the folder that the file speaks for, or the
 * separator of paths. pinfold's own environment is not the client's: a variable that is not certain
 * stays as it is written.
 */
export type Variables = Readonly<Record<string, "home" | "folder" | "separator">>;

interface Values {
  readonly home: string;
  readonly folder: string | null;
  readonly platform: Platform;
}

/** The entry with the client's variables replaced. One pass: what a value brings in stays text. */
export function expandVariables(
  entry: EntryFields,
  variables: Variables,
  values: Values,
): EntryFields {
  const replacements = new Map<string, string>();
  for (const [text, kind] of Object.entries(variables)) {
    const value = valueOf(kind, text, values);
    if (value !== null) replacements.set(text, value);
  }
  if (replacements.size === 0) return entry;
  const names = new RegExp([...replacements.keys()].map(escaped).join("|"), "g");
  return mapTexts(entry, (text) => text.replace(names, (name) => replacements.get(name) ?? name));
}

/** The entry with every text that its client would expand changed. */
export function mapTexts(entry: EntryFields, change: (text: string) => string): EntryFields {
  const maybe = (text: string | null): string | null => (text === null ? null : change(text));
  const env = noVariables();
  for (const [name, value] of Object.entries(entry.env)) env[name] = change(value);
  return {
    ...entry,
    command: maybe(entry.command),
    args: entry.args.map(change),
    env,
    envFile: maybe(entry.envFile),
    cwd: maybe(entry.cwd),
    url: maybe(entry.url),
  };
}

function valueOf(
  kind: Variables[string],
  text: string,
  { home, folder, platform }: Values,
): string | null {
  if (kind === "folder") return folder;
  if (kind === "separator") return platform === "win32" ? "\\" : "/";
  // A session has HOME on Unix and USERPROFILE on Windows; the other one may not be set.
  if (text.includes("HOME") && platform === "win32") return null;
  if (text.includes("USERPROFILE") && platform !== "win32") return null;
  return home;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { messageOf, PinfoldError } from "../errors.ts";
import type { Command, OptionName, Options } from "./define.ts";

const ALL = {
  format: { type: "string", multiple: true },
  json: { type: "boolean" },
  lockfiles: { type: "string", multiple: true },
  client: { type: "string", multiple: true },
  config: { type: "string", multiple: true },
  "client-path": { type: "string", multiple: true },
  "capture-path": { type: "boolean" },
  project: { type: "string", multiple: true },
  online: { type: "boolean" },
  yes: { type: "boolean" },
  check: { type: "boolean" },
  "exit-code": { type: "boolean" },
  "allow-scripts": { type: "string", multiple: true },
  reason: { type: "string", multiple: true },
  until: { type: "string", multiple: true },
  only: { type: "string", multiple: true },
  source: { type: "boolean" },
} as const satisfies Record<OptionName, { type: "string" | "boolean"; multiple?: boolean }>;

/** Wrong use of the command line: exit code 2. */
export function usageError(
  message: string,
  hint = "pinfold --help lists commands and options",
): PinfoldError {
  return new PinfoldError("usage", message, hint);
}

/** Options with a value that may be given once. */
type SingleOption = "format" | "lockfiles" | "client" | "client-path" | "reason" | "until" | "only";

/** Reads a command's arguments. Unknown and contradicting options are wrong use. */
export function parseOptions(command: Command, args: readonly string[], cwd: string): Options {
  const { values, positionals } = parsed(args);
  for (const name of Object.keys(values)) {
    if (!command.options.some((known) => known === name))
      throw usageError(`pinfold ${command.name} has no option --${name}`);
  }
  for (const [name, given] of Object.entries(values)) {
    // An empty variable of a script is no choice of the working directory.
    if (Array.isArray(given) && given.includes("")) throw usageError(`--${name} is empty`);
  }
  const one = (name: SingleOption): string | null => {
    const given = values[name] ?? [];
    if (given.length > 1) throw usageError(`--${name} is given ${given.length} times`);
    return given[0] ?? null;
  };
  const path = (text: string | null): string | null => (text === null ? null : resolve(cwd, text));
  return {
    format: formatOf(one("format"), values.json === true),
    positionals,
    scope: {
      servers: positionals,
      lockfiles: path(one("lockfiles")),
      client: one("client"),
      configs: configsOf(values.config ?? [], cwd),
      clientPath: one("client-path"),
      projects: (values.project ?? []).map((text) => resolve(cwd, text)),
    },
    isOnline: values.online === true,
    isYes: values.yes === true,
    isCapture: values["capture-path"] === true,
    isCheck: values.check === true,
    isExitCode: values["exit-code"] === true,
    allowScripts: (values["allow-scripts"] ?? []).flatMap((text) => text.split(",")),
    reason: one("reason"),
    until: dayOf(one("until")),
    only: one("only"),
    isSource: values.source === true,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: ALL, allowPositionals: true, strict: true });
  } catch (thrown) {
    // Node's own message goes on about `--` after the first sentence.
    throw usageError(messageOf(thrown).split(". ")[0] ?? "");
  }
}

function formatOf(format: string | null, json: boolean): Options["format"] {
  if (format === null) return json ? "json" : "text";
  if (format !== "text" && format !== "json")
    throw usageError(`--format ${format} is not known`, "formats are text and json");
  if (json && format !== "json") throw usageError("--json contradicts --format text");
  return format;
}

function configsOf(texts: readonly string[], cwd: string): Map<string, string> {
  const configs = new Map(texts.map((text) => configOf(text, cwd)));
  if (configs.size < texts.length) throw usageError("--config names one client twice");
  return configs;
}

/** A day of the calendar, as it is written into records. */
function dayOf(text: string | null): string | null {
  if (text === null) return null;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw usageError(`--until ${text} is not a day`, "write it as 2027-01-31");
  return text;
}

function configOf(text: string, cwd: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals < 1 || equals === text.length - 1)
    throw usageError(`--config ${text} is not of the form CLIENT=FILE`);
  return [text.slice(0, equals), resolve(cwd, text.slice(equals + 1))];
}

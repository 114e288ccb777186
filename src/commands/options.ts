import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { messageOf, PinfoldError } from "../errors.ts";
import type { Command, Options } from "./define.ts";
import { OPTION_TABLE, type OptionName } from "./option-table.ts";

/** Wrong use of the command line: exit code 2. */
export function usageError(
  message: string,
  hint = "pinfold --help lists commands and options",
): PinfoldError {
  return new PinfoldError("usage", message, hint);
}

/** What was given: the values of each option, a switch as one empty text. */
type Given = ReadonlyMap<OptionName, readonly string[]>;

/** Reads a command's arguments. Unknown and contradicting options are wrong use. */
export function parseOptions(command: Command, args: readonly string[], cwd: string): Options {
  const end = command.takesRest === true ? args.indexOf("--") : -1;
  const own = end === -1 ? args : args.slice(0, end);
  const { given, positionals } = parsed(own);
  for (const [name, values] of given) {
    if (!command.options.includes(name))
      throw usageError(
        `pinfold ${command.name} has no option --${name}`,
        `pinfold ${command.name} --help lists its options`,
      );
    // An empty variable of a script is no choice of the working directory.
    if (OPTION_TABLE[name].type === "string" && values.includes(""))
      throw usageError(`--${name} is empty`);
  }
  const all = (name: OptionName): readonly string[] => given.get(name) ?? [];
  const one = (name: OptionName): string | null => {
    const values = all(name);
    if (values.length > 1) throw usageError(`--${name} is given ${values.length} times`);
    return values[0] ?? null;
  };
  const has = (name: OptionName): boolean => given.has(name);
  const path = (text: string | null): string | null => (text === null ? null : resolve(cwd, text));
  return {
    format: formatOf(command, one("format"), has("json")),
    positionals,
    scope: {
      servers: positionals,
      lockfiles: path(one("lockfiles")),
      client: one("client"),
      configs: configsOf(all("config"), cwd),
      clientPath: one("client-path"),
      projects: all("project").map((text) => resolve(cwd, text)),
    },
    isOnline: has("online"),
    isYes: has("yes"),
    isCapture: has("capture-path"),
    isCheck: has("check"),
    isExitCode: has("exit-code"),
    allowScripts: all("allow-scripts").flatMap((text) => text.split(",")),
    reason: one("reason"),
    until: dayOf(one("until")),
    only: one("only"),
    isSource: has("source"),
    rest: end === -1 ? [] : args.slice(end + 1),
    has,
    one,
    all,
  };
}

const NAMES = Object.keys(OPTION_TABLE).filter((name): name is OptionName => name in OPTION_TABLE);

const PARSED = Object.fromEntries(
  NAMES.map((name) => {
    const { type } = OPTION_TABLE[name];
    return [name, type === "string" ? { type, multiple: true } : { type }];
  }),
);

function parsed(args: readonly string[]): {
  readonly given: Given;
  readonly positionals: readonly string[];
} {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: PARSED,
      allowPositionals: true,
      strict: true,
    });
    const given = NAMES.flatMap((name): [OptionName, readonly string[]][] => {
      const value = values[name];
      if (value === undefined) return [];
      return [[name, Array.isArray(value) ? value.map(String) : [""]]];
    });
    return { given: new Map(given), positionals };
  } catch (thrown) {
    // Node's own message goes on about `--` after the first sentence.
    throw usageError(messageOf(thrown).split(". ")[0] ?? "");
  }
}

function formatOf(command: Command, format: string | null, json: boolean): Options["format"] {
  if (format === null) return json ? "json" : "text";
  const known = (["text", "json", "sarif"] as const).find((one) => one === format);
  const hasSarif = command.hasSarif === true;
  if (known === undefined || (known === "sarif" && !hasSarif))
    throw usageError(
      `--format ${format} is not known${known === undefined ? "" : ` to pinfold ${command.name}`}`,
      hasSarif ? "formats are text, json and sarif" : "formats are text and json",
    );
  if (json && known !== "json") throw usageError(`--json contradicts --format ${known}`);
  return known;
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

import type { Command } from "./define.ts";
import { COMMANDS } from "./index.ts";
import { OPTION_TABLE, type OptionName, type OptionRow } from "./option-table.ts";

type Row = readonly [left: string, right: string];

/** Options of most commands: the main help shows these alone. */
const COMMON: readonly OptionName[] = [
  "format",
  "json",
  "lockfiles",
  "client",
  "config",
  "client-path",
  "project",
  "yes",
];

const SERVER = "SERVER is a name, an id (client/name) or a subject (npm:@scope/name).";
const EXIT_CODES = `exit codes: 0 all verified or accepted · 1 violated · 2 wrong use · 3 unlocked, inconclusive
or nothing checked · 4 pinfold failed`;

/** The text of `pinfold --help`. */
export function helpText(): string {
  const commands = COMMANDS.filter(({ isHidden }) => isHidden !== true);
  return `pinfold: what the MCP servers on this machine will really execute, pinned and proved

usage: pinfold [COMMAND] [OPTION…]

${table(commands.map(({ usage, summary }) => [usage, summary]))}
${table([...COMMON.map((name) => optionRow(name)), ["--version", ""]])}
pinfold COMMAND --help shows all options of a command.
${SERVER}
${EXIT_CODES}
`;
}

/** The text of `pinfold COMMAND --help`. */
export function commandHelp(command: Command): string {
  const { usage, summary, options, help = {}, exitCodes, hasSarif } = command;
  return `pinfold ${usage}

${summary}

${table(options.map((name) => optionRow(name, help[name], hasSarif)))}
${usage.includes("SERVER") ? `${SERVER}\n` : ""}${exitCodes ?? EXIT_CODES}
`;
}

/** What follows the first word of a command that has two; null where no command begins with it. */
export function groupHint(word: string): string | null {
  const group = COMMANDS.filter(
    ({ name, isHidden }) => isHidden !== true && name.startsWith(`${word} `),
  );
  return group.length === 0 ? null : group.map(({ usage }) => `pinfold ${usage}`).join(" · ");
}

function optionRow(name: OptionName, help?: string, hasSarif = false): Row {
  const row: OptionRow = OPTION_TABLE[name];
  const sarif = hasSarif && name === "format" ? "|sarif" : "";
  const value = row.value === undefined ? "" : ` ${row.value}${sarif}`;
  const more = row.isRepeatable === true ? " (repeatable)" : "";
  return [`--${name}${value}`, `${help ?? row.help}${more}`];
}

function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd() + "\n").join("");
}

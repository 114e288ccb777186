import { COMMANDS } from "./index.ts";

const OPTIONS: readonly (readonly [string, string])[] = [
  ["--format text|json, --json", "how the answer is written"],
  ["--lockfiles DIR", "judge with exactly the pins in DIR, or lock into DIR"],
  ["--client ID", "only this client's servers"],
  ["--config CLIENT=FILE", "this file in place of what is found for that client"],
  ["--client-path PATH", "the PATH that clients have"],
  ["--capture-path", "accept LAUNCHER: ask the running client, or the login shell, for its PATH"],
  ["--project DIR", "also the project in DIR (repeatable)"],
  ["--yes", "answer the question of lock or update with yes where there is no terminal"],
  [
    "--online",
    "verify: ask registries what the next start runs; lock --check: fetch the archives again",
  ],
  ["--check", "lock: judge the lockfiles; update: only show what would move"],
  ["--only PACKAGE", "update: move this package and leave the others"],
  ["--source", "update: show the changed lines too"],
  ["--allow-scripts NAME", "lock, update: approve the install scripts of a package (repeatable)"],
  ["--exit-code", "status: answer with the exit code of verify"],
  ["--version, --help", ""],
];

/** The text of `pinfold --help`. */
export function helpText(): string {
  const commands = COMMANDS.map(({ usage, summary }) => [usage, summary] as const);
  return `pinfold: what the MCP servers on this machine will really execute, pinned and proved

usage: pinfold [COMMAND] [OPTION…]

${table(commands)}
${table(OPTIONS)}
SERVER is a name, an id (client/name) or a subject (npm:@scope/name).
exit codes: 0 all verified or accepted · 1 violated · 2 wrong use · 3 unlocked, inconclusive
or nothing checked · 4 pinfold failed
`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd() + "\n").join("");
}

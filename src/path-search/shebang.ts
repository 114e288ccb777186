import { splitWords } from "./split-words.ts";

/** The kernel reads no further. */
const MAX_LINE = 255;

/** What a script's first line starts. */
export interface Shebang {
  readonly line: string;
  readonly interpreter: string;
  /** Linux hands everything after the interpreter over as one argument. */
  readonly argument: string | null;
}

/** The first line of a script; null where a file does not start with `#!`. */
export function parseShebang(head: Uint8Array): Shebang | null {
  if (head[0] !== 0x23 || head[1] !== 0x21) return null;
  const text = Buffer.from(head.subarray(2, MAX_LINE)).toString("utf8");
  const [first = ""] = text.split("\n", 1);
  const line = first.replace(/^[ \t]+|[ \t]+$/g, "");
  const [, interpreter = "", argument = ""] = /^(\S*)[ \t]*(.*)$/s.exec(line) ?? [];
  return { line, interpreter, argument: argument === "" ? null : argument };
}

/** What `env` starts, given the one argument of a first line. */
export interface EnvCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** A PATH that env was told to search (`PATH=…`, BSD's `-P`); null for the one it has. */
  readonly path: string | null;
}

/** Reads the arguments of `env`; null where they are not understood. */
export function parseEnv(argument: string): EnvCommand | null {
  const split = /^(?:-[iv0]*S|--split-string(?:=|\s+))\s*(.*)$/s.exec(argument);
  // Without -S the whole argument is one word: `env "node --flag"` looks for that very name.
  let words = split === null ? [argument] : splitWords(split[1] ?? "");
  if (words === null) return null;
  let path: string | null = null;
  for (;;) {
    const [word, next] = words;
    if (word === undefined) return null;
    const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    let taken = 1;
    if (assigned !== null) {
      if (assigned[1] === "PATH") path = assigned[2] ?? "";
    } else if (["-i", "-", "--ignore-environment", "-v", "--debug", "--"].includes(word)) {
      if (word !== "--" && word !== "-v" && word !== "--debug") path ??= "";
    } else if (["-u", "--unset", "-C", "--chdir"].includes(word)) taken = 2;
    else if (word === "-P") {
      path = next ?? "";
      taken = 2;
    } else if (word.startsWith("-")) return null;
    else return { program: word, args: words.slice(1), path };
    words = words.slice(taken);
  }
}

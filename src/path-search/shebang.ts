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

/**
 * The interpreter of a console script whose own path a first line could not hold, since it is long or
 * has blanks (pipx on macOS): a shell script for one line, and Python from there on. Source: distlib,
 * `ScriptMaker._build_shebang`; pip and uv write the same.
 */
export function parseExecLine(text: string): string | null {
  const [, quoted, bare] =
    /^#!\/bin\/sh\r?\n'''exec' (?:"(\/[^"$`\\\n]+)"|(\/[^\s"'$`\\;&|<>()]+)) "\$0" "\$@"\r?\n' '''/.exec(
      text,
    ) ?? [];
  return quoted ?? bare ?? null;
}

/** What `env` starts, given the one argument of a first line. */
export interface EnvCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Variables that it is told to set, but for PATH. */
  readonly assigned: Readonly<Record<string, string>>;
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
  const given: [string, string][] = [];
  for (;;) {
    const [word, next] = words;
    if (word === undefined) return null;
    const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    let taken = 1;
    if (assigned !== null) {
      const [, name = "", value = ""] = assigned;
      if (name === "PATH") path = value;
      else given.push([name, value]);
    } else if (["-i", "-", "--ignore-environment", "-v", "--debug", "--"].includes(word)) {
      if (word !== "--" && word !== "-v" && word !== "--debug") path ??= "";
    } else if (["-u", "--unset", "-C", "--chdir"].includes(word)) taken = 2;
    else if (word === "-P") {
      path = next ?? "";
      taken = 2;
    } else if (word.startsWith("-")) return null;
    else return { program: word, args: words.slice(1), assigned: Object.fromEntries(given), path };
    words = words.slice(taken);
  }
}

import type { Launch } from "../model/launch.ts";
import { type Invocation, type Launcher, programName, type Resolve } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { takeAssignments } from "./env.ts";
import { scriptLaunch } from "./script.ts";
import { insideCwd, isOnlyVariable } from "./words/paths.ts";
import { parseShell } from "./words/shell-words.ts";
import { inside } from "./wrapper.ts";

/** `sh -c TEXT` where TEXT is one simple command, after `cd DIR &&` at most; `sh FILE`. */
export const shell: Launcher = {
  id: "shell",
  names: ["sh", "bash", "zsh", "dash", "ash", "ksh", "fish"],
  toLaunch(invocation, resolve) {
    const name = programName(invocation.command);
    const options = readOptions(invocation.args);
    if (options.unknown !== null) return unknownOption(name, options.unknown);
    const [first] = options.rest;
    if (first === undefined) return declined(name, `${name} is given nothing to run`);
    const reasons = [...startupFiles(name, options.letters)];
    if (!options.letters.has("c"))
      return scriptLaunch({ launcher: name, file: first, unjudged: reasons });
    const label = [invocation.command, ...options.given].join(" ");
    const commands = parseShell(first);
    const launch =
      commands === null ? null : runCommands(commands, label, invocation, resolve, reasons);
    return (
      launch ?? declined(name, `${name} -c is given more than one simple command`, "shell-string")
    );
  },
};

interface ShellOptions {
  readonly letters: ReadonlySet<string>;
  readonly given: readonly string[];
  readonly rest: readonly string[];
  readonly unknown: string | null;
}

// c takes the text; e, u, x, v, f, h, n… say how commands run, l and i which files run before.
const LETTERS = /^-[celiuxv]+$/;
const LONG: ReadonlyMap<string, string> = new Map([
  ["--login", "l"],
  ["--norc", ""],
  ["--noprofile", ""],
  ["--posix", ""],
  ["--no-rcs", "f"],
]);

function readOptions(args: readonly string[]): ShellOptions {
  const letters = new Set<string>();
  let index = 0;
  const done = (unknown: string | null): ShellOptions => ({
    letters,
    given: args.slice(0, index),
    rest: args.slice(index),
    unknown: unknown?.replace(/=[^]*$/, "").slice(0, 60) ?? null,
  });
  for (; index < args.length; index += 1) {
    const word = args[index] ?? "";
    if (!word.startsWith("-")) return done(null);
    if (word === "-o" && args[index + 1] === "pipefail") {
      index += 1;
      continue;
    }
    const long = LONG.get(word);
    if (long === undefined && !LETTERS.test(word)) return done(word);
    for (const letter of long ?? word.slice(1)) letters.add(letter);
  }
  return done(null);
}

/** Files that a shell runs before its text: they can set PATH, and functions named `npx`. */
function* startupFiles(name: string, letters: ReadonlySet<string>): Generator<string> {
  if (letters.has("l")) yield "the login shell's profile";
  if (letters.has("i")) yield "the interactive shell's startup file";
  if (name === "fish" || (name === "zsh" && !letters.has("f")))
    yield `the startup files of ${name}`;
}

// Words that run something which is not the program that stands there.
const BUILTINS =
  /^(?:source|\.|eval|if|for|while|until|case|function|select|time|coproc|command|builtin|trap|exit|set|unset|alias|ulimit|umask|wait|read|shift|return|export|local|declare|echo|printf|test|true|false|:|nvm|pushd|popd)$/;

function runCommands(
  commands: readonly (readonly string[])[],
  label: string,
  invocation: Invocation,
  resolve: Resolve,
  reasons: readonly string[],
): Launch | null {
  const labels = [label];
  let { cwd } = invocation;
  for (const [command, dir, more] of commands.slice(0, -1)) {
    if (command !== "cd" || dir === undefined || more !== undefined || dir.startsWith("-"))
      return null;
    cwd = insideCwd(cwd, dir);
    labels.push("cd");
  }
  const last = takeAssignments(commands.at(-1) ?? []);
  const isExec = last.command[0] === "exec";
  if (isExec) labels.push("exec");
  const words = isExec ? last.command.slice(1) : last.command;
  const [program] = words;
  if (program === undefined || program.startsWith("-")) return null;
  if (BUILTINS.test(program) || program === "cd" || isOnlyVariable(program)) return null;
  const all = [...reasons, ...last.names.map((name) => `env ${name}`)];
  const [outer = label, ...inner] = labels;
  const launch = inside(outer, words, { ...invocation, cwd }, resolve, all);
  const [first = outer, ...others] = launch.wrappers;
  return { ...launch, wrappers: [first, ...inner, ...others] };
}

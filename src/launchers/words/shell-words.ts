/**
 * The words of `sh -c TEXT` where TEXT is simple commands joined by `&&`; null for everything else
 * that a shell can do. Quotes and backslashes are taken away as POSIX has it (XCU 2.2); `$NAME` and
 * `${NAME}` stay as they are, since their values are not known here.
 */
export function parseShell(text: string): readonly (readonly string[])[] | null {
  const commands: string[][] = [];
  let words: string[] = [];
  /** The word being read; null between words, so that `''` is a word and a blank is not. */
  const reading: { word: string | null } = { word: null };
  let index = 0;

  const endWord = (): void => {
    if (reading.word !== null) words.push(reading.word);
    reading.word = null;
  };
  const endCommand = (): boolean => {
    endWord();
    if (words.length === 0) return false;
    commands.push(words);
    words = [];
    return true;
  };
  const add = (more: string): void => {
    reading.word = (reading.word ?? "") + more;
  };

  const source = text.trim();
  while (index < source.length) {
    const rest = source.slice(index, index + LONGEST_TOKEN);
    const character = rest[0] ?? "";
    const quietError = reading.word === null ? QUIET_ERROR.exec(rest) : null;
    const variable = character === "$" ? VARIABLE.exec(rest) : null;
    if (quietError !== null) index += quietError[0].length;
    else if (variable !== null) {
      add(variable[0]);
      index += variable[0].length;
    } else if (character === " " || character === "\t") {
      endWord();
      index += 1;
    } else if (rest.startsWith("&&")) {
      if (!endCommand()) return null;
      index += 2;
    } else if (character === "'") {
      const end = source.indexOf("'", index + 1);
      if (end < 0) return null;
      add(source.slice(index + 1, end));
      index = end + 1;
    } else if (character === '"') {
      const quoted = readDoubleQuoted(source, index + 1);
      if (quoted === null) return null;
      add(quoted.text);
      index = quoted.end;
    } else if (character === "\\") {
      if (index + 1 >= source.length) return null;
      add(source[index + 1] ?? "");
      index += 2;
    } else if (SPECIAL.test(character) || (character === "#" && reading.word === null)) return null;
    else {
      add(character);
      index += 1;
    }
  }
  return endCommand() ? commands : null;
}

const LONGEST_TOKEN = 200;
// A name only: `$(…)`, `$1`, `$@`, `$'…'` and nested expansions are a shell's program.
const VARIABLE = /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_][\w:.-]*\})/;
// What a server prints to standard error changes nothing that runs.
const QUIET_ERROR = /^2>(?:&1|>?\s*\/dev\/null)(?=\s|$)/;
// Pipes, lists, subshells, redirections, globs, braces, substitutions, other lines.
const SPECIAL = /[|&;<>()`$*?[\]{}!\n\r]/;

function readDoubleQuoted(source: string, start: number): { text: string; end: number } | null {
  let text = "";
  let index = start;
  while (index < source.length) {
    const character = source[index] ?? "";
    if (character === '"') return { text, end: index + 1 };
    if (character === "`") return null;
    if (character === "$") {
      const [variable] = VARIABLE.exec(source.slice(index, index + LONGEST_TOKEN)) ?? [];
      if (variable === undefined) return null;
      text += variable;
      index += variable.length;
    } else if (character === "\\" && /["\\$`\n]/.test(source[index + 1] ?? "")) {
      text += source[index + 1] ?? "";
      index += 2;
    } else {
      text += character;
      index += 1;
    }
  }
  return null;
}

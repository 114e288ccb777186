/**
 * The words that `cmd /c` was given, as simple commands joined by `&&`; null where cmd.exe would do
 * more. A client passes them as separate arguments or as one text. An argument with a blank is
 * quoted by whoever starts cmd.exe, so that its special characters are plain there.
 */
export function parseCmd(args: readonly string[]): readonly (readonly string[])[] | null {
  const [only] = args;
  const words = args.length === 1 && only !== undefined && /\s/.test(only) ? split(only) : args;
  if (words === null) return null;
  const commands: string[][] = [];
  let command: string[] = [];
  for (const word of words) {
    if (word === "&&") {
      if (command.length === 0) return null;
      commands.push(command);
      command = [];
    } else if (words === args && SPECIAL.test(word) && !/^[^"]*\s[^"]*$/.test(word)) return null;
    else command.push(word);
  }
  return command.length === 0 ? null : [...commands, command];
}

const SPECIAL = /[&|<>^\n\r]/;

function split(text: string): readonly string[] | null {
  const words: string[] = [];
  for (const [part] of text.matchAll(/(?:"[^"]*"|\S)+/g)) {
    const outside = part.replace(/"[^"]*"/g, "");
    if (part !== "&&" && SPECIAL.test(outside)) return null;
    words.push(part.replaceAll('"', ""));
  }
  return words;
}

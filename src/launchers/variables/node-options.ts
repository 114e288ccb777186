import { NODE_FLAGS } from "../node-flags.ts";

export interface OptionsEffect {
  /** Names of the options that load code or let somebody in, without their values. */
  readonly loading: readonly string[];
  /** Names of options that are in no table. */
  readonly unknown: readonly string[];
  /** Absolute paths that the loading options name. */
  readonly files: readonly string[];
}

const LOADING = new Set([
  "-r",
  "--require",
  "--import",
  "--loader",
  "--experimental-loader",
  "--env-file",
  "--env-file-if-exists",
  "--openssl-config",
  "--snapshot-blob",
  "--experimental-config-file",
  "--experimental-default-config-file",
  "--experimental-package-map",
  "--inspect",
  "--inspect-brk",
  "--inspect-wait",
  "--inspect-port",
  "--debug-port",
  "-C",
  "--conditions",
]);

/** Judges a text of Node's options: `NODE_OPTIONS`, npm's `node-options`. */
export function judgeNodeOptions(text: string): OptionsEffect {
  const loading: string[] = [];
  const unknown: string[] = [];
  const files: string[] = [];
  const words = wordsOf(text);
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const equals = word.indexOf("=");
    const written = equals < 0 ? word : word.slice(0, equals);
    // Node reads `--max_old_space_size` and `--max-old-space-size` as one.
    const name = written.startsWith("--") ? written.replaceAll("_", "-") : written;
    const flag = NODE_FLAGS.get(name) ?? NODE_FLAGS.get(written);
    const isPlain = flag?.isJudged === true;
    const isFollowed = words[index + 1]?.startsWith("-") === false;
    const takesNext = flag?.kind === "value" && equals < 0 && isFollowed;
    const value = equals >= 0 ? word.slice(equals + 1) : takesNext ? (words[index + 1] ?? "") : "";
    if (takesNext) index += 1;
    if (LOADING.has(name)) {
      loading.push(name);
      const file = value.replace(/^file:\/\//, "");
      if (/^\/[\w./@~+ -]+$/.test(file)) files.push(file);
    } else if (!isPlain) unknown.push(written.startsWith("-") ? name : "a word that is no option");
  }
  return { loading, unknown, files };
}

/** Words as Node splits them: at blanks; double quotes and backslashes inside them protect. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  let isQuoted = false;
  let isStarted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "\\" && isQuoted) {
      index += 1;
      word += text[index] ?? "";
    } else if (character === '"') {
      isQuoted = !isQuoted;
      isStarted = true;
    } else if (/\s/.test(character) && !isQuoted) {
      if (isStarted) words.push(word);
      word = "";
      isStarted = false;
    } else {
      word += character;
      isStarted = true;
    }
  }
  if (isStarted) words.push(word);
  return words;
}

/**
 * How a client writes a variable that it replaces in an entry: of its environment, or of what it asks
 * its user for.
 */
export type Syntax =
  | "${NAME}"
  | "$NAME"
  | "${env:NAME}"
  | "{env:NAME}"
  | "${input:ID}"
  | "${{ secrets.NAME }}"
  | "${file:PATH}";

/** A text of an entry that some client would replace. */
export interface WrittenVariable {
  /** As it stands there. What counts where nothing is set can be a secret: not to be shown. */
  readonly raw: string;
  /** To be shown. */
  readonly written: string;
  readonly syntax: Syntax;
  readonly name: string;
  /** What counts where nothing is set; null where it says nothing of that. */
  readonly fallback: string | null;
}

// `$NAME` in capitals alone: `$1` and `$(…)` belong to shells, `$x` to whatever reads the text.
const PATTERNS: readonly (readonly [Syntax, RegExp])[] = [
  ["${{ secrets.NAME }}", /\$\{\{\s{0,4}secrets\.([\w-]{1,100})\s{0,4}\}\}/g],
  ["${input:ID}", /\$\{input:([\w.-]{1,100})\}/g],
  ["${env:NAME}", /\$\{env:(\w{1,100})\}/g],
  ["${file:PATH}", /\$\{file:([^{}]{1,200})\}/g],
  ["{env:NAME}", /(?<!\$)\{env:(\w{1,100})\}/g],
  ["${NAME}", /\$\{([A-Za-z_]\w{0,99})(?::-[^{}]{0,200})?\}/g],
  ["$NAME", /\$([A-Z][A-Z0-9_]{1,99})\b/g],
];

/** Words in braces that clients replace by what they know themselves, and not by a variable. */
const OWN_WORDS =
  /^(?:__dirname|HOME|pathSeparator|workspaceFolder|userHome|workspaceRoot|extensionPath|pluginRoot|CLAUDE_PLUGIN_ROOT|CLAUDE_PROJECT_DIR|file|cwd)$/;

/** Every variable that a text writes, in any client's way. */
export function variablesIn(text: string): readonly WrittenVariable[] {
  const found: WrittenVariable[] = [];
  for (const [syntax, pattern] of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      const [raw, name = ""] = match;
      if (syntax === "${NAME}" && OWN_WORDS.test(name)) continue;
      const [, fallback = null] = /:-([^{}]*)\}$/.exec(raw) ?? [];
      const written = fallback === null ? raw : raw.replace(/:-.*$/s, ":-…}");
      found.push({ raw, written, syntax, name, fallback });
    }
  return found;
}

/** What a word of a command line says as a path, on any platform; nothing is looked up. */

// A brace or dollar ends the search: an attacker's `${${${…` is not read to its end for each of them.
const VARIABLE = /\$\{[^{}$]{0,200}\}|\$[A-Za-z_]|%[A-Za-z_]\w{0,200}%|\{\{[^{}]{0,200}\}\}/;
const ONLY_VARIABLE = /^(?:\$\{[^/\\]{0,400}\}|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\{\{[^{}]*\}\})$/;

/** Whether a client or a shell would still replace a part of the word. */
export function hasVariable(word: string): boolean {
  return VARIABLE.test(word);
}

export function isOnlyVariable(word: string): boolean {
  return ONLY_VARIABLE.test(word);
}

// The folder of a desktop extension, plugin or extension: its bytes came with the bundle.
const BUNDLE = /^\$\{(?:__dirname|extensionPath|CLAUDE_PLUGIN_ROOT|pluginRoot|extensionDir)\}/;

export function isBundlePath(word: string): boolean {
  return BUNDLE.test(word);
}

const ABSOLUTE = /^(?:[/~\\]|[A-Za-z]:[\\/]|\$|%)/;

/** `dir` as seen from `cwd`, without resolving links or dots. */
export function insideCwd(cwd: string | null, dir: string): string {
  if (cwd === null || ABSOLUTE.test(dir)) return dir;
  return `${cwd.replace(/[\\/]$/, "")}/${dir.replace(/^\.\//, "")}`;
}

/** A word that can only be a path: it has a separator or starts like one. */
export function isPath(word: string): boolean {
  return word === "." || word === ".." || /^~|[\\/]/.test(word);
}

const SCRIPT = /\.(?:[cm]?[jt]sx?|py|sh|bash|zsh|rb|php|pl|lua|r|ps1|bat|cmd)$/i;

export function isScriptFile(word: string): boolean {
  return SCRIPT.test(word);
}

// The last `node_modules` counts: a package inside another one's tree is the inner one.
const INSTALLED =
  /^(?:.*[\\/])?node_modules[\\/]((?:@[a-z0-9~][\w.~-]*[\\/])?[a-z0-9~][\w.~-]*)[\\/]([^]*)$/i;

export interface InstalledFile {
  /** The npm package, `@scope/name`. */
  readonly name: string;
  /** The file within it, with `/`. */
  readonly file: string;
}

/** `…/node_modules/NAME/FILE`; null for every other path, `.bin` included. */
export function installedFile(path: string): InstalledFile | null {
  const [, name, file] = INSTALLED.exec(path) ?? [];
  if (name === undefined || file === undefined) return null;
  return { name: name.replace("\\", "/"), file: file.replaceAll("\\", "/") };
}

import type { ConfigFormat } from "../../formats/read.ts";

/** A line of a file as it may be shown, and where its characters went. */
export interface MaskedLine {
  readonly text: string;
  /** The column of the shown text for one of the file, both from 0. */
  readonly columnOf: (column: number) => number;
}

/** A value that is told beside the line anyhow. */
export interface Told {
  readonly column: number;
  readonly words: string;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly shown: string;
}

const TOKEN =
  /\s+|\/\/.*|\/\*.*|[{}[\],:=]|"(?:[^"\\]|\\.)*"?|'[^']*'?|\u201c[^\u201d]*\u201d?|\u2018[^\u2019]*\u2019?|[^\s{}[\],:="'\u201c\u2018]+/gy;

/** What is before the value in a line of TOML or YAML. */
const NAME_BEFORE: Partial<Record<ConfigFormat, RegExp>> = {
  toml: /^\s*(?:\[{1,2}[^\]]*\]{0,2}|[\w.-]{1,60}\s*(?==))/,
  yaml: /^\s*(?:-\s+)?[\w.-]{1,60}(?=:(?:\s|$))/,
  frontmatter: /^\s*(?:-\s+)?[\w.-]{1,60}(?=:(?:\s|$))/,
};

/**
 * A line with every value left out that is not certain to be no secret: names, options, launchers,
 * packages of a scope, numbers and punctuation stay. A broken line has no structure to rely on, so
 * that what is not known to be plain is hidden wherever it stands.
 */
export function maskedLine(
  line: string,
  format: ConfigFormat,
  told: Told | null = null,
): MaskedLine {
  const pieces: Piece[] = [];
  const [name = ""] = NAME_BEFORE[format]?.exec(line) ?? [];
  const add = (from: number, text: string, shown: string): void =>
    void pieces.push({ from, to: from + text.length, shown });
  if (name !== "") add(0, name, hidesSecret(name) ? "…" : name);
  const isHashComment = format !== "json" && format !== "jsonc";
  TOKEN.lastIndex = name.length;
  for (let found = TOKEN.exec(line); found !== null; found = TOKEN.exec(line)) {
    const [token] = found;
    if (isHashComment && token.startsWith("#")) {
      add(found.index, line.slice(found.index), "# …");
      break;
    }
    const isTold =
      told !== null && told.column === found.index && isToldIn(innerOf(token).inner, told.words);
    const after = line.slice(found.index + token.length);
    add(found.index, token, isTold ? token : shownOf(token, after));
  }
  return { text: pieces.map(({ shown }) => shown).join(""), columnOf: columnsOf(pieces) };
}

function columnsOf(pieces: readonly Piece[]): (column: number) => number {
  return (column) => {
    let shownSoFar = 0;
    for (const { from, to, shown } of pieces) {
      if (column < to) {
        const within = Math.max(0, column - from);
        return shownSoFar + Math.min(within, Math.max(0, shown.length - 1));
      }
      shownSoFar += shown.length;
    }
    return shownSoFar;
  };
}

function shownOf(token: string, after: string): string {
  if (/^[\s{}[\],:=]/.test(token)) return token.replaceAll("\t", " ");
  if (/^\/[/*]/.test(token)) return `${token.slice(0, 2)} …`;
  const { open, inner, close } = innerOf(token);
  if (open === "") return isPlain(token) ? token : "…";
  const isName = close !== "" && /^\s*:/.test(after) && inner.length <= 60 && !hidesSecret(inner);
  return `${open}${isName || isPlain(inner) ? inner : "…"}${close}`;
}

/** What stands between the quotes; the last one may be missing. */
function innerOf(token: string): { open: string; inner: string; close: string } {
  const open = token.charAt(0);
  const close = CLOSING[open];
  if (close === undefined) return { open: "", inner: token, close: "" };
  const isClosed = token.length > 1 && token.endsWith(close);
  return { open, inner: token.slice(1, isClosed ? -1 : undefined), close: isClosed ? close : "" };
}

/** As a word of its own, so that a short value is not found inside of another. */
function isToldIn(inner: string, words: string): boolean {
  const written = inner.replaceAll("\\\\", "\\");
  if (written !== "/" && written.length < 2) return false;
  return words.split(/[\s"]+/).some((word) => word.replace(/[,:;]$/, "") === written);
}

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "\u201c": "\u201d",
  "\u2018": "\u2019",
};

/** Long runs of letters with digits among them are keys, wherever they stand. */
function hidesSecret(name: string): boolean {
  return /(?=[A-Za-z]*\d)[A-Za-z\d+/_-]{20,}/.test(name);
}

const WORDS = new Set(
  (
    "npx npm node bun bunx pnpm deno uvx uv pipx python python3 docker podman cmd run exec tool stdio http sse " +
    "true false null local remote streamable-http"
  ).split(" "),
);

function isPlain(text: string): boolean {
  return (
    text === "" ||
    WORDS.has(text) ||
    /^-{1,2}$|^-[A-Za-z]$|^--[a-z][a-z-]{1,30}$/.test(text) ||
    /^-?\d{1,4}$/.test(text) ||
    (/^@[a-z\d][a-z\d._-]{0,40}\/[a-z\d][a-z\d._-]{0,60}(?:@[\d.]{1,20}|@latest)?$/.test(text) &&
      !hidesSecret(text))
  );
}

/**
 * A parsed configuration value that remembers where it stands. Every reader (JSON, JSONC, TOML,
 * YAML) gives this shape, so that clients read all formats alike. Object members are a list, never
 * a JavaScript object: a member named `__proto__` is data, and duplicates stay visible.
 */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Member extends Position {
  readonly key: string;
  readonly value: ConfigNode;
}

/**
 * Offsets of a value in the text that was read, without a byte order mark: `text.slice(from, to)` is
 * the value as it is written. Null where no such place is known: what an alias of YAML stands for, a
 * table of TOML, a file that had to be read in pieces.
 */
export type Span = { readonly from: number; readonly to: number } | null;

export type ConfigNode = Position & { readonly span: Span } & (
    | { readonly type: "object"; readonly members: readonly Member[] }
    | { readonly type: "array"; readonly items: readonly ConfigNode[] }
    | { readonly type: "string"; readonly value: string }
    | { readonly type: "number"; readonly value: number }
    | { readonly type: "boolean"; readonly value: boolean }
    | { readonly type: "null" }
  );

/**
 * What is wrong, for whoever explains or mends it. `syntax` is whatever else a parser complains of;
 * `limit` what is too large, deep or long to be anybody's file.
 */
export type ProblemKind =
  | "byte-order-mark"
  | "utf-16"
  | "not-utf-8"
  | "empty"
  | "missing-comma"
  | "trailing-comma"
  | "extra-comma"
  | "comment"
  | "curly-quote"
  | "single-quote"
  | "bad-escape"
  | "unclosed-string"
  | "unclosed"
  | "wrong-bracket"
  | "extra-bracket"
  | "duplicate-name"
  | "wrong-type"
  | "missing-field"
  | "contradiction"
  | "near-miss"
  | "missing-file"
  | "unreadable"
  | "limit"
  | "syntax";

/** Something that a strict reader of this format rejects. */
export interface Problem extends Position {
  readonly kind: ProblemKind;
  readonly message: string;
  /** Programs read the file nonetheless: of a JSON name used twice, the last counts. */
  readonly isTolerated?: true;
}

/** `root` is what could be read in spite of `problems`, null where nothing could be. */
export interface ParsedConfig {
  readonly root: ConfigNode | null;
  readonly problems: readonly Problem[];
}

/** Deeper nesting than any client's file has; recursion further down stays within the stack. */
export const MAX_DEPTH = 64;

/** After this many problems a file is garbage and reading on only costs time. */
export const MAX_PROBLEMS = 20;

/** The last member of that name, as JSON parsers take it. */
export function memberOf(node: ConfigNode | null, key: string): Member | null {
  if (node?.type !== "object") return null;
  return node.members.findLast((member) => member.key === key) ?? null;
}

/** The node at a path of keys, or null. */
export function nodeAt(node: ConfigNode | null, path: readonly string[]): ConfigNode | null {
  return path.reduce<ConfigNode | null>((at, key) => memberOf(at, key)?.value ?? null, node);
}

/** The members of an object; of anything else none. */
export function membersOf(node: ConfigNode | null): readonly Member[] {
  return node?.type === "object" ? node.members : [];
}

export function stringOf(node: ConfigNode | null): string | null {
  return node?.type === "string" ? node.value : null;
}

/** What kind of value it is, for a sentence: "it is a list". */
export function kindOf(node: ConfigNode): string {
  switch (node.type) {
    case "object":
      return "an object";
    case "array":
      return "a list";
    case "string":
      return "a text";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "null":
      return "null";
  }
}

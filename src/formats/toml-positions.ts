import { MAX_DEPTH, type Position, type Span } from "./node.ts";

/** Where the names of a TOML file stand: a tree of the shape of its values. */
export interface PositionTree extends Position {
  /** Of the value that was written for the name; a table with a header or dotted keys has none. */
  span: Span;
  /** By name in a table, by place in a list. */
  readonly below: Map<string | number, PositionTree>;
}

const START = { line: 1, column: 1 };
const KEY = /[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const BLANK = /(?:[ \t\r\n]|#[^\n]*)*/y;
const SCALAR = /[^\s,#\]}]+(?:[ ][0-9][^\s,#\]}]*)?/y;
const TEXT =
  /"""(?:[^"\\]|\\[^]|"{1,2}(?!"))*"{3,5}|'''(?:[^']|'{1,2}(?!'))*'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;

/**
 * Where each name of a valid TOML text stands (its first mention). Values are the library's
 * business: they are only stepped over. What the scan does not understand ends it, and what was not
 * found has the position of the table around it and no span.
 */
export function scanPositions(text: string, unquote: (key: string) => string): PositionTree {
  return new Scanner(text, unquote).scan();
}

class Scanner {
  readonly #text: string;
  readonly #unquote: (key: string) => string;
  readonly #root: PositionTree = { ...START, span: null, below: new Map() };
  #at = 0;
  #line = 1;
  #lineStart = 0;
  /** The next newline that was not counted yet: each is looked for once. */
  #newline: number;

  constructor(text: string, unquote: (key: string) => string) {
    this.#text = text;
    this.#unquote = unquote;
    this.#newline = text.indexOf("\n");
  }

  scan(): PositionTree {
    let table = this.#root;
    this.#step(BLANK);
    while (this.#at < this.#text.length) {
      const start = this.#at;
      if (this.#take("[")) {
        const isList = this.#take("[");
        const position = this.#here(start);
        table = this.#keys(this.#root, position);
        if (isList) table = child(table, table.below.size, position);
        this.#take("]");
        if (isList) this.#take("]");
      } else {
        this.#member(table);
      }
      this.#step(BLANK);
      if (this.#at === start) break;
    }
    return this.#root;
  }

  #member(table: PositionTree): void {
    const position = this.#here(this.#at);
    const node = this.#keys(table, position);
    this.#step(BLANK);
    if (!this.#take("=")) return;
    this.#step(BLANK);
    this.#value(node);
  }

  #value(node: PositionTree): void {
    const from = this.#at;
    if (this.#take("{")) this.#until("}", () => this.#member(node));
    else if (this.#take("["))
      this.#until("]", () => this.#value(child(node, node.below.size, this.#here(this.#at))));
    else if (!this.#step(TEXT)) this.#step(SCALAR);
    node.span = { from, to: this.#at };
  }

  #until(end: string, item: () => void): void {
    for (;;) {
      this.#step(BLANK);
      const start = this.#at;
      if (this.#take(end) || start >= this.#text.length) return;
      item();
      this.#step(BLANK);
      this.#take(",");
      if (this.#at === start) return;
    }
  }

  /** Walks a dotted key from a table; a list on the way means its last table. */
  #keys(from: PositionTree, position: Position): PositionTree {
    let node = from;
    for (let parts = 0; ; parts += 1) {
      this.#spaces();
      const key = this.#match(KEY);
      if (key === "") return node;
      // Deeper than anything is read: its position would only cost memory.
      if (parts <= MAX_DEPTH)
        node = child(node, /^["']/.test(key) ? this.#unquote(key) : key, position);
      this.#spaces();
      if (!this.#take(".")) return node;
      const last = node.below.size - 1;
      node = node.below.get(last) ?? node;
    }
  }

  #spaces(): void {
    while (this.#text[this.#at] === " " || this.#text[this.#at] === "\t") this.#at += 1;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #step(pattern: RegExp): boolean {
    return this.#match(pattern) !== "";
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #here(offset: number): Position {
    while (this.#newline !== -1 && this.#newline < offset) {
      this.#line += 1;
      this.#lineStart = this.#newline + 1;
      this.#newline = this.#text.indexOf("\n", this.#lineStart);
    }
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }
}

function child(node: PositionTree, key: string | number, position: Position): PositionTree {
  const known = node.below.get(key);
  if (known !== undefined) return known;
  const made: PositionTree = { ...position, span: null, below: new Map() };
  node.below.set(key, made);
  return made;
}

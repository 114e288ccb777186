import { quotedAt } from "./quotes.ts";

export type MendKind =
  | "comma added"
  | "comma removed"
  | "bracket removed"
  | "quote replaced"
  | "byte order mark removed"
  | "saved as UTF-8";

/** One change of a text; `from` and `to` are offsets of the text before. */
export interface Mend {
  readonly kind: MendKind;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** What may stand next: the part of the grammar that a place in the text is at. */
type Expected = "value" | "key" | "colon" | "end";

interface Open {
  readonly bracket: "{" | "[";
  expected: Expected;
}

/** What the clients that read the file take beside strict JSON. */
interface Allowed {
  readonly comments: boolean;
  readonly trailingCommas: boolean;
}

// RFC 8259, and the comments that some clients take.
const BLANK = /[ \t\r\n]+/y;
const COMMENT = /\/\/[^\r\n]*|\/\*[^]*?\*\//y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

const CLOSING = { "{": "}", "[": "]" } as const;

/** More than this is no slip of a person. */
const MAX_MENDS = 200;

/**
 * The changes that make a text JSON, where each of them is certain: commas, quotes with both ends, and
 * brackets behind the end of the file. Null where anything else is wrong: what is ambiguous is left to
 * its owner. The list is empty for a text that needs none.
 */
export function mendJson(text: string, allows: Allowed): readonly Mend[] | null {
  return new Mender(text, allows).mends();
}

class Mender {
  readonly #text: string;
  readonly #allows: Allowed;
  readonly #mends: Mend[] = [];
  readonly #open: Open[] = [];
  /** Offset of the last comma, while nothing has followed it. */
  #comma: number | null = null;
  #at = 0;
  /** Where the last part of any kind ended. */
  #end = 0;
  #isRootDone = false;

  constructor(text: string, allows: Allowed) {
    this.#text = text;
    this.#allows = allows;
  }

  mends(): readonly Mend[] | null {
    while (this.#at < this.#text.length)
      if (!this.#take() || this.#mends.length > MAX_MENDS) return null;
    return this.#isRootDone && this.#open.length === 0 ? this.#mends : null;
  }

  #take(): boolean {
    if (this.#match(BLANK) !== null) return true;
    const from = this.#at;
    const character = this.#text.charAt(from);
    switch (character) {
      case "/":
        return this.#allows.comments && this.#match(COMMENT) !== null;
      case ",":
        this.#at += 1;
        return this.#takeComma(from);
      case ":":
        this.#at += 1;
        return this.#takeColon(from);
      case "{":
      case "[":
        this.#at += 1;
        return this.#startPart(from, false) && this.#opens(character, from);
      case "}":
      case "]":
        this.#at += 1;
        return this.#closes(character, from);
      case '"':
        return this.#match(STRING) !== null && this.#takeText(from, this.#at);
      default:
        if (this.#match(SCALAR) === null) return this.#takeOddQuotes(from);
        return this.#startPart(from, false) && this.#finishValue(this.#at);
    }
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  #takeComma(from: number): boolean {
    const top = this.#open.at(-1);
    const isTooMuch = top === undefined ? this.#isRootDone : top.expected !== "end";
    if (top === undefined && !this.#isRootDone) return false;
    // Behind a colon a value is missing, and not a comma too much.
    const isAfterColon = top?.bracket === "{" && top.expected === "value";
    if (isAfterColon || top?.expected === "colon") return false;
    if (isTooMuch) return this.#mend("comma removed", from, from + 1, "");
    if (top === undefined) return false;
    top.expected = top.bracket === "{" ? "key" : "value";
    this.#comma = from;
    this.#end = from + 1;
    return true;
  }

  #takeColon(from: number): boolean {
    const top = this.#open.at(-1);
    if (top?.expected !== "colon") return false;
    top.expected = "value";
    this.#end = from + 1;
    return true;
  }

  /** A string, as a name or as a value. */
  #takeText(from: number, to: number): boolean {
    const top = this.#open.at(-1);
    const isName = top?.bracket === "{" && top.expected !== "value";
    if (isName && !this.#isBeforeColon(to)) return false;
    if (!this.#startPart(from, isName)) return false;
    if (!isName) return this.#finishValue(to);
    top.expected = "colon";
    this.#end = to;
    return true;
  }

  /** A string in quotes that JSON does not know, whose both ends are certain. */
  #takeOddQuotes(from: number): boolean {
    const to = quotedAt(this.#text, from);
    if (to === null || !this.#takeText(from, to)) return false;
    this.#mend("quote replaced", from, from + 1, '"');
    this.#mend("quote replaced", to - 1, to, '"');
    this.#at = to;
    return true;
  }

  /** A part begins: between it and the one before a comma may be missing. */
  #startPart(from: number, isName: boolean): boolean {
    const top = this.#open.at(-1);
    if (top === undefined) return !this.#isRootDone;
    const wanted = isName ? "key" : "value";
    if (top.expected === "end" && (isName || top.bracket === "[")) {
      this.#mend("comma added", this.#end, this.#end, ",");
      top.expected = wanted;
    }
    this.#comma = null;
    return top.expected === wanted && from >= this.#end;
  }

  #opens(bracket: Open["bracket"], from: number): boolean {
    this.#open.push({ bracket, expected: bracket === "{" ? "key" : "value" });
    this.#end = from + 1;
    return true;
  }

  #closes(bracket: "}" | "]", from: number): boolean {
    const top = this.#open.at(-1);
    if (top === undefined)
      return this.#isRootDone && this.#mend("bracket removed", from, from + 1, "");
    if (CLOSING[top.bracket] !== bracket) return false;
    const isEmpty = this.#text.charAt(this.#end - 1) === top.bracket;
    if (this.#comma !== null) {
      if (!this.#allows.trailingCommas)
        this.#mend("comma removed", this.#comma, this.#comma + 1, "");
    } else if (top.expected !== "end" && !isEmpty) return false;
    this.#open.pop();
    return this.#finishValue(from + 1);
  }

  #finishValue(end: number): boolean {
    this.#end = end;
    this.#comma = null;
    const top = this.#open.at(-1);
    if (top === undefined) this.#isRootDone = true;
    else top.expected = "end";
    return true;
  }

  #isBeforeColon(to: number): boolean {
    return /^\s*:/.test(this.#text.slice(to, to + 200));
  }

  #mend(kind: MendKind, from: number, to: number, text: string): true {
    this.#mends.push({ kind, from, to, text });
    return true;
  }
}

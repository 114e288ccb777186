import { type ParseErrorCode, printParseErrorCode } from "jsonc-parser";

import type { ProblemKind } from "./node.ts";

/** What the reader knew when `jsonc-parser` complained. */
export interface MistakeContext {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
  /** Offset of the comma where nothing but blanks and comments followed it, else null. */
  readonly comma: number | null;
  /** Line of the innermost bracket that is still open, else null. */
  readonly openedAt: number | null;
}

export interface Mistake {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly offset: number;
}

type Code = ReturnType<typeof printParseErrorCode>;

const WORDING: Partial<Record<Code, string>> = {
  ColonExpected: "a colon is missing before this",
  PropertyNameExpected: "a property name in double quotes is expected here",
  ValueExpected: "a value is expected here",
  EndOfFileExpected: "the file should have ended before this",
  InvalidSymbol: "this is not JSON",
  InvalidCharacter: "a control character is not allowed inside a string",
  UnexpectedEndOfComment: "this comment is not closed",
  InvalidUnicode: "this is not a valid \\u escape",
  InvalidNumberFormat: "this is not a valid number",
};

// What a word processor or a chat window makes of a straight quote.
const CURLY = new Set(["\u2018", "\u2019", "\u201c", "\u201d"]);

/** Names longer than this are not repeated in a sentence. */
const LONGEST_NAME = 60;

/** A complaint of `jsonc-parser` in the words of who wrote the file, at the place to mend. */
export function mistakeOf(code: ParseErrorCode, context: MistakeContext): Mistake {
  const { text, offset, comma, openedAt } = context;
  const name = printParseErrorCode(code);
  const at = text.charAt(offset);
  const say = (kind: ProblemKind, message: string, place = offset): Mistake => ({
    kind,
    message,
    offset: place,
  });
  if (CURLY.has(at))
    return say("curly-quote", "a curly quote stands here; JSON needs a straight one");
  const isClosing = at === "}" || at === "]";
  switch (name) {
    case "CommaExpected":
      return isClosing
        ? say(
            "wrong-bracket",
            `this ${at} does not fit the bracket that is open${lineOf(openedAt)}`,
          )
        : say("missing-comma", `a comma is missing before ${nextName(context)}`);
    case "PropertyNameExpected":
    case "ValueExpected":
      if (comma !== null && isClosing)
        return say("trailing-comma", `a comma stands before the closing ${at}`, comma);
      if (at === ",") return say("extra-comma", "a comma too much");
      break;
    case "EndOfFileExpected":
      if (isClosing) return say("extra-bracket", `a closing ${at} too much`);
      if (at === ",") return say("extra-comma", "a comma too much");
      break;
    case "CloseBraceExpected":
      return say(
        "unclosed",
        `a closing brace } is missing: the one open${lineOf(openedAt)} is never closed`,
      );
    case "CloseBracketExpected":
      return say(
        "unclosed",
        `a closing bracket ] is missing: the one open${lineOf(openedAt)} is never closed`,
      );
    case "InvalidCommentToken":
      return say("comment", "a comment is not allowed here");
    case "UnexpectedEndOfString":
      return say("unclosed-string", "this string is not closed");
    case "InvalidEscapeCharacter":
      return badEscape(context);
    case "InvalidSymbol":
      if (at === "'")
        return say("single-quote", "a single quote stands here; JSON needs a double one");
      break;
    default:
  }
  return say("syntax", WORDING[name] ?? name);
}

function lineOf(line: number | null): string {
  return line === null ? "" : ` since line ${line}`;
}

/** The property that follows; a value is never repeated, it can be a secret. */
function nextName({ text, offset }: MistakeContext): string {
  const after = text.slice(offset, offset + LONGEST_NAME + 2);
  const [, name] = /^("(?:[^"\\]|\\.)*")\s*:/s.exec(after) ?? [];
  return name ?? "this";
}

/** The parser names the whole string; the backslash is what is to be mended. */
function badEscape({ text, offset, length }: MistakeContext): Mistake {
  const string = text.slice(offset, offset + length);
  const [before = ""] = /^(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/s.exec(string) ?? [];
  const isPath = /^"[A-Za-z]:\\/.test(string);
  return {
    kind: "bad-escape",
    message: isPath
      ? "a backslash in a path must be doubled"
      : "this backslash starts no valid escape; one that is meant is doubled",
    offset: offset + before.length,
  };
}

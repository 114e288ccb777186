import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";

import {
  type ConfigNode,
  MAX_DEPTH,
  MAX_PROBLEMS,
  type Member,
  type ParsedConfig,
  type Position,
  type Problem,
} from "./node.ts";

/** Ends reading early: garbage or nesting that only costs time. */
class StopReading extends Error {}

type Draft =
  | (Position & {
      type: "object";
      members: Member[];
      /** Names so far: a list search would make 100,000 members quadratic. */
      names: Set<string>;
      key: (Position & { key: string }) | null;
    })
  | (Position & { type: "array"; items: ConfigNode[] });

const WORDING: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  CommaExpected: "a comma is missing before this",
  ColonExpected: "a colon is missing before this",
  PropertyNameExpected: "a property name in double quotes is expected here",
  ValueExpected: "a value is expected here",
  CloseBraceExpected: "a closing brace } is missing",
  CloseBracketExpected: "a closing bracket ] is missing",
  EndOfFileExpected: "the file should have ended before this",
  InvalidCommentToken: "a comment is not allowed here",
  InvalidSymbol: "this is not JSON",
  InvalidCharacter: "a control character is not allowed inside a string",
  UnexpectedEndOfString: "this string is not closed",
  UnexpectedEndOfComment: "this comment is not closed",
  InvalidEscapeCharacter: "this is not a valid escape in a string",
  InvalidUnicode: "this is not a valid \\u escape",
  InvalidNumberFormat: "this is not a valid number",
};

// What a word processor or a chat window makes of a straight quote.
const QUOTES = new Set(["\u2018", "\u2019", "\u201c", "\u201d"]);
const CURLY = "a curly quote stands here; JSON needs a straight one";

function wordingOf(code: ParseErrorCode): string {
  const name = printParseErrorCode(code);
  return WORDING[name] ?? name;
}

export interface JsonOptions {
  readonly comments: boolean;
  readonly trailingCommas: boolean;
}

/** After so many values only valid JSON is read on: of broken text the rest is garbage. */
const MANY_VALUES = 20_000;

/** And after so many nothing: a file of a person has a hundredth of that. */
const MAX_VALUES = 400_000;

function isValid(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads JSON leniently and reports what a strict reader would reject, with line and column: two
 * servers with a comma missing between them are both read. `jsonc-parser`'s own tree is not used
 * because it recurses without a limit (50,000 brackets overflow the stack).
 */
export function parseJson(text: string, options: JsonOptions): ParsedConfig {
  const problems: Problem[] = [];
  const open: Draft[] = [];
  let root: ConfigNode | null = null;

  let mistakes = 0;
  const report = (message: string, line: number, column: number): void => {
    problems.push({ message, line, column });
    mistakes += 1;
    if (mistakes >= MAX_PROBLEMS) throw new StopReading();
  };
  // A client reads on after these, and so must we: what comes later is started too.
  let repeated = 0;
  const tolerate = (message: string, line: number, column: number): void => {
    repeated += 1;
    if (repeated <= MAX_PROBLEMS) problems.push({ message, line, column, isTolerated: true });
  };
  let left = MANY_VALUES;
  let limit = MANY_VALUES;
  const spend = ({ line, column }: Position): void => {
    left -= 1;
    if (left > 0) return;
    if (limit === MANY_VALUES && isValid(text)) {
      limit = MAX_VALUES;
      left = MAX_VALUES - MANY_VALUES;
      return;
    }
    problems.push({ message: `not read further than ${limit} values`, line, column });
    throw new StopReading();
  };
  const place = (node: ConfigNode): void => {
    spend(node);
    const parent = open.at(-1);
    if (parent === undefined) root ??= node;
    else if (parent.type === "array") parent.items.push(node);
    else if (parent.key !== null) {
      const { key, line, column } = parent.key;
      parent.members.push({ key, line, column, value: node });
      parent.key = null;
    }
  };
  const begin = (draft: Draft): void => {
    place(draft);
    open.push(draft);
    if (open.length <= MAX_DEPTH) return;
    const { line, column } = draft;
    problems.push({ message: `nested deeper than ${MAX_DEPTH} levels`, line, column });
    throw new StopReading();
  };

  try {
    // `jsonc-parser` steps through blanks one by one.
    visit(
      text.trimEnd(),
      {
        onObjectBegin: (_offset, _length, line, column) =>
          begin({
            type: "object",
            members: [],
            names: new Set(),
            key: null,
            line: line + 1,
            column: column + 1,
          }),
        onObjectProperty: (key, _offset, _length, line, column) => {
          const parent = open.at(-1);
          if (parent?.type !== "object") return;
          const at = { key, line: line + 1, column: column + 1 };
          if (parent.names.has(key))
            tolerate(
              `the name ${JSON.stringify(key)} is used twice; the last one counts`,
              at.line,
              at.column,
            );
          parent.names.add(key);
          parent.key = at;
        },
        onObjectEnd: () => void open.pop(),
        onArrayBegin: (_offset, _length, line, column) =>
          begin({ type: "array", items: [], line: line + 1, column: column + 1 }),
        onArrayEnd: () => void open.pop(),
        onLiteralValue: (value: unknown, _offset, _length, line, column) =>
          place(literal(value, line + 1, column + 1)),
        onError: (code, offset, _length, line, column) =>
          report(QUOTES.has(text.charAt(offset)) ? CURLY : wordingOf(code), line + 1, column + 1),
      },
      {
        disallowComments: !options.comments,
        allowTrailingComma: options.trailingCommas,
        allowEmptyContent: true,
      },
    );
  } catch (thrown) {
    if (!(thrown instanceof StopReading)) throw thrown;
  }
  // Readers that allow comments take an empty file for no settings.
  const isEmpty = text.trim() === "";
  if (isEmpty && !options.comments)
    problems.push({ message: "the file is empty", line: 1, column: 1 });
  return { root, problems };
}

function literal(value: unknown, line: number, column: number): ConfigNode {
  if (typeof value === "string") return { type: "string", value, line, column };
  if (typeof value === "number") return { type: "number", value, line, column };
  if (typeof value === "boolean") return { type: "boolean", value, line, column };
  return { type: "null", line, column };
}

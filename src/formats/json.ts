import { visit } from "jsonc-parser";

import { mistakeOf } from "./json-mistakes.ts";
import {
  type ConfigNode,
  MAX_DEPTH,
  MAX_PROBLEMS,
  type Member,
  type ParsedConfig,
  type Position,
  type Problem,
  type Span,
} from "./node.ts";

/** Ends reading early: garbage or nesting that only costs time. */
class StopReading extends Error {}

type Draft =
  | (Position & {
      span: Span;
      type: "object";
      members: Member[];
      /** Names so far: a list search would make 100,000 members quadratic. */
      names: Set<string>;
      key: (Position & { key: string }) | null;
    })
  | (Position & { span: Span; type: "array"; items: ConfigNode[] });

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
  const report = (problem: Problem): void => {
    problems.push(problem);
    mistakes += 1;
    if (mistakes >= MAX_PROBLEMS) throw new StopReading();
  };
  // The last comma, while nothing has followed it.
  let comma: (Position & { offset: number }) | null = null;
  // `jsonc-parser` complains twice of one place: no name, and no value.
  let blamed = -1;
  // A client reads on after these, and so must we: what comes later is started too.
  let repeated = 0;
  const tolerate = (key: string, { line, column }: Position): void => {
    repeated += 1;
    if (repeated > MAX_PROBLEMS) return;
    const message = `the name ${JSON.stringify(key)} is used twice; the last one counts`;
    problems.push({ kind: "duplicate-name", message, line, column, isTolerated: true });
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
    problems.push({
      kind: "limit",
      message: `not read further than ${limit} values`,
      line,
      column,
    });
    throw new StopReading();
  };
  const place = (node: ConfigNode): void => {
    comma = null;
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
    const message = `nested deeper than ${MAX_DEPTH} levels`;
    problems.push({ kind: "limit", message, line, column });
    throw new StopReading();
  };

  // One that is never closed has no end that could be said.
  const starts: number[] = [];
  const close = (offset: number, length: number): void => {
    comma = null;
    const draft = open.pop();
    const from = starts.pop();
    if (draft !== undefined && from !== undefined && length > 0)
      draft.span = { from, to: offset + length };
  };

  try {
    // `jsonc-parser` steps through blanks one by one.
    visit(
      text.trimEnd(),
      {
        onObjectBegin: (offset, _length, line, column) => {
          starts.push(offset);
          begin({
            span: null,
            type: "object",
            members: [],
            names: new Set(),
            key: null,
            line: line + 1,
            column: column + 1,
          });
        },
        onObjectProperty: (key, _offset, _length, line, column) => {
          comma = null;
          const parent = open.at(-1);
          if (parent?.type !== "object") return;
          const at = { key, line: line + 1, column: column + 1 };
          if (parent.names.has(key)) tolerate(key, at);
          parent.names.add(key);
          parent.key = at;
        },
        onObjectEnd: close,
        onArrayBegin: (offset, _length, line, column) => {
          starts.push(offset);
          begin({ span: null, type: "array", items: [], line: line + 1, column: column + 1 });
        },
        onArrayEnd: close,
        onLiteralValue: (value: unknown, offset, length, line, column) => {
          const span = { from: offset, to: offset + length };
          place(literal(value, { line: line + 1, column: column + 1, span }));
        },
        onSeparator: (character, offset, _length, line, column) => {
          comma = character === "," ? { offset, line: line + 1, column: column + 1 } : null;
        },
        onError: (code, offset, length, line, column) => {
          if (offset === blamed && length > 0) return;
          blamed = offset;
          const openedAt = open.at(-1)?.line ?? null;
          const context = { text, offset, length, comma: comma?.offset ?? null, openedAt };
          const { kind, message, offset: spot } = mistakeOf(code, context);
          const at = { line: line + 1, column: column + 1 + spot - offset };
          report({ kind, message, ...(spot === comma?.offset ? positionOf(comma) : at) });
        },
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
    problems.push({ kind: "empty", message: "the file is empty", line: 1, column: 1 });
  return { root, problems };
}

function positionOf({ line, column }: Position): Position {
  return { line, column };
}

function literal(value: unknown, at: Position & { readonly span: Span }): ConfigNode {
  if (typeof value === "string") return { type: "string", value, ...at };
  if (typeof value === "number") return { type: "number", value, ...at };
  if (typeof value === "boolean") return { type: "boolean", value, ...at };
  return { type: "null", ...at };
}

import type { CST, LineCounter } from "yaml";

import { yamlLibrary } from "./lazy.ts";
import { MAX_DEPTH } from "./node.ts";

/** A config of a hundred servers has a tenth of that; composing costs most of a reader's time. */
const MAX_LEXEMES = 20_000;

export interface YamlTokens {
  readonly tokens: readonly CST.Token[];
  /** Why reading ended early, and at which offset. */
  readonly stopped: { readonly message: string; readonly offset: number } | null;
}

/**
 * The tokens of a YAML text, or of its start: the library's lexer and parser are loops, but the step
 * after them recurses, so that nesting and length are bounded here.
 */
export function yamlTokens(text: string, lines: LineCounter): YamlTokens {
  const { Lexer, Parser } = yamlLibrary();
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let count = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    tokens.push(...parser.next(lexeme));
    // A level is a collection and, at times, the flow or block that holds it.
    if (parser.stack.length > 2 * MAX_DEPTH)
      return { tokens: [], stopped: { message: `nested deeper than ${MAX_DEPTH} levels`, offset } };
    if (++count > MAX_LEXEMES)
      return { tokens: [], stopped: { message: "longer than any real one", offset } };
  }
  tokens.push(...parser.end());
  return { tokens, stopped: null };
}

import type { Document, LineCounter } from "yaml";

import { yamlLibrary } from "./lazy.ts";
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
import { yamlTokens } from "./yaml-tokens.ts";

/** An alias counts as often as it is used: a few lines of aliases of aliases make billions. */
const MAX_NODES = 50_000;

class TooMuch extends Error {}

/**
 * Reads the first document of a YAML text. A merge key (`<<`) is an ordinary name, as for the
 * clients that read YAML. `shift` is where the text begins in the text that spans are offsets of.
 */
export function parseYaml(text: string, shift = 0): ParsedConfig {
  const { Composer, LineCounter } = yamlLibrary();
  const lines = new LineCounter();
  const { tokens, stopped } = yamlTokens(text, lines);
  if (stopped !== null) {
    const { message, offset } = stopped;
    return { root: null, problems: [{ kind: "limit", message, ...positionAt(lines, offset) }] };
  }
  // Names used twice are looked for below: the library compares each with each.
  const composer = new Composer({ prettyErrors: false, logLevel: "silent", uniqueKeys: false });
  const [document, second] = composer.compose(tokens, true, text.length);
  const contents: unknown = document?.contents ?? null;
  if (document === undefined) return { root: null, problems: [] };

  const converter = new Converter(document, lines, shift);
  const problems: Problem[] = document.errors
    .slice(0, MAX_PROBLEMS)
    .map(({ message, pos }) => ({ kind: "syntax", message, ...positionAt(lines, pos[0]) }));
  if (second !== undefined) {
    const message = "a second document starts here";
    problems.push({ kind: "syntax", message, ...positionAt(lines, second.range[0]) });
  }
  try {
    const root = contents === null ? null : converter.convert(contents, 0);
    return { root, problems: [...problems, ...converter.duplicates] };
  } catch (thrown) {
    if (!(thrown instanceof TooMuch)) throw thrown;
    return {
      root: null,
      problems: [...problems, { kind: "limit", message: thrown.message, line: 1, column: 1 }],
    };
  }
}

class Converter {
  readonly duplicates: Problem[] = [];
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #shift: number;
  readonly #yaml = yamlLibrary();
  #nodes = 0;
  /** What an alias stands for is written elsewhere, and counts there too. */
  #aliases = 0;

  constructor(document: Document, lines: LineCounter, shift: number) {
    this.#document = document;
    this.#lines = lines;
    this.#shift = shift;
  }

  convert(node: unknown, depth: number): ConfigNode {
    const { isAlias, isMap, isScalar, isSeq } = this.#yaml;
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) throw new TooMuch(`holds more than ${MAX_NODES} values`);
    if (depth > MAX_DEPTH) throw new TooMuch(`nested deeper than ${MAX_DEPTH} levels`);
    const position = { ...this.#positionOf(node), span: this.#spanOf(node) };
    if (isAlias(node)) {
      const target: unknown = node.resolve(this.#document);
      if (target === undefined) return { type: "null", ...position };
      this.#aliases += 1;
      const value = this.convert(target, depth + 1);
      this.#aliases -= 1;
      return value;
    }
    if (isMap(node))
      return { type: "object", members: this.#members(node.items, depth), ...position };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.convert(item, depth + 1));
      return { type: "array", items, ...position };
    }
    if (!isScalar(node)) return { type: "null", ...position };
    return scalar(node.value, node.source, position);
  }

  #members(pairs: readonly { key: unknown; value: unknown }[], depth: number): Member[] {
    const names = new Set<string>();
    return pairs.map(({ key, value }): Member => {
      const name = this.#yaml.isScalar(key) ? textOf(key.value, key.source) : "";
      const position = this.#positionOf(key);
      if (names.has(name) && this.duplicates.length < MAX_PROBLEMS)
        this.duplicates.push({
          kind: "duplicate-name",
          message: `the name ${JSON.stringify(name)} is used twice`,
          ...position,
        });
      names.add(name);
      return { key: name, ...position, value: this.convert(value, depth + 1) };
    });
  }

  #spanOf(node: unknown): Span {
    const range = this.#yaml.isNode(node) ? node.range : null;
    if (range === null || range === undefined || this.#aliases > 0) return null;
    return { from: range[0] + this.#shift, to: range[1] + this.#shift };
  }

  #positionOf(node: unknown): Position {
    const range = this.#yaml.isNode(node) ? node.range : null;
    return positionAt(this.#lines, range?.[0] ?? 0);
  }
}

function scalar(
  value: unknown,
  source: string | undefined,
  position: Position & { readonly span: Span },
): ConfigNode {
  if (typeof value === "number") return { type: "number", value, ...position };
  if (typeof value === "boolean") return { type: "boolean", value, ...position };
  if (value === null || value === undefined) return { type: "null", ...position };
  return { type: "string", value: textOf(value, source), ...position };
}

/** A name or date that the library made a value of is the text that was written. */
function textOf(value: unknown, source: string | undefined): string {
  return typeof value === "string" ? value : (source ?? "");
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

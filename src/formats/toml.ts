import { tomlLibrary } from "./lazy.ts";
import {
  type ConfigNode,
  MAX_DEPTH,
  type Member,
  membersOf,
  type ParsedConfig,
  type Position,
  type Problem,
} from "./node.ts";
import { type PositionTree, scanPositions } from "./toml-positions.ts";

const START = { line: 1, column: 1 };

/** Pieces that a broken file is read in; one with more is not a person's. */
const MAX_PIECES = 500;

/**
 * Reads TOML: values by the library, which gives no positions, and positions by a scan of our own.
 * The library stops at the first mistake; a broken file is then read table by table, so that its
 * other servers are still seen.
 */
export function parseToml(text: string): ParsedConfig {
  const whole = parsePiece(text, START);
  if (whole.problem === null) return { root: whole.node, problems: whole.tooDeep };
  const table: Table = new Map();
  for (const { piece, line } of piecesOf(text)) {
    const body = parsePiece(piece, { line, column: 1 }).node;
    // A table whose body is broken is still named by its header.
    const header = piece.slice(0, piece.search(/\n|$/));
    addTo(table, membersOf(body ?? parsePiece(header, { line, column: 1 }).node));
  }
  return {
    root: { type: "object", members: membersFrom(table), span: null, ...START },
    problems: [whole.problem],
  };
}

interface Piece {
  readonly node: ConfigNode | null;
  readonly problem: Problem | null;
  readonly tooDeep: readonly Problem[];
}

function parsePiece(text: string, from: Position): Piece {
  const { parse, TomlError } = tomlLibrary();
  const options = { integersAsBigInt: "asNeeded", maxDepth: MAX_DEPTH } as const;
  try {
    const value: unknown = parse(text, options);
    const positions = scanPositions(text, (key) => Object.keys(parse(`${key}=0`))[0] ?? key);
    const tooDeep: Problem[] = [];
    return { node: nodeOf(value, positions, from.line - 1, tooDeep), problem: null, tooDeep };
  } catch (thrown) {
    if (!(thrown instanceof TomlError)) throw thrown;
    const [, message = "this is not TOML"] =
      /^Invalid TOML document: ([^\n]*)/.exec(thrown.message) ?? [];
    const line = from.line - 1 + thrown.line;
    return {
      node: null,
      problem: { kind: "syntax", message, line, column: thrown.column },
      tooDeep: [],
    };
  }
}

/** The text cut before each line that looks like a table's header. */
function piecesOf(text: string): { piece: string; line: number }[] {
  const pieces: { piece: string; line: number }[] = [];
  let line = 1;
  for (const piece of text.split(/^(?=[ \t]*\[)/m).slice(0, MAX_PIECES)) {
    pieces.push({ piece, line });
    line += piece.split("\n").length - 1;
  }
  return pieces;
}

/** A table under construction; `inner` where the member is itself a table. */
type Table = Map<string, { readonly member: Member; readonly inner: Table | null }>;

/** Adds members; tables of one name become one table, of anything else the first stays. */
function addTo(table: Table, members: readonly Member[]): Table {
  for (const member of members) {
    const known = table.get(member.key);
    const added = member.value.type === "object" ? member.value.members : null;
    if (known === undefined)
      table.set(member.key, { member, inner: added && addTo(new Map(), added) });
    else if (known.inner !== null && added !== null) addTo(known.inner, added);
  }
  return table;
}

function membersFrom(table: Table): Member[] {
  return [...table.values()].map(({ member, inner }): Member => {
    if (inner === null || member.value.type !== "object") return member;
    return { ...member, value: { ...member.value, members: membersFrom(inner) } };
  });
}

function nodeOf(
  value: unknown,
  tree: PositionTree,
  lines: number,
  problems: Problem[],
  depth = 0,
): ConfigNode {
  // Of a piece of a file the offsets are not those of the file.
  const span = lines === 0 ? tree.span : null;
  const position = { line: tree.line + lines, column: tree.column, span };
  if (depth > MAX_DEPTH) {
    if (problems.length === 0)
      problems.push({
        kind: "limit",
        message: `nested deeper than ${MAX_DEPTH} levels`,
        ...position,
      });
    return { type: "null", ...position };
  }
  const under = (key: string | number): PositionTree =>
    tree.below.get(key) ?? { ...tree, span: null, below: new Map() };
  const next = (inner: unknown, key: string | number): ConfigNode =>
    nodeOf(inner, under(key), lines, problems, depth + 1);

  if (typeof value === "string") return { type: "string", value, ...position };
  if (typeof value === "number") return { type: "number", value, ...position };
  if (typeof value === "bigint") return { type: "number", value: Number(value), ...position };
  if (typeof value === "boolean") return { type: "boolean", value, ...position };
  if (Array.isArray(value)) return { type: "array", items: value.map(next), ...position };
  // A date is what a client sees as text.
  if (value instanceof Date) return { type: "string", value: value.toISOString(), ...position };
  const members = Object.entries(value ?? {}).map(([key, inner]): Member => {
    const { line, column } = under(key);
    return { key, line: line + lines, column, value: next(inner, key) };
  });
  return { type: "object", members, ...position };
}

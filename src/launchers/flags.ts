/**
 * What an option of a launcher takes. `boolean` nothing, though `--name=value` is accepted; `value`
 * one word, attached by `=` or the next one; `attached` a value by `=` only; `pair` two words.
 */
export type FlagKind = "boolean" | "value" | "attached" | "pair";

export interface Flag {
  readonly kind: FlagKind;
  /** False where it can change what runs and no rule judges it. */
  readonly isJudged: boolean;
}

export type FlagTable = ReadonlyMap<string, Flag>;

/** Names separated by spaces, by what they take; `unjudged` ones can change what runs. */
export interface FlagNames {
  readonly boolean?: string;
  readonly value?: string;
  readonly attached?: string;
  readonly pair?: string;
  readonly unjudged?: Omit<FlagNames, "unjudged">;
}

export function flagTable(...lists: readonly FlagNames[]): FlagTable {
  const table = new Map<string, Flag>();
  const add = (names: string | undefined, kind: FlagKind, isJudged: boolean): void => {
    for (const name of names?.split(/\s+/) ?? [])
      if (name !== "") table.set(name, { kind, isJudged });
  };
  for (const list of lists) {
    for (const kind of ["boolean", "value", "attached", "pair"] as const) {
      add(list[kind], kind, true);
      add(list.unjudged?.[kind], kind, false);
    }
  }
  return table;
}

export interface FlagStyle {
  /** `-it` is `-i -t`, and `-p80:80` is `-p 80:80`. */
  readonly clusters?: boolean;
  /** The word after an option that takes a value may start with a dash. */
  readonly dashValues?: boolean;
  /** Explains options that no list of names can hold: `-Dkey=value`, `--@scope:registry`. */
  readonly other?: (name: string) => Flag | undefined;
}

export interface ParsedFlags {
  /** Option by its name as in the table; boolean options have the value "true". */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** From the first word that is no option, or after `--`. */
  readonly rest: readonly string[];
  /** Whether `--` ended the options. */
  readonly isEnded: boolean;
  /** The first option that the table does not explain, without its value, else null. */
  readonly unknown: string | null;
  /** Names of the options given that no rule judges; values can be secrets and are left out. */
  readonly unjudged: readonly string[];
}

const LONGEST_NAME = 60;

/** An option without its value: what may be printed. */
function nameOf(word: string): string {
  const equals = word.indexOf("=");
  const name = equals < 0 ? word : word.slice(0, equals);
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

interface Collected {
  readonly flags: Map<string, string[]>;
  readonly unjudged: Set<string>;
}

interface Stop {
  /** Where the first word is that is no option, or the option that is not known. */
  readonly at: number;
  readonly isEnded: boolean;
  readonly unknown: string | null;
}

function readFlags(
  args: readonly string[],
  from: number,
  into: Collected,
  table: FlagTable,
  style: FlagStyle,
): Stop {
  let index = from;
  const unknown = (at: number, word: string): Stop => ({
    at,
    isEnded: false,
    unknown: nameOf(word),
  });
  /** Takes the option's value from what is attached to it or from the words after it. */
  const take = (name: string, flag: Flag, attached: string | null): boolean => {
    const wanted = flag.kind === "pair" ? 2 : flag.kind === "boolean" ? 0 : 1;
    if (attached === null ? flag.kind === "attached" : wanted === 2) return false;
    const values = attached === null ? [] : [attached];
    while (values.length < wanted) {
      const next = args[++index];
      if (next === undefined) return false;
      if (style.dashValues !== true && /^-./.test(next)) return false;
      values.push(next);
    }
    const all = into.flags.get(name) ?? [];
    all.push(...(values.length === 0 ? ["true"] : values));
    into.flags.set(name, all);
    if (!flag.isJudged) into.unjudged.add(nameOf(name));
    return true;
  };
  /** `-it`, `-p80:80`; null where every letter was understood, else the word to name. */
  const takeCluster = (word: string): string | null => {
    for (let letter = 1; letter < word.length; letter += 1) {
      const name = `-${word[letter] ?? ""}`;
      const flag = table.get(name);
      if (flag === undefined) return word.slice(0, letter + 1);
      const tail = word.slice(letter + 1);
      const isLast = flag.kind !== "boolean" || tail.startsWith("=");
      if (!take(name, flag, isLast && tail !== "" ? tail.replace(/^=/, "") : null)) return name;
      if (isLast) return null;
    }
    return null;
  };

  for (; index < args.length; index += 1) {
    const at = index;
    const word = args[at] ?? "";
    if (word === "--") return { at: at + 1, isEnded: true, unknown: null };
    if (!word.startsWith("-") || word === "-") return { at, isEnded: false, unknown: null };
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.slice(0, equals);
    const flag = table.get(name) ?? style.other?.(name);
    if (flag !== undefined) {
      if (!take(name, flag, equals < 0 ? null : word.slice(equals + 1))) return unknown(at, word);
    } else if (style.clusters === true && !word.startsWith("--")) {
      const odd = takeCluster(word);
      if (odd !== null) return unknown(at, odd);
    } else return unknown(at, word);
  }
  return { at: index, isEnded: false, unknown: null };
}

/**
 * Options up to the first word that is none (what follows belongs to the server). `--name=value`
 * and `--name value` are alike; `--` ends the options.
 */
export function parseFlags(
  args: readonly string[],
  table: FlagTable,
  style: FlagStyle = {},
): ParsedFlags {
  const into: Collected = { flags: new Map(), unjudged: new Set() };
  const { at, isEnded, unknown } = readFlags(args, 0, into, table, style);
  const unjudged = [...into.unjudged];
  return { flags: into.flags, rest: args.slice(at), isEnded, unknown, unjudged };
}

/** Options before, between and after the operands, until `--`: what npm and dotnet do. */
export function parseInterspersed(
  args: readonly string[],
  table: FlagTable,
  style: FlagStyle = {},
): ParsedFlags {
  const into: Collected = { flags: new Map(), unjudged: new Set() };
  const operands: string[] = [];
  let index = 0;
  let stop: Stop = { at: 0, isEnded: false, unknown: null };
  while (index < args.length) {
    stop = readFlags(args, index, into, table, style);
    index = stop.at;
    if (stop.isEnded || stop.unknown !== null) break;
    if (index < args.length) operands.push(args[index++] ?? "");
  }
  const unjudged = [...into.unjudged];
  return {
    flags: into.flags,
    // `concat`: a spread of a very long list is more arguments than a call may have.
    rest: stop.unknown === null ? operands.concat(args.slice(index)) : operands,
    isEnded: stop.isEnded,
    unknown: stop.unknown,
    unjudged,
  };
}

/** The values of an option under all of its names. */
export function valuesOf(
  flags: ReadonlyMap<string, readonly string[]>,
  ...names: readonly string[]
): string[] {
  return names.flatMap((name) => flags.get(name) ?? []);
}

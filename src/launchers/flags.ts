/** What an option of a launcher takes. */
export type FlagKind = "boolean" | "value";

export type FlagTable = Readonly<Record<string, FlagKind>>;

export interface ParsedFlags {
  /** Option by its name as in the table; boolean options have the value "true". */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** From the first word that is no option, or after `--`. */
  readonly rest: readonly string[];
  /** The first option that the table does not explain, else null. */
  readonly unknown: string | null;
}

/**
 * Options up to the first word that is none (what follows belongs to the server). `--name=value`
 * and `--name value` are alike; `--` ends the options.
 */
export function parseFlags(args: readonly string[], table: FlagTable): ParsedFlags {
  const flags = new Map<string, string[]>();
  const done = (index: number, unknown: string | null): ParsedFlags => ({
    flags,
    rest: args.slice(index),
    unknown,
  });
  let index = 0;
  while (index < args.length) {
    const word = args[index] ?? "";
    if (word === "--") return done(index + 1, null);
    if (!word.startsWith("-") || word === "-") return done(index, null);
    const equals = word.startsWith("--") ? word.indexOf("=") : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined) return done(index, word);
    const value = equals < 0 ? (kind === "value" ? args[++index] : "true") : word.slice(equals + 1);
    if (value === undefined) return done(args.length, word);
    flags.set(name, [...(flags.get(name) ?? []), value]);
    index += 1;
  }
  return done(index, null);
}

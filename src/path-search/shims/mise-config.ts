import * as v from "valibot";

import { tomlLibrary } from "../../formats/lazy.ts";
import { judgeVariables } from "../../launchers/variables/judge.ts";

const Value = v.union([v.string(), v.number(), v.boolean()]);
const Environment = v.record(v.string(), v.unknown());
const Config = v.looseObject({
  // An array is a record too, so it goes first.
  env: v.optional(v.union([v.array(Environment), Environment])),
  settings: v.optional(v.looseObject({ env_file: v.optional(v.unknown()) })),
});

/**
 * What a configuration of mise does to the programs that its shims start, besides choosing versions:
 * `[env]` sets variables, `_.source` and `_.file` read more of them, templates run commands. The rest of
 * a sentence that begins with the file; null where that is nothing.
 */
export function oddMiseConfig(text: string, home: string): string | null {
  const parsed = v.safeParse(Config, tomlOf(text));
  // What mise cannot read starts nothing.
  if (!parsed.success) return null;
  if (/\{\{|\{%/.test(text)) return "has templates, which can run commands";
  const { env = {}, settings } = parsed.output;
  if (settings?.env_file !== undefined) return "names a file with further variables";
  for (const [name, value] of [env].flat().flatMap((one) => Object.entries(one))) {
    if (name === "_" || name === "mise") return "reads variables or folders from elsewhere (env._)";
    const given = v.safeParse(Value, value);
    const [judged] = judgeVariables(
      { [name]: given.success ? String(given.output) : JSON.stringify(value) },
      { ecosystem: null, home, isCaseless: false },
    );
    if (judged !== undefined) return `sets ${name}, which ${judged.does}`;
    if (FOLLOWED.test(name)) return `sets ${name}`;
  }
  return null;
}

/** What is followed where an entry sets it is not followed here. */
const FOLLOWED = /^(?:PATH|npm_config_(?:cache|prefix)|HOME|XDG_\w+)$/i;

function tomlOf(text: string): unknown {
  try {
    return tomlLibrary().parse(text);
  } catch {
    return null;
  }
}

import { judgeVariables } from "../launchers/variables/judge.ts";
import type { JudgedVariable } from "../model/entry-evidence.ts";
import type { Launch } from "../model/launch.ts";
import type { ServerEntry } from "../model/server.ts";

/** The variables of an entry that do something to what runs, whoever sets them. */
export function variablesOf(
  { env, args }: ServerEntry,
  { ecosystem, wrappers, unjudged }: Launch,
  home: string,
): readonly JudgedVariable[] {
  const context = { ecosystem, home, isCaseless: /^[A-Za-z]:/.test(home) };
  const own = judgeVariables(env, context);
  // `env NAME=VALUE npx …`: the launch names the variable and has left its value out.
  if (wrappers.length === 0) return own;
  const assigned = args.flatMap((word): [string, string][] => {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
    const isAssigned = name !== undefined && unjudged.some((one) => one.endsWith(` ${name}`));
    return isAssigned && value !== undefined ? [[name, value]] : [];
  });
  const given = judgeVariables(Object.fromEntries(assigned), context);
  return [...own, ...given.filter(({ outcome }) => outcome !== "unjudged")];
}

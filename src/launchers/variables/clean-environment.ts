import { judgeVariables } from "./judge.ts";
import type { EffectOutcome } from "../../model/entry-evidence.ts";

/**
 * What a server is not given: what runs other code in it, has packages come from elsewhere, turns
 * proofs off, and what nobody has judged. Proxies, certificates and folders are the user's own affair.
 */
const KEPT_BACK: readonly EffectOutcome[] = ["injected", "registry", "tls-off", "unjudged"];

export interface CleanEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Names of what was left out, sorted. */
  readonly keptBack: readonly string[];
}

/**
 * The variables that a server is started with: those of this process, which are the client's and the
 * entry's own, less the ones that change what runs.
 *
 * @param allowed names that the lockfile lets through
 */
export function cleanEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  {
    ecosystem,
    home,
    allowed,
    isCaseless,
  }: {
    readonly ecosystem: string;
    readonly home: string;
    readonly allowed: readonly string[];
    readonly isCaseless: boolean;
  },
): CleanEnvironment {
  const given = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const judged = judgeVariables(Object.fromEntries(given), { ecosystem, home, isCaseless });
  const keptBack = judged
    .filter(({ name, outcome }) => KEPT_BACK.includes(outcome) && !allowed.includes(name))
    .map(({ name }) => name)
    .toSorted();
  const left = new Set(keptBack);
  return { env: Object.fromEntries(given.filter(([name]) => !left.has(name))), keptBack };
}

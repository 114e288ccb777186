import type { RankedDifference } from "../difference/difference.ts";

export interface Refusal {
  readonly reason: string;
  /** How to allow it, where that is not said in the reason. */
  readonly hint: string | null;
}

/**
 * Why a move is not made, whatever is answered; null where a person may decide. `--yes` is no person:
 * it takes no install script that nobody named.
 */
export function refusalOf(
  { risks }: RankedDifference,
  { isYes, allowScripts }: { readonly isYes: boolean; readonly allowScripts: readonly string[] },
): Refusal | null {
  const blocked = risks.find(({ blockedBy }) => blockedBy !== null);
  if (blocked !== undefined)
    return {
      reason: `${blocked.package} ${blocked.to ?? ""}: ${blocked.message}: ${blocked.blockedBy ?? ""}`,
      hint: blocked.exception,
    };
  if (!isYes) return null;
  const script = risks.find(
    ({ id, package: name }) =>
      (id === "install-script-added" || id === "install-script-changed") &&
      !allowScripts.includes(name),
  );
  return script === undefined
    ? null
    : {
        reason: `${script.package} ${script.to ?? ""} runs a script at install, which --yes alone does not accept: answer on a terminal, or add --allow-scripts ${script.package}`,
        hint: null,
      };
}

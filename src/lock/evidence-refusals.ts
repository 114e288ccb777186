import type { PackageEvidence } from "../model/evidence-difference.ts";
import type { Finding } from "../model/finding.ts";
import type { OnlineEvidence } from "../model/online.ts";
import type { ServerEntry } from "../model/server.ts";
import { judgeEvidence } from "../verify/judge.ts";

/** A package that would be pinned, with what is not believed of what its registry says of its makers. */
export interface JudgedPackage {
  readonly name: string;
  readonly version: string;
  readonly invalid: readonly string[];
}

/**
 * Errors of what a registry says of who made a package: evidence that is there and not believed, and what a
 * version lost that a pinned one had. With one of them nothing is pinned.
 */
export function evidenceRefusals(
  { name, id }: Pick<ServerEntry, "id" | "name">,
  packages: readonly JudgedPackage[],
  lost: readonly PackageEvidence[] = [],
): readonly Finding[] {
  const invalid: readonly PackageEvidence[] = packages
    .filter((one) => one.invalid.length > 0)
    .map(({ name: of, version, invalid: reasons }) => ({
      package: of,
      version,
      differences: reasons.map((reason) => ({
        kind: "invalid" as const,
        weight: "block" as const,
        pinned: null,
        observed: reason,
      })),
    }));
  const online: OnlineEvidence = {
    name,
    isFloating: false,
    resolvesAnew: false,
    cooldownDays: 0,
    packages: [],
    evidence: [...invalid, ...lost],
    closure: null,
    statuses: [],
    disagreements: [],
    problems: [],
  };
  return judgeEvidence({ online }, id).findings.filter(({ severity }) => severity === "error");
}

import type { EvidenceMap, InstalledTreeEvidence } from "../model/evidence.ts";
import type { EnvironmentProblem, EnvironmentProblemKind } from "../model/python-evidence.ts";
import type { FindingDraft } from "../model/finding.ts";
import { reinstall } from "./remedies.ts";

type Check<Kind extends keyof EvidenceMap> = (
  evidence: EvidenceMap[Kind],
) => Iterable<FindingDraft>;

/** One check for what every ecosystem installs. */
export function everyTree(check: (tree: InstalledTreeEvidence) => Iterable<FindingDraft>): {
  readonly npmTree: Check<"npmTree">;
  readonly python: Check<"python">;
} {
  return {
    npmTree: check,
    *python({ environments }) {
      for (const environment of environments) yield* check(environment);
    },
  };
}

/** The problems of one kind, in a server's environments and around them. */
export function* problemsOf(
  { environments, problems }: EvidenceMap["python"],
  kind: EnvironmentProblemKind,
): Iterable<FindingDraft> {
  for (const environment of environments)
    for (const one of environment.problems)
      if (one.kind === kind) yield draftOf(one, reinstall(environment));
  for (const one of problems) if (one.kind === kind) yield draftOf(one, null);
}

function draftOf(
  { path, message, pinned, observed, wouldRun }: EnvironmentProblem,
  remedy: string | null,
): FindingDraft {
  return {
    message,
    location: { file: path },
    ...(pinned === null ? {} : { pinned }),
    ...(observed === null ? {} : { observed }),
    ...(wouldRun === null ? {} : { wouldRun }),
    ...(remedy === null ? {} : { remedy }),
  };
}

import type { EvidenceMap } from "../model/evidence.ts";
import type { Finding, FindingDraft, Severity } from "../model/finding.ts";
import type { Rule } from "./define.ts";

/** All evidence on one server; a kind is absent where it does not apply. */
export type Evidence = { readonly [Kind in keyof EvidenceMap]?: EvidenceMap[Kind] };

/** More findings of one rule for one server say nothing new: the last one counts the rest. */
const MAX_FINDINGS = 20;

/** In the order in which findings are told. A kind that stood nowhere here would never be judged. */
const ORDER: Readonly<Record<keyof EvidenceMap, number>> = {
  config: 0,
  entry: 1,
  environment: 2,
  npx: 3,
  launch: 4,
  pin: 5,
  npmTree: 6,
  python: 7,
  program: 8,
  policy: 9,
  names: 10,
  chain: 11,
  online: 12,
  failures: 13,
  agent: 14,
  unknownDemand: 15,
};
// The keys of a record of this type are these and no others.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const KINDS = (Object.keys(ORDER) as (keyof EvidenceMap)[]).toSorted((a, b) => ORDER[a] - ORDER[b]);

/** Evidence of two sources on one server. Failures add up; anything else has one source. */
export function joinEvidence(one: Evidence, other: Evidence): Evidence {
  const failures = [...(one.failures ?? []), ...(other.failures ?? [])];
  const chain = other.chain ?? one.chain;
  const chains = [...(one.chain?.chains ?? []), ...(other.chain?.chains ?? [])];
  return {
    ...one,
    ...other,
    ...(chain === undefined ? {} : { chain: { ...chain, chains } }),
    ...(failures.length === 0 ? {} : { failures }),
  };
}

/** Every finding of every rule on one server's evidence, in the order of the rules. */
export function applyRules(
  rules: readonly Rule[],
  evidence: Evidence,
  server: string | null,
): readonly Finding[] {
  return rules.flatMap((rule) => {
    const drafts = KINDS.flatMap((kind) => draftsOf(rule, kind, evidence));
    return capped(drafts).map((draft) => findingOf(rule, draft, server));
  });
}

// The type parameter ties the check to its kind of evidence.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function draftsOf<Kind extends keyof EvidenceMap>(
  rule: Rule,
  kind: Kind,
  evidence: Evidence,
): FindingDraft[] {
  const check = rule.checks[kind];
  const known = evidence[kind];
  return check === undefined || known === undefined ? [] : [...check(known)];
}

function capped(drafts: readonly FindingDraft[]): readonly FindingDraft[] {
  if (drafts.length <= MAX_FINDINGS) return drafts;
  const shown = drafts.slice(0, MAX_FINDINGS - 1);
  const last = drafts[MAX_FINDINGS - 1];
  const rest = drafts.length - MAX_FINDINGS;
  return last === undefined
    ? shown
    : [...shown, { ...last, message: `${last.message} (and ${rest} more like it)` }];
}

function findingOf(rule: Rule, draft: FindingDraft, server: string | null): Finding {
  return {
    ruleId: rule.id,
    severity: draft.severity ?? rule.severity,
    server,
    message: draft.message,
    location: draft.location ?? null,
    pinned: draft.pinned ?? null,
    observed: draft.observed ?? null,
    wouldRun: draft.wouldRun ?? null,
    remedy: draft.remedy ?? rule.docs.remedy,
  };
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

/** Errors first; within a severity the order of the rules stays. */
export function bySeverity(a: Finding, b: Finding): number {
  return RANK[a.severity] - RANK[b.severity];
}

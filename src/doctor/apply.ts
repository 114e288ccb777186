import type { Consequence, Diagnosed } from "../model/diagnosis.ts";
import { EXIT } from "../model/verdict.ts";
import type { Diagnosis, DiagnosisDraft } from "./define.ts";
import type { FactMap } from "./facts.ts";

/** Facts of one kind, and whom they concern where a diagnosis does not say it itself. */
export type Gathered = {
  readonly [Kind in keyof FactMap]: {
    readonly kind: Kind;
    readonly facts: FactMap[Kind];
    readonly subject: string;
    readonly servers: readonly string[];
    readonly clients: readonly string[];
  };
}[keyof FactMap];

/** More of one kind for one subject say nothing new: the last one counts the rest. */
const MAX_FINDINGS = 20;

/** Every diagnosis on everything that was gathered: the gravest first, else in the order of the facts. */
export function diagnose(
  diagnoses: readonly Diagnosis[],
  gathered: readonly Gathered[],
): readonly Diagnosed[] {
  const found = gathered.flatMap((one) =>
    diagnoses
      .flatMap((diagnosis) =>
        capped(draftsOf(diagnosis, one)).map((draft) => diagnosedOf(diagnosis, draft, one)),
      )
      .toSorted(byPlace),
  );
  const rank = { error: 0, warning: 1, note: 2 };
  return merged(found).toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

/** What several clients find at one place of a file that they share is told once. */
function merged(found: readonly Diagnosed[]): readonly Diagnosed[] {
  const known = new Map<string, Diagnosed>();
  for (const one of found) {
    const { ruleId, location, message, severity } = one;
    const key = JSON.stringify([ruleId, location, message, severity]);
    const before = known.get(key);
    if (before === undefined || location === null) {
      known.set(before === undefined ? key : `${key} ${known.size}`, one);
      continue;
    }
    const servers = [...new Set([...before.servers, ...one.servers])];
    const clients = [...new Set([...before.clients, ...one.clients])];
    known.set(key, { ...before, servers, clients });
  }
  return [...known.values()];
}

/** As they stand in the file; without a place they keep their order. */
function byPlace({ location: a }: Diagnosed, { location: b }: Diagnosed): number {
  if (a?.line === undefined || b?.line === undefined) return 0;
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0);
}

function draftsOf(
  { checks }: Diagnosis,
  { kind, facts }: Pick<Gathered, "kind" | "facts">,
): readonly DiagnosisDraft[] {
  // The kind ties the facts to the check; that the two belong together is what `Gathered` says.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const check = checks[kind] as ((known: typeof facts) => Iterable<DiagnosisDraft>) | undefined;
  return check === undefined ? [] : [...check(facts)];
}

function capped(drafts: readonly DiagnosisDraft[]): readonly DiagnosisDraft[] {
  const last = drafts[MAX_FINDINGS - 1];
  if (drafts.length <= MAX_FINDINGS || last === undefined) return drafts;
  const rest = drafts.length - MAX_FINDINGS;
  const more = { ...last, message: `${last.message} (and ${rest} more like it)` };
  return [...drafts.slice(0, MAX_FINDINGS - 1), more];
}

function diagnosedOf(
  { id, severity, consequence, docs }: Diagnosis,
  draft: DiagnosisDraft,
  { subject, servers, clients }: Pick<Gathered, "subject" | "servers" | "clients">,
): Diagnosed {
  return {
    ruleId: id,
    severity: draft.severity ?? severity,
    consequence: draft.consequence ?? consequence,
    servers: draft.servers ?? servers,
    clients: draft.clients ?? clients,
    subject,
    message: draft.message,
    location: draft.location ?? null,
    excerpt: draft.excerpt ?? null,
    effect: draft.effect ?? null,
    remedy: draft.remedy ?? docs.remedy,
    isFixable: draft.isFixable ?? false,
  };
}

const GRAVE: readonly Consequence[] = ["no-start", "leak", "scope"];

/** 1 where something is wrong, 3 where something could not be judged or nothing was there to judge. */
export function exitCodeOf(findings: readonly Diagnosed[], servers: number): number {
  const isWrong = findings.some(
    ({ severity, consequence }) => severity === "error" && GRAVE.includes(consequence),
  );
  if (isWrong) return EXIT.violated;
  const isOpen = findings.some(({ consequence }) => consequence === "unsettled");
  return isOpen || servers === 0 ? EXIT.unsettled : EXIT.clean;
}

import type { PlanFacts, PlannedPin } from "../model/lock-plan.ts";
import type { EvidenceLevel, Provenance } from "../model/provenance.ts";
import type { TimeOrigin } from "../model/time-origin.ts";
import { count, grouped, printable } from "../model/text.ts";
import type { BlockContext } from "./finding-block.ts";
import { shortPath } from "./paths.ts";

const DAY_MS = 86_400_000;
const NAMED = 8;
const BY: Readonly<Record<TimeOrigin, string>> = {
  registry: "",
  log: " by its log",
  "first-seen": " as first seen here",
};

/** What a person is asked to trust, and what is worth a look before saying yes. */
export interface PlanSummary {
  readonly server: string;
  readonly subject: string;
  readonly version: string;
  readonly origin: "installed" | "resolved";
  readonly ageDays: number | null;
  readonly publisher: string | null;
  readonly repository: string | null;
  readonly deprecated: string | null;
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
  readonly installScripts: readonly {
    readonly package: string;
    readonly script: string;
    readonly isApproved: boolean;
  }[];
  readonly cooldownDays: number;
  /** The line of the policy that states it; null where it is only the usual one. */
  readonly cooldownBy: string | null;
  readonly young: readonly {
    readonly package: string;
    readonly ageDays: number;
    /** Whose word its time is. */
    readonly by: TimeOrigin;
  }[];
  /** Files that run at every start of the interpreter. */
  readonly startupHooks: readonly { readonly package: string; readonly file: string }[];
  /** How many packages have how much evidence of who made them. */
  readonly evidence: Readonly<Record<EvidenceLevel, number>>;
  /** Who built the server's own package, verified. */
  readonly provenance: Provenance | null;
  /** Whose choice the packages are: `npm` to `11.19.1`. */
  readonly resolver: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** How old packages must be before a pin moves to them. */
export interface CooldownOfPlan {
  readonly days: number;
  readonly by: string | null;
  /** Of one package, with the exceptions of the policies. */
  of(name: string): number;
}

export function summarize(
  { server, subject }: { readonly server: string; readonly subject: string },
  { origin, root, packages, resolver, notes }: PlanFacts,
  now: Date,
  cooldown: CooldownOfPlan,
): PlanSummary {
  const named = ({ name, version }: PlannedPin): string => `${name} ${version}`;
  const young = packages
    .map((one) => ({
      package: named(one),
      ageDays: ageOf(one.published, now) ?? Number.POSITIVE_INFINITY,
      days: cooldown.of(one.name),
      by: one.publishedBy,
    }))
    .filter(({ ageDays, days }) => ageDays < days)
    .map(({ package: name, ageDays, by }) => ({ package: name, ageDays, by }))
    .toSorted((a, b) => a.ageDays - b.ageDays);
  return {
    server,
    subject,
    version: root.version,
    origin,
    ageDays: ageOf(root.published, now),
    publisher: root.publisher,
    repository: root.repository,
    deprecated: root.deprecated,
    packages: packages.length,
    files: packages.reduce((sum, one) => sum + one.files, 0),
    bytes: packages.reduce((sum, one) => sum + one.bytes, 0),
    installScripts: packages.flatMap((one) =>
      Object.entries(one.scripts).map(([event, command]) => ({
        package: named(one),
        script: `${event}: ${command}`,
        isApproved: one.isApproved,
      })),
    ),
    startupHooks: packages.flatMap((one) =>
      one.startupHooks.map((file) => ({ package: named(one), file })),
    ),
    evidence: countedBy(packages),
    provenance: root.provenance,
    cooldownDays: cooldown.days,
    cooldownBy: cooldown.by,
    young,
    resolver,
    notes,
  };
}

function countedBy(packages: readonly PlannedPin[]): Record<EvidenceLevel, number> {
  const counts = { none: 0, signature: 0, publish: 0, provenance: 0 };
  for (const { evidence } of packages) if (evidence !== null) counts[evidence.level] += 1;
  return counts;
}

function ageOf(published: string | null, now: Date): number | null {
  const time = published === null ? Number.NaN : Date.parse(published);
  return Number.isNaN(time) ? null : Math.max(0, Math.floor((now.getTime() - time) / DAY_MS));
}

/** The same for people, before the question. */
export function planText(summary: PlanSummary, { style }: BlockContext): string {
  const { server, subject, version, origin, packages, files, bytes, young, cooldownDays } = summary;
  const age =
    summary.ageDays === null ? "at an unknown time" : `${count(summary.ageDays, "day")} ago`;
  const by =
    summary.publisher === null ? "publisher unknown" : `by ${printable(summary.publisher, 80)}`;
  const from =
    origin === "installed"
      ? "the tree that is installed"
      : "the tree that the next start would install today";
  const lines = [
    `${style.bold(printable(server, 80))}  ${printable(subject, 120)} ${printable(version, 60)}  (${from})`,
    `  published    ${age}, ${by}`,
    `  repository   ${summary.repository === null ? "none named" : printable(summary.repository, 200)}`,
    `  contents     ${count(packages, "package")}, ${count(files, "file")}, ${(bytes / 1e6).toFixed(1)} MB`,
    `  resolved by  ${Object.entries(summary.resolver)
      .map(([name, is]) => `${TOOLS[name] ?? name} ${printable(is, 20)}`)
      .join(", ")}`,
  ];
  lines.push(...evidenceLines(summary, style.warn));
  if (summary.deprecated !== null)
    lines.push(`  ${style.warn("deprecated")}   ${printable(summary.deprecated, 200)}`);
  lines.push(scriptsLine(summary, style.warn), ...hooksLine(summary));
  const named = young
    .slice(0, NAMED)
    .map((one) => `${printable(one.package, 80)} (${count(one.ageDays, "day")}${BY[one.by]})`);
  const more = young.length > NAMED ? `, and ${young.length - NAMED} more` : "";
  lines.push(
    young.length === 0
      ? `  age          no package is younger than ${cooldownDays} days`
      : `  ${style.warn("young")}        ${count(young.length, "package is", "packages are")} younger than ${cooldownDays} days${summary.cooldownBy === null ? "" : ` (${printable(summary.cooldownBy, 200)})`}: ${named.join(", ")}${more}`,
  );
  lines.push(...summary.notes.map((note) => `  note         ${printable(note, 300)}`));
  return `${lines.join("\n")}\n`;
}

/** Who made all this, the strongest evidence first. */
function evidenceLines(
  { evidence, provenance }: PlanSummary,
  warn: (text: string) => string,
): readonly string[] {
  const { none, signature, publish, provenance: built } = evidence;
  const parts = [
    built === 0 ? null : count(built, "package says who built it", "packages say who built them"),
    publish === 0 ? null : `${grouped(publish)} with a record of their publication`,
    signature === 0 ? null : `${grouped(signature)} signed by the registry`,
    none === 0 ? null : `${grouped(none)} without any that could be had`,
  ].filter((part) => part !== null);
  if (parts.length === 0) return [];
  const isWeak = built + publish + signature === 0;
  const head = `  ${isWeak ? warn("evidence") : "evidence"}     ${parts.join(", ")}`;
  if (provenance === null) return [head];
  const { identity, ref, commit } = provenance;
  const from = [identity.repository, identity.workflow, ref, commit].filter((one) => one !== null);
  return [head, `  built by     ${printable(from.join(", "), 300)}`];
}

const TOOLS: Readonly<Record<string, string>> = { node: "Node", python: "Python" };

function hooksLine({ startupHooks }: PlanSummary): readonly string[] {
  if (startupHooks.length === 0) return [];
  const rows = startupHooks.map((one) => printable(`${one.package} ${one.file}`, 160));
  return [`  at start     ${rows.join("\n               ")}`];
}

function scriptsLine({ installScripts }: PlanSummary, warn: (text: string) => string): string {
  if (installScripts.length === 0) return "  scripts      none run at install";
  const rows = installScripts.map(
    (one) =>
      `${printable(one.package, 80)} ${printable(one.script, 120)}${one.isApproved ? " (approved)" : " (not approved)"}`,
  );
  return `  ${warn("scripts")}      ${rows.join("\n               ")}`;
}

/** After writing. */
export function lockedLine(file: string, home: string): string {
  return `pinned in ${printable(shortPath(file, home), 300)}\n`;
}

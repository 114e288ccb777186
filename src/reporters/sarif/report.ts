import type { Finding, Location } from "../../model/finding.ts";
import type { Report, ServerReport } from "../../model/report.ts";
import { printable, printableJson } from "../../model/text.ts";
import { VERDICTS } from "../../model/verdict.ts";
import { shortenPaths } from "../paths.ts";
import { type SarifFinding, sarifLog, type SarifRun } from "./log.ts";
import { Fingerprints, locationOf, type Surroundings } from "./places.ts";

const MAX_TEXT = 2000;

/** The report of `verify` and `status` as SARIF 2.1.0. */
export function sarifReport(report: Report, around: Surroundings): string {
  const fingerprints = new Fingerprints(around);
  const findings = [
    ...report.fileFindings.map((finding) => fileFinding(finding, fingerprints, around)),
    ...report.servers.flatMap((server) =>
      server.findings.map((finding) =>
        serverFinding(finding, server, { fingerprints, around, lockfiles: report.lockfiles }),
      ),
    ),
  ];
  const count = (verdict: string): number =>
    report.servers.filter((server) => server.verdict === verdict).length;
  return `${printableJson(
    sarifLog({
      version: report.version,
      category: "verify",
      now: report.now,
      findings,
      notifications: notificationsOf(report, around),
      properties: {
        exitCode: report.exitCode,
        lockfiles: report.lockfiles.map((one) => shortenPaths(one, around.home)),
        summary: Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)])),
      },
    }),
  )}\n`;
}

function notificationsOf(
  { servers, assumptions, gaps }: Report,
  { home }: Surroundings,
): SarifRun["notifications"] {
  const active = servers.filter(({ verdict }) => verdict !== null);
  const note = (text: string) => ({
    level: "note" as const,
    text: printable(shortenPaths(text, home), MAX_TEXT),
  });
  return [
    ...(active.length === 0
      ? [{ level: "warning" as const, text: "no MCP server is configured: nothing was checked" }]
      : []),
    ...assumptions.map((text) => note(`assumed: ${text}`)),
    ...gaps.map((text) => note(`not seen: ${text}`)),
  ];
}

function textOf({ message, remedy }: Finding, { home }: Surroundings): string {
  return printable(shortenPaths(`${message}. To do: ${remedy}`, home), MAX_TEXT);
}

function fileFinding(
  finding: Finding,
  fingerprints: Fingerprints,
  around: Surroundings,
): SarifFinding {
  const { ruleId, severity, location } = finding;
  return {
    ruleId,
    level: severity,
    text: textOf(finding, around),
    locations: location === null ? [] : [locationOf(location, around)],
    relatedLocations: [],
    fingerprint: fingerprints.of(ruleId, [], location?.file ?? null),
    properties: {},
  };
}

function serverFinding(
  finding: Finding,
  { entry, verdict }: ServerReport,
  {
    fingerprints,
    around,
    lockfiles,
  }: {
    readonly fingerprints: Fingerprints;
    readonly around: Surroundings;
    readonly lockfiles: readonly string[];
  },
): SarifFinding {
  const { ruleId, severity, location, pinned, observed, wouldRun } = finding;
  const isReviewed = location !== null && isReviewedFile(location, entry.source.file, lockfiles);
  const elsewhere =
    location === null || isReviewed
      ? []
      : [{ ...locationOf(location, around), message: { text: "what was found" } }];
  return {
    ruleId,
    level: severity,
    text: `${printable(entry.name, 80)}: ${textOf(finding, around)}`,
    // What is on a disk nobody reviews: the entry that starts it is what a person can look at.
    locations: [locationOf(isReviewed ? location : entry.source, around)],
    relatedLocations: elsewhere,
    fingerprint: fingerprints.of(ruleId, [entry.id, pinned], location?.file ?? null),
    properties: {
      server: entry.id,
      verdict,
      pinned,
      observed,
      wouldRun: wouldRun === null ? null : shortenPaths(wouldRun, around.home),
    },
  };
}

/** A configuration, a lockfile or a policy: what is under version control. */
function isReviewedFile({ file }: Location, config: string, lockfiles: readonly string[]): boolean {
  return file === config || lockfiles.some((directory) => file.startsWith(`${directory}/`));
}

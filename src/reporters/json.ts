import type { Finding } from "../model/finding.ts";
import type { Launch } from "../model/launch.ts";
import type { Report } from "../model/report.ts";
import type { ServerEntry } from "../model/server.ts";
import { printableJson } from "../model/text.ts";
import { VERDICTS } from "../model/verdict.ts";

/** Raised by every change that is not an addition: machine readers depend on the shape. */
const SCHEMA_VERSION = 1;

/** The JSON report of `verify`, version 1; `more` are fields that one command adds. */
export function jsonReport(report: Report, more: Readonly<Record<string, unknown>> = {}): string {
  const findings: Finding[] = [];
  const place = (finding: Finding): number => findings.push(finding) - 1;
  const servers = report.servers.map((server) => ({
    ...serverJson(server.entry, server.launch),
    verdict: server.verdict,
    reason: server.reason,
    version: server.version,
    findings: server.findings.map(place),
    checked: server.checked,
  }));
  for (const finding of report.fileFindings) place(finding);
  const summary = Object.fromEntries(
    VERDICTS.map((verdict) => [
      verdict,
      report.servers.filter((server) => server.verdict === verdict).length,
    ]),
  );
  return `${printableJson({
    ...headJson(report),
    lockfiles: report.lockfiles,
    assumptions: report.assumptions,
    gaps: report.gaps,
    servers,
    findings,
    summary,
    exitCode: report.exitCode,
    ...more,
  })}\n`;
}

/** What every JSON answer starts with. */
export function headJson({ version, now }: { readonly version: string; readonly now: string }) {
  return { schemaVersion: SCHEMA_VERSION, tool: { name: "pinfold", version }, now };
}

/** A server without a verdict, as `list` has it. Of env only the names. */
export function serverJson(entry: ServerEntry, launch: Launch) {
  const { id, client, scope, folder, name, disabled, disabledBy, source } = entry;
  const {
    kind,
    detail,
    launcher,
    ecosystem,
    package: packageName,
    versionSpec,
    pinLevel,
    spec,
    file,
    bin,
    extras,
    wrappers,
    endpoint,
    cwd,
    reason,
    unjudged,
  } = launch;
  return {
    id,
    client,
    scope,
    folder,
    name,
    disabled,
    disabledBy,
    source,
    launch: {
      kind,
      detail,
      launcher,
      ecosystem,
      package: packageName,
      versionSpec,
      pinLevel,
      spec,
      file,
      bin,
      extras,
      wrappers,
      endpoint,
      cwd,
      reason,
      unjudged,
    },
    env: Object.keys(entry.env),
    headers: entry.headers,
  };
}

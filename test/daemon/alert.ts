import type { Alert, AlertServer, Judgement } from "../../src/model/agent.ts";
import type { Finding } from "../../src/model/finding.ts";
import { launchOf } from "../../src/model/launch.ts";
import { NOTHING_CHECKED, type Report, type ServerReport } from "../../src/model/report.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { entryOf } from "./entry.ts";

export const NOW = new Date("2026-11-22T20:00:00Z");

export function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

export function server(name: string, clientName = "Cursor"): AlertServer {
  return { id: `${clientName.toLowerCase()}/${name}`, name, clientName, launcher: "npx" };
}

/** An error on one server that nobody was told of. */
export function alert(key: string, parts: Partial<Alert> = {}): Alert {
  return {
    key,
    id: key,
    place: key,
    ruleId: "modified-file",
    severity: "error",
    message: `${key} was changed on disk`,
    file: null,
    wouldRun: null,
    servers: [server(key)],
    sources: ["/home/ada/.cursor/mcp.json"],
    isOnline: false,
    isOfLauncher: false,
    since: NOW.toISOString(),
    notified: null,
    ...parts,
  };
}

export function finding(ruleId: string, parts: Partial<Finding> = {}): Finding {
  return {
    ruleId,
    severity: "error",
    server: null,
    message: `${ruleId} was found`,
    location: null,
    pinned: null,
    observed: null,
    wouldRun: null,
    remedy: "look at it",
    ...parts,
  };
}

export function judged(
  name: string,
  findings: readonly Finding[] = [],
  verdict: Verdict = findings.some(({ severity }) => severity === "error")
    ? "violated"
    : "verified",
): ServerReport {
  return {
    entry: entryOf(name),
    launch: launchOf({ kind: "package", detail: "registry-package", launcher: "npx" }),
    verdict,
    reason: null,
    version: null,
    findings,
    checked: NOTHING_CHECKED,
  };
}

export function judgement(
  servers: readonly ServerReport[],
  parts: Partial<Omit<Judgement, "report">> & { fileFindings?: readonly Finding[] } = {},
): Judgement {
  const { fileFindings = [], ...rest } = parts;
  const report: Report = {
    version: "0.0.0-test",
    now: NOW.toISOString(),
    lockfiles: [],
    assumptions: [],
    gaps: [],
    servers,
    fileFindings,
    exitCode: 0,
  };
  return {
    report,
    isOnline: false,
    onlineRules: ["unvetted-update"],
    launcherRules: ["shadowed-launcher", "changed-launcher"],
    seen: [],
    configs: [],
    entries: "sha256:0",
    waiting: [],
    ...rest,
  };
}

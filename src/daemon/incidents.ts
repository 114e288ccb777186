import { createHash } from "node:crypto";
import { basename } from "node:path";

import type { Alert, AlertServer, Judgement } from "../model/agent.ts";
import type { Finding } from "../model/finding.ts";
import type { ServerReport } from "../model/report.ts";

/**
 * What a look at the machine found, as incidents: errors and warnings, each once, however many
 * servers share it. Notes and what a person has dealt with are none.
 */
export function incidentsOf(judgement: Judgement, own: readonly Finding[], now: Date): Alert[] {
  const found = new Map<string, { finding: Finding; servers: ServerReport[] }>();
  const add = (finding: Finding, server: ServerReport | null): void => {
    if (finding.severity === "note") return;
    const key = keyOf(finding);
    const known = found.get(key) ?? { finding, servers: [] };
    if (server !== null) known.servers.push(server);
    found.set(key, known);
  };
  const { report, onlineRules, launcherRules } = judgement;
  // What the agent says of itself comes first: the rest is worth no more than that.
  for (const one of own) add(one, null);
  for (const server of report.servers) for (const one of server.findings) add(one, server);
  for (const one of report.fileFindings) add(one, null);
  return [...found].map(([key, { finding, servers }]): Alert => {
    const { ruleId, severity, message, location, wouldRun } = finding;
    return {
      key,
      id: key.slice(0, 8),
      place: placeOf(finding),
      ruleId,
      severity,
      message,
      file: location?.file ?? null,
      wouldRun,
      servers: servers.map(serverOf),
      sources: [...new Set(servers.map(({ entry }) => entry.source.file))],
      isOnline: onlineRules.includes(ruleId),
      isOfLauncher: launcherRules.includes(ruleId),
      since: now.toISOString(),
      notified: null,
    };
  });
}

/** A place in a file moves with every edit of it, so lines are no part of an incident. */
function keyOf({ ruleId, message, location, pinned, observed, wouldRun }: Finding): string {
  return digestOf([ruleId, message, location?.file ?? null, pinned, observed, wouldRun]);
}

function placeOf({ ruleId, message, location, pinned, server }: Finding): string {
  const what = location?.file ?? pinned;
  return digestOf(what === null ? [ruleId, server, message] : [ruleId, what]);
}

function digestOf(parts: readonly (string | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

function serverOf({ entry, launch }: ServerReport): AlertServer {
  const { id, name, clientName, command } = entry;
  // A program that is started by itself is known by its own name, which status takes too.
  const launcher =
    launch.launcher === "binary" && command !== null ? basename(command) : launch.launcher;
  return { id, name, clientName, launcher };
}

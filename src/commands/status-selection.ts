import { basename } from "node:path/posix";

import type { Alert } from "../model/agent.ts";
import type { Report, ServerReport } from "../model/report.ts";
import { exitCodeOf } from "../model/verdict.ts";
import { usageError } from "./options.ts";

/**
 * A report on the servers that are asked for: by name, id or subject, by the launcher that starts them,
 * or by the number of an alert.
 */
export function selected(
  report: Report,
  wanted: readonly string[],
  alerts: readonly Alert[] = [],
): Report {
  if (wanted.length === 0) return report;
  const servers = report.servers.filter((server) =>
    wanted.some((one) => isMeant(server, one, alerts)),
  );
  for (const one of wanted)
    if (!report.servers.some((server) => isMeant(server, one, alerts)))
      throw usageError(
        `no server is named ${JSON.stringify(one)}, and no launcher of one`,
        namesText(report),
      );
  const verdicts = servers.map(({ verdict }) => verdict).filter((verdict) => verdict !== null);
  return { ...report, servers, fileFindings: [], exitCode: exitCodeOf(verdicts, 0) };
}

function isMeant(
  { entry, launch }: ServerReport,
  wanted: string,
  alerts: readonly Alert[],
): boolean {
  const subject = `${launch.ecosystem ?? ""}:${launch.package ?? ""}`;
  const launchers = [launch.launcher, entry.command === null ? null : basename(entry.command)];
  const alert = alerts.find(({ id }) => id === wanted);
  return (
    [entry.name, entry.id, subject, ...launchers].includes(wanted) ||
    alert?.servers.some(({ id }) => id === entry.id) === true
  );
}

function namesText({ servers }: Report): string {
  const names = [...new Set(servers.map(({ entry }) => entry.name))].slice(0, 10).join(", ");
  return names === "" ? "no server is configured" : `configured are: ${names}`;
}

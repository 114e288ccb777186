import type { Report, ServerReport } from "../model/report.ts";

/**
 * A report that may leave the process that made it: without values of variables, and of arguments only
 * those that are paths, which say what a server was given.
 */
export function maskedReport(report: Report): Report {
  return { ...report, servers: report.servers.map(masked) };
}

function masked(server: ServerReport): ServerReport {
  const { entry } = server;
  const env = Object.fromEntries(Object.keys(entry.env).map((name) => [name, ""]));
  const args = entry.args.filter((word) => word.startsWith("/") || word.startsWith("~"));
  return { ...server, entry: { ...entry, env, args, url: null, executes: [] } };
}

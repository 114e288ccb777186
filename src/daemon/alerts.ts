import type { Alert, EndedAlert, Judgement } from "../model/agent.ts";
import type { ServerReport } from "../model/report.ts";

/** What changed between two looks at the machine. */
export interface Change {
  /** Everything that stands now. */
  readonly alerts: readonly Alert[];
  readonly raised: readonly Alert[];
  readonly resolved: readonly EndedAlert[];
}

/** Rules that say that a server could not be judged this time: that settles nothing. */
const UNJUDGED: readonly string[] = [
  "judgement-failed",
  "unreadable-tree",
  "unusable-lockfile",
  "unsettled-launcher",
];

/**
 * The alerts that stand after a look at the machine. One is over where each of its servers was judged
 * without it, or is configured no more. It stays where its server could not be judged, where the file
 * that names the server is broken, and where only a registry could tell and none was asked.
 */
export function advance(
  before: readonly Alert[],
  found: readonly Alert[],
  judgement: Judgement,
): Change {
  const known = new Map(before.map((alert) => [alert.key, alert]));
  const current = found.map((alert) => {
    const old = known.get(alert.key);
    return old === undefined ? alert : { ...alert, since: old.since, notified: old.notified };
  });
  const keys = new Set(current.map(({ key }) => key));
  const gone = before.filter(({ key }) => !keys.has(key));
  const kept = gone.filter((alert) => isOpen(alert, judgement));
  return {
    alerts: [...current, ...kept],
    raised: current.filter(({ key }) => !known.has(key)),
    resolved: gone
      .filter((alert) => !kept.includes(alert))
      .map((alert) => ({ ...alert, end: endOf(alert, judgement) })),
  };
}

function endOf({ servers }: Alert, { report }: Judgement): EndedAlert["end"] {
  const own = report.servers.filter(({ entry }) => servers.some(({ id }) => id === entry.id));
  if (own.length === 0) return servers.length === 0 ? "other" : "removed";
  const isRight = ({ verdict }: ServerReport): boolean =>
    verdict === "verified" || verdict === "accepted" || verdict === "inconclusive";
  return own.every(isRight) ? "as-pinned" : "other";
}

function isOpen({ isOnline, servers, sources }: Alert, judgement: Judgement): boolean {
  const { report } = judgement;
  const own = report.servers.filter(({ entry }) => servers.some(({ id }) => id === entry.id));
  if (own.some(isUnjudged)) return true;
  if (isOnline && !judgement.isOnline && own.length > 0) return true;
  const broken = report.fileFindings
    .filter(({ ruleId }) => ruleId === "broken-config")
    .map(({ location }) => location?.file);
  return own.length < servers.length && sources.some((file) => broken.includes(file));
}

function isUnjudged({ verdict, findings }: ServerReport): boolean {
  return verdict === "inconclusive" && findings.some(({ ruleId }) => UNJUDGED.includes(ruleId));
}

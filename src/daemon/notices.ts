import type { Alert, EndedAlert, Notice, Snooze } from "../model/agent.ts";
import {
  reminderNotice,
  missedNotice,
  raisedNotice,
  resolvedNotice,
  summaryNotice,
} from "../reporters/notification.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** More than so many in a minute are read by nobody: they become one. */
const MAX_A_MINUTE = 3;

export interface Told {
  /** When alarms went out in the last minute: milliseconds since 1970. */
  readonly sent: readonly number[];
  /** When a summary went out last. */
  readonly summarized: number | null;
  /** What was told in the last minute, by rule and servers. */
  readonly recent: readonly { readonly what: string; readonly at: number }[];
  /** Keys of alerts that wait because there were too many. */
  readonly waiting: readonly string[];
  /** Alerts that were over before their turn came. */
  readonly missed: readonly Alert[];
}

export const NOTHING_TOLD: Told = {
  sent: [],
  summarized: null,
  recent: [],
  waiting: [],
  missed: [],
};

export interface Plan {
  readonly notices: readonly Notice[];
  readonly alerts: readonly Alert[];
  readonly told: Told;
}

export interface Situation {
  readonly alerts: readonly Alert[];
  readonly resolved: readonly EndedAlert[];
  readonly snoozes: readonly Snooze[];
  readonly told: Told;
  /** The first look of an agent that remembers nothing. */
  readonly isFirst: boolean;
  readonly home: string;
  readonly now: Date;
}

/**
 * What is to be said now. Errors, new servers, lost watching and their resolution are told, once an
 * incident; what one set of servers has is told together. Repeated at one place within a minute, or
 * beyond three in a minute, it waits for one summary. What stands is told again once a day.
 */
export function planNotices(situation: Situation): Plan {
  const { alerts, resolved, snoozes, isFirst, home, now } = situation;
  const time = now.getTime();
  const stamp = now.toISOString();
  const sent = situation.told.sent.filter((one) => time - one < MINUTE && one <= time);
  // The same place changed again: a tree that is being installed, an editor that saves often.
  const recent = situation.told.recent.filter(({ at }) => time - at < MINUTE && at <= time);
  const isHeld = (alert: Alert): boolean => recent.some(({ what }) => what === whatOf(alert));
  const isQuiet = (alert: Alert): boolean => isSnoozed(alert, snoozes, now);
  const fresh = alerts.filter(
    (alert) => alert.notified === null && isTold(alert) && !isQuiet(alert) && !isHeld(alert),
  );
  const groups = grouped(fresh);
  const over = grouped(resolved.filter((alert) => alert.notified !== null && isTold(alert))).filter(
    (group) => !alerts.some((alert) => isTold(alert) && sameServers(alert, group[0])),
  );
  const due = grouped(
    alerts.filter(
      (alert) =>
        alert.notified !== null &&
        isTold(alert) &&
        !isQuiet(alert) &&
        time - Date.parse(alert.notified) >= DAY,
    ),
  );

  const { told } = situation;
  const missed = [...told.missed, ...resolved.filter(({ key }) => told.waiting.includes(key))];
  const notices: Notice[] = [];
  let { summarized } = told;
  const mark = new Set<string>();
  const say = (notice: Notice): void => {
    notices.push(notice);
    for (const key of notice.alerts) mark.add(key);
  };
  const maySummarize = summarized === null || time - summarized >= MINUTE || summarized > time;
  const isRoom = groups.length + sent.length <= MAX_A_MINUTE;
  if (isFirst) {
    // What has stood for long is no news each; without an error among it, it is none at all.
    if (fresh.some(({ severity }) => severity === "error")) say(summaryNotice(groups, home));
    for (const { key } of fresh) mark.add(key);
  } else if (isRoom) {
    for (const group of groups) say(raisedNotice(group, home));
  } else if (groups.length > 0 && maySummarize) {
    say(summaryNotice(groups, home));
    summarized = time;
  }
  const alarms = notices.length;
  const isMissedTold = missed.length > 0 && (isRoom || maySummarize);
  if (isMissedTold) say(missedNotice(missed, home));
  if (over.length > MAX_A_MINUTE) say(resolvedNotice(over.flat(), home));
  else for (const group of over) say(resolvedNotice(group, home));
  if (due.length > 0) say(reminderNotice(due, home));
  return {
    notices,
    alerts: alerts.map((alert) => (mark.has(alert.key) ? { ...alert, notified: stamp } : alert)),
    told: {
      sent: [...sent, ...Array.from({ length: alarms }, () => time)],
      summarized,
      recent: [
        ...recent,
        ...fresh
          .filter(({ key }) => mark.has(key))
          .map((alert) => ({ what: whatOf(alert), at: time })),
      ],
      waiting: fresh.map(({ key }) => key).filter((key) => !mark.has(key)),
      missed: isMissedTold ? [] : missed,
    },
  };
}

/** Warnings are for those who ask: `status`. */
export function isTold({ severity, ruleId }: Alert): boolean {
  return severity === "error" || ruleId === "new-server" || ruleId === "watching-degraded";
}

/** Every server of it is to be quiet; what concerns no server cannot be snoozed. */
export function isSnoozed({ servers }: Alert, snoozes: readonly Snooze[], now: Date): boolean {
  const active = snoozes.filter(({ until }) => Date.parse(until) > now.getTime());
  return (
    servers.length > 0 && servers.every(({ id }) => active.some(({ ids }) => ids.includes(id)))
  );
}

function whatOf({ ruleId, servers }: Alert): string {
  return `${ruleId}\n${serversKey({ servers })}`;
}

/** By the servers that they concern: several findings of one cause are one notification. */
function grouped<One extends Alert>(alerts: readonly One[]): readonly (readonly One[])[] {
  return [...Map.groupBy(alerts, ({ servers, key }) => serversKey({ servers }) || key).values()];
}

function sameServers(
  one: Pick<Alert, "servers">,
  other: Pick<Alert, "servers"> | undefined,
): boolean {
  return other !== undefined && serversKey(one) === serversKey(other);
}

function serversKey({ servers }: Pick<Alert, "servers">): string {
  return servers
    .map(({ id }) => id)
    .toSorted()
    .join("\n");
}

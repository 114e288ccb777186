import type { Alert, AlertServer, EndedAlert, Notice } from "../model/agent.ts";
import { count, printable } from "../model/text.ts";
import { shortenPaths, shortPath } from "./paths.ts";

/** What happened, in as few words as a title has room for; else the rule's id says it. */
const PHRASES: Readonly<Record<string, string>> = {
  "shadowed-launcher": "replaced",
  "shadowed-interpreter": "interpreter replaced",
  "changed-launcher": "changed",
  "changed-interpreter": "interpreter changed",
  "changed-launcher-code": "code changed",
  "missing-launcher": "missing",
  "launcher-not-a-file": "no file any more",
  "writable-launcher": "open to everybody",
  "changed-server": "starts something else",
  "changed-program": "program changed",
  "changed-script": "script changed",
  "loosened-version": "version floats",
  "modified-file": "file changed",
  "added-file": "file added",
  "missing-file": "file missing",
  "replaced-link": "link replaced",
  "other-bytes": "other bytes",
  "unaccounted-package": "package added",
  "module-above-tree": "package shadowed",
  "protection-lost": "protection lost",
  "baseline-tampered": "record tampered with",
  "damaged-state": "record damaged",
  "injected-environment": "code injected",
  "redirected-registry": "registry redirected",
  "unvetted-update": "unvetted update",
  "new-server": "new server",
  "watching-degraded": "watching is degraded",
  "own-interpreter": "pinfold itself was changed",
  "log-tampered": "audit log was cut or rewritten",
};

const MAX_TITLE = 90;
const MAX_BODY = 360;

/** Alerts of one set of servers that were not told yet. The first is the gravest: rules are in order. */
export function raisedNotice(group: readonly Alert[], home: string): Notice {
  const [alert, ...more] = byGravity(group);
  if (alert === undefined) throw new Error("a notice tells of something");
  const isError = alert.severity === "error";
  const others = more.length === 0 ? null : `And ${count(more.length, "finding")} more.`;
  // Whatever is long, the command to type is whole.
  const command = advice(alert, isError);
  const what = clip(joined([bodyOf(alert, home), others]), MAX_BODY - command.length - 1);
  return {
    kind: "raised",
    urgency: isError ? "critical" : "normal",
    title: titleOf(alert),
    body: `${what}\n${command}`,
    alerts: group.map(({ key }) => key),
  };
}

/** Many at once: how many, and the gravest of them by name. Errors come first. */
export function summaryNotice(groups: readonly (readonly Alert[])[], home: string): Notice {
  const [only] = groups;
  if (groups.length === 1 && only !== undefined)
    return { ...raisedNotice(only, home), kind: "summary" };
  const all = byGravity(
    groups.map((group) => byGravity(group)[0]).filter((one) => one !== undefined),
  );
  const errors = all.filter(({ severity }) => severity === "error").length;
  const what = errors === 0 ? count(all.length, "warning") : count(errors, "error");
  const named = all.slice(0, MAX_NAMED).map((alert) => `${titleOf(alert)}.`);
  const rest = all.length > MAX_NAMED ? `And ${all.length - MAX_NAMED} more.` : null;
  return {
    kind: "summary",
    urgency: errors > 0 ? "critical" : "normal",
    title: `${what}: ${clip(serversText(all.flatMap(({ servers }) => servers)), 50)}`,
    body: joined([...named, rest, "pinfold status"]),
    alerts: groups.flat().map(({ key }) => key),
  };
}

const ENDS: Readonly<Record<EndedAlert["end"], string>> = {
  "as-pinned": "It is as pinned now.",
  removed: "It is configured no more.",
  other: "This is over.",
};

/** Alerts of one set of servers that are over, or of many. */
export function resolvedNotice(group: readonly EndedAlert[], home: string): Notice {
  const [alert] = byGravity(group);
  if (alert === undefined) throw new Error("a notice tells of something");
  const more = group.length === 1 ? null : `And ${count(group.length - 1, "finding")} more.`;
  const end = group.every((one) => one.end === alert.end) ? alert.end : "other";
  return {
    kind: "resolved",
    urgency: "low",
    title: clip(`Resolved: ${titleOf(alert)}`, MAX_TITLE),
    body: joined([`${ENDS[end]} Before: ${saidOf(alert, home)}`, more]),
    alerts: [],
  };
}

/** Alarms that were over before there was room to tell of them. */
export function missedNotice(alerts: readonly Alert[], home: string): Notice {
  const [alert] = byGravity(alerts);
  if (alert === undefined) throw new Error("a notice tells of something");
  const others = alerts.length === 1 ? null : `And ${alerts.length - 1} more.`;
  return {
    kind: "summary",
    urgency: "normal",
    title: `Came and went: ${titleOf(alert)}`,
    body: joined([`It is over: ${saidOf(alert, home)}`, others, "pinfold log --event finding"]),
    alerts: [],
  };
}

/** Once a day, for everything that still stands. */
export function reminderNotice(groups: readonly (readonly Alert[])[], home: string): Notice {
  const [first] = groups;
  const notice =
    groups.length === 1 && first !== undefined
      ? raisedNotice(first, home)
      : summaryNotice(groups, home);
  return { ...notice, kind: "reminder", title: clip(`Still: ${notice.title}`, MAX_TITLE) };
}

export const TEST_NOTICE: Notice = {
  kind: "test",
  urgency: "normal",
  title: "pinfold watches your MCP servers",
  body: "This is what an alarm looks like. Nothing is wrong. pinfold status",
  alerts: [],
};

const MAX_NAMED = 3;

function byGravity<One extends Alert>(alerts: readonly One[]): readonly One[] {
  return [
    ...alerts.filter(({ severity }) => severity === "error"),
    ...alerts.filter(({ severity }) => severity !== "error"),
  ];
}

function titleOf({ ruleId, isOfLauncher, servers }: Alert): string {
  const phrase = PHRASES[ruleId] ?? ruleId.replaceAll("-", " ");
  const [server] = servers;
  if (server === undefined) return clip(`pinfold: ${phrase}`, MAX_TITLE);
  const launcher = isOfLauncher ? launcherOf(servers) : null;
  if (launcher === null && servers.length === 1)
    return clip(`${name(server.name)} (${name(server.clientName)}): ${phrase}`, MAX_TITLE);
  const what = launcher === null ? phrase : `${name(launcher)} ${phrase}`;
  return clip(`${what}: ${serversText(servers)}`, MAX_TITLE);
}

function launcherOf(servers: readonly AlertServer[]): string | null {
  const names = new Set(servers.map(({ launcher }) => launcher));
  const [only = null] = names;
  return names.size === 1 ? only : null;
}

/** `5 servers (Cursor, Claude Desktop)`, `filesystem (Cursor)` */
function serversText(servers: readonly AlertServer[]): string {
  const ids = new Map(servers.map((server) => [server.id, server]));
  const clients = [...new Set([...ids.values()].map(({ clientName }) => name(clientName)))];
  const [only] = ids.values();
  const who = ids.size === 1 && only !== undefined ? name(only.name) : count(ids.size, "server");
  return clients.length === 0 ? who : `${who} (${clip(clients.join(", "), 40)})`;
}

function bodyOf(alert: Alert, home: string): string {
  const { wouldRun } = alert;
  const runs = wouldRun === null ? null : shortPath(wouldRun, home);
  const text = saidOf(alert, home);
  const would = runs === null || text.includes(runs) ? null : `Would run ${clip(name(runs), 120)}.`;
  return joined([text, would]);
}

/** The title has the number of servers. */
function saidOf({ message }: Alert, home: string): string {
  return sentence(message.replace(/ \(\d[\d,]* servers?\)$/, ""), home);
}

function advice({ servers, isOfLauncher }: Alert, isError: boolean): string {
  const clients = [...new Set(servers.map(({ clientName }) => name(clientName)))];
  const wait =
    isError && clients.length > 0 ? `Don't restart ${clip(clients.join(", "), 60)}; ` : "";
  const launcher = isOfLauncher ? launcherOf(servers) : null;
  const [server] = servers;
  const word = launcher ?? (servers.length === 1 ? server?.name : null) ?? "";
  // A name that a shell would read is not put into a command that people paste.
  return `${wait}pinfold status${/^[\w@./:+-]{1,60}$/.test(word) && !word.startsWith("-") ? ` ${word}` : ""}`;
}

function sentence(text: string, home: string): string {
  const said = clip(printable(shortenPaths(text, home), 220), 220);
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}

function name(text: string): string {
  return printable(text, 60);
}

function joined(parts: readonly (string | null)[]): string {
  return clip(parts.filter((part) => part !== null && part !== "").join("\n"), MAX_BODY);
}

function clip(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

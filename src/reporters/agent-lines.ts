import type { AgentStatus } from "../model/agent.ts";
import { count, printable } from "../model/text.ts";
import { shortPath } from "./paths.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `2 h ago`, `just now` */
export function agoText(time: string, now: Date): string {
  const ago = now.getTime() - Date.parse(time);
  if (ago < MINUTE) return "just now";
  if (ago < 2 * HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  return ago < 48 * HOUR
    ? `${Math.floor(ago / HOUR)} h ago`
    : `${Math.floor(ago / (24 * HOUR))} days ago`;
}

/** What a person should know of the agent beside its verdicts; nothing where all is well. */
export function agentLines(
  { version, degraded, failure, gap, isLooking, waiting, ...rest }: AgentStatus,
  { ours, home, now }: { ours: string; home: string; now: Date },
): readonly string[] {
  const { snoozes, ownFiles, delivery } = rest;
  const lines: string[] = [];
  for (const file of ownFiles) lines.push(`pinfold itself was changed: ${shortPath(file, home)}`);
  if (version !== ours)
    lines.push(`the agent is pinfold ${version}, this is ${ours}: pinfold agent install renews it`);
  if (failure !== null) lines.push(`the agent cannot do its work: ${failure}`);
  if (degraded !== null) lines.push(degraded);
  if (isLooking) lines.push("the agent is looking right now: ask again in a moment");
  for (const directory of waiting)
    lines.push(
      `${shortPath(directory, home)} holds other pins than were adopted: pinfold sync ${shortPath(directory, home)} shows them`,
    );
  for (const { server, until } of snoozes)
    lines.push(`${server} is snoozed until ${minute(until)} UTC`);
  if (gap !== null && now.getTime() - Date.parse(gap.to) < 24 * HOUR) {
    const length = Math.round((Date.parse(gap.to) - Date.parse(gap.from)) / MINUTE);
    if (length >= 2)
      lines.push(
        `nobody watched for ${count(length, "minute")} until ${minute(gap.to)} UTC (${gap.why})`,
      );
  }
  if (delivery?.error != null) lines.push(`the last notification was not shown: ${delivery.error}`);
  return lines.map((line) => printable(line, 400));
}

/** When changes inside of installed trees come to light, which nothing trips over. */
export function nextLookText({ next }: AgentStatus): string | null {
  const time = next["verify"] ?? null;
  return time === null ? null : `installed files are read again at ${time.slice(11, 16)} UTC`;
}

function minute(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}

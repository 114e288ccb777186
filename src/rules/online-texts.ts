import type { ClosureMoves, OfferedVersion } from "../model/online.ts";
import { count } from "../model/text.ts";

const NAMED = 5;

/** `published 6 h ago; cooldown ends 2026-12-06; same publisher`, as far as the registry says it. */
export function offerText(
  { ageHours, cooldownEnds, publisher, isSamePublisher }: OfferedVersion,
  cooldownDays: number,
): string {
  const age =
    ageHours === null
      ? "the registry tells no time of publication"
      : `published ${ageHours < 48 ? `${ageHours} h` : count(Math.floor(ageHours / 24), "day")} ago`;
  const parts = [
    age,
    cooldownEnds === null ? null : `younger than ${cooldownDays} days until ${cooldownEnds}`,
    isSamePublisher === null
      ? null
      : isSamePublisher
        ? "same publisher"
        : `by another publisher, ${publisher ?? "unknown"}`,
  ];
  return parts.filter((part) => part !== null).join("; ");
}

/** `moves 3 dependencies (a 1.0.0 to 1.1.0, …), adds b 0.4.0`; empty where nothing moves. */
export function movesText({ moved, added, removed }: ClosureMoves): string {
  const parts = [
    moved.length === 0
      ? null
      : `moves ${count(moved.length, "dependency", "dependencies")} (${listed(moved.map(({ name, from, to }) => `${name} ${from} to ${to}`))})`,
    added.length === 0 ? null : `adds ${listed(added.map(named))}`,
    removed.length === 0 ? null : `drops ${listed(removed.map(named))}`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

function named({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name} ${version}`;
}

function listed(texts: readonly string[]): string {
  const more = texts.length > NAMED ? ` and ${texts.length - NAMED} more` : "";
  return `${texts.slice(0, NAMED).join(", ")}${more}`;
}

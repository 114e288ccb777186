import { printable } from "../model/text.ts";
import { shortenPaths } from "./paths.ts";
import type { Style } from "./style.ts";

/** A server as the report on hardening has it. */
export interface HardenedServer {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly outcome: "hardened" | "already" | "left" | "declined" | "failed" | "restored";
  /** Why it stays as it is, and what a person can do; null where nothing stands in the way. */
  readonly reason: string | null;
  readonly remedy: string | null;
}

/** `gull → gull 1.0.0 from its private copy` */
export function startsText(names: readonly string[], starts: string): string {
  return `  ${printable(names.join(", "), 200)} → ${printable(starts, 200)}\n`;
}

/** Servers whose entries stay as they are, each with its reason and the next step. */
export function leftText(
  servers: readonly HardenedServer[],
  { home, style }: { readonly home: string; readonly style: Style },
): string {
  if (servers.length === 0) return "";
  const width = Math.max(...servers.map(({ id }) => printable(id, 60).length));
  const lines = servers.map(({ id, reason, remedy }) => {
    const why = printable(shortenPaths(reason ?? "", home), 300);
    const next =
      remedy === null
        ? ""
        : `\n${" ".repeat(width + 4)}do: ${printable(shortenPaths(remedy, home), 200)}`;
    return `  ${printable(id, 60).padEnd(width)}  ${why}${next}\n`;
  });
  return `${style.warn("left as they are:")}\n${lines.join("")}`;
}

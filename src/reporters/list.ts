import type { Launch } from "../model/launch.ts";
import type { ServerEntry } from "../model/server.ts";
import { printable } from "../model/text.ts";
import { shortPath } from "./paths.ts";

export interface Listed {
  readonly entry: ServerEntry;
  readonly launch: Launch;
}

/** `list` as text: a server a paragraph, how its command line was understood, and where it stands. */
export function listText(servers: readonly Listed[], home: string): string {
  return servers
    .map(({ entry, launch }) => {
      const { file, line, column } = entry.source;
      const at = `${printable(shortPath(file, home), 300)}:${line}:${column}`;
      const state = entry.disabled ? "disabled, " : "";
      return `${printable(entry.id, 120)}  ${state}${entry.scope}\n  ${understood(launch)}\n  ${at}\n`;
    })
    .join("\n");
}

function understood(launch: Launch): string {
  if (launch.kind === "opaque")
    return `opaque: ${printable(launch.reason ?? "not understood", 300)}`;
  const by = [...launch.wrappers, launch.launcher].filter((part) => part !== null).join(" → ");
  const version = launch.versionSpec === null ? "" : `@${launch.versionSpec}`;
  const what =
    launch.package === null
      ? (launch.endpoint ?? launch.file ?? launch.detail)
      : `${launch.package}${version}`;
  const endpoint =
    launch.package !== null && launch.endpoint !== null ? ` → ${launch.endpoint}` : "";
  const pin = launch.pinLevel === "na" ? "" : `, ${PIN[launch.pinLevel]}`;
  const ecosystem = launch.ecosystem === null ? launch.kind : `${launch.ecosystem} ${launch.kind}`;
  return printable(`${by === "" ? "" : `${by}: `}${what}${endpoint} (${ecosystem}${pin})`, 400);
}

const PIN = {
  exact: "exact version",
  range: "a range of versions",
  tag: "a moving tag",
  none: "no version",
} as const;

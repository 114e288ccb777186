import type { AuditRecord } from "../model/audit.ts";

/** Which records are asked for; what is empty or null asks for all. */
export interface AuditFilter {
  /** Names, ids or subjects of servers; commands of launchers. */
  readonly about: readonly string[];
  readonly events: readonly string[];
  readonly since: Date | null;
}

export function isAskedFor(record: AuditRecord, { about, events, since }: AuditFilter): boolean {
  const { event, time, servers = [], subject } = record;
  if (events.length > 0 && !events.includes(event)) return false;
  if (since !== null && Date.parse(time) < since.getTime()) return false;
  return (
    about.length === 0 ||
    about.some((one) => subject === one || servers.some((id) => id === one || nameOf(id) === one))
  );
}

/** `client/name`, of a project `client@folder/name`; a name may hold a slash itself. */
function nameOf(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

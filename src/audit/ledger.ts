import type { AuditRecord } from "../model/audit.ts";

/** What the log last said of each record of this machine's state: digests by file. */
export type Ledger = Map<string, string>;

/** Whether a segment that begins with this record needs none of the ones before it. */
export function isCheckpoint({ event, state }: AuditRecord): boolean {
  return (event === "log-opened" || event === "log-rotated") && state !== undefined;
}

export function foldLedger(ledger: Ledger, record: AuditRecord): void {
  if (isCheckpoint(record)) {
    ledger.clear();
    for (const [file, digest] of Object.entries(record.state ?? {})) ledger.set(file, digest);
  } else if (record.event === "state-written" && record.file !== undefined) {
    if (record.digest == null) ledger.delete(record.file);
    else ledger.set(record.file, record.digest);
  }
}

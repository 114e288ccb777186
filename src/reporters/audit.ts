import type { AuditHead, AuditRecord } from "../model/audit.ts";
import { printable } from "../model/text.ts";
import { shortDigest } from "./paths.ts";

/** One record of the audit log on one line. */
export function recordLine({ seq, time, by, event, message, digest }: AuditRecord): string {
  const when = time.replace("T", " ").replace(/\.\d+Z$/, "Z");
  const parts = [
    when,
    String(seq).padStart(5),
    printable(by, 20).padEnd(8),
    event.padEnd(18),
    printable(message, 300),
    digest == null ? "" : shortDigest(digest),
  ];
  return `${parts.join("  ").trimEnd()}\n`;
}

/** Where the log ends, as `--head` takes it. */
export function headText({ seq, digest }: AuditHead): string {
  return `head ${seq}:${digest.slice("sha256:".length)}\n`;
}

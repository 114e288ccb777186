import { ChainWalk } from "../audit/chain.ts";
import { parseLink } from "../audit/line.ts";
import type { AuditLog } from "../audit/log.ts";
import { messageOf } from "../errors.ts";
import type { AuditHead } from "../model/audit.ts";

/**
 * Whether the audit log still holds the record that the agent saw last: null where it does, else what
 * became of it. Rotation removes only what is far older.
 */
export function followedLog(log: AuditLog, head: AuditHead | null): string | null {
  if (head === null) return null;
  try {
    const walk = new ChainWalk(head.seq, parseLink);
    const records = log.records(walk);
    while (records.next().done !== true);
    const [problem] = walk.problems;
    if (problem !== undefined) return `the audit log's chain is broken: ${problem.message}`;
    if (walk.head === null || walk.head.seq < head.seq)
      return `the audit log was cut off or begun anew: record ${head.seq} is gone`;
    if (walk.asked !== null && walk.asked !== head.digest)
      return `the audit log was written anew: record ${head.seq} is another one`;
    return null;
  } catch (thrown) {
    return `the audit log cannot be read: ${messageOf(thrown)}`;
  }
}

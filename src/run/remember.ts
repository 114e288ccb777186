import { PinfoldError } from "../errors.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { RunWorld } from "./define.ts";

/** Into the audit log, where it can be written: what is refused is refused all the same. */
export function remember({ audit }: Pick<RunWorld, "audit">, entry: AuditEntry): void {
  try {
    audit.append(entry);
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
  }
}

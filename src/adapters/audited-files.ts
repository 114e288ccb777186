import { AuditLog } from "../audit/log.ts";
import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { Machine } from "../ports/machine.ts";
import { foldersOf } from "../state/folders.ts";
import { existingState, recordedFiles } from "../state/recorded-files.ts";
import { nodeAuditStore } from "./audit-store.ts";
import { nodeFiles } from "./node-files.ts";

/**
 * The audit log of this machine, and the writer that tells it of every record of state.
 *
 * @param by the command that writes
 */
export function auditedFiles(
  machine: Machine,
  disk: Disk,
  by: string,
  clock: () => Date = () => new Date(),
): { readonly audit: AuditLog; readonly files: Files } {
  const { state } = foldersOf(machine);
  const audit = new AuditLog(nodeAuditStore(`${state}/audit`), {
    by,
    clock,
    existing: () => existingState(disk, state),
  });
  return { audit, files: recordedFiles(nodeFiles, disk, state, audit) };
}

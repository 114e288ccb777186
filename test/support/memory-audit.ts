import { AuditLog } from "../../src/audit/log.ts";
import type { AuditStore } from "../../src/ports/audit-store.ts";
import type { MemoryDisk } from "./memory-disk.ts";

/** An audit log's files on a disk in memory. */
export function memoryAuditStore(disk: MemoryDisk, folder: string): AuditStore {
  const bytesOf = (name: string): Uint8Array | null => disk.read(`${folder}/${name}`, 2 ** 30);
  return {
    folder,
    locked: (work) => work(),
    segments: () => (disk.list(folder) ?? []).map(({ name }) => name).toSorted(),
    size: (name) => bytesOf(name)?.length ?? null,
    read: (name, from) => bytesOf(name)?.subarray(from) ?? new Uint8Array(),
    append(name, text) {
      const before = Buffer.from(bytesOf(name) ?? []).toString("latin1");
      const all = Buffer.from(before, "latin1").toString("utf8") + text;
      disk.file(`${folder}/${name}`, all);
    },
    remove: (name) => void disk.remove(`${folder}/${name}`),
  };
}

interface Limits {
  readonly existing?: () => Readonly<Record<string, string>>;
  readonly maxSegmentBytes?: number;
  readonly maxSegments?: number;
}

/** An audit log in memory, with small files where a test wants many. */
export function memoryAudit(
  disk: MemoryDisk,
  folder = "/state/audit",
  limits: Limits = {},
): AuditLog {
  return auditOn(memoryAuditStore(disk, folder), limits);
}

/** A clock that moves on by a second with every record. */
export function auditOn(store: AuditStore, limits: Limits = {}): AuditLog {
  let seconds = 0;
  return new AuditLog(store, {
    by: "test",
    clock: () => new Date(Date.UTC(2026, 10, 22, 20, 0, (seconds += 1))),
    existing: () => ({}),
    ...limits,
  });
}

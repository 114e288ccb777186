/** Where the audit log lies: numbered files that only grow. Failures are system errors. */
export interface AuditStore {
  /** For messages. */
  readonly folder: string;
  /** Runs while no other process does the same. Throws a PinfoldError where the turn never comes. */
  locked<T>(work: () => T): T;
  /** Names of the files, the oldest first. */
  segments(): readonly string[];
  /** Null where there is none. */
  size(name: string): number | null;
  /** Everything from a position on; empty where there is nothing. */
  read(name: string, from: number): Uint8Array;
  /** Adds to the end and waits until the disk has it. What fails leaves the file as it was, if it can. */
  append(name: string, text: string): void;
  remove(name: string): void;
}

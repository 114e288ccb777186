import { messageOf, PinfoldError } from "../errors.ts";
import type { AuditEntry, AuditHead, AuditRecord } from "../model/audit.ts";
import type { AuditStore } from "../ports/audit-store.ts";
import { ChainWalk } from "./chain.ts";
import { clipEntry } from "./clip.ts";
import { foldLedger, isCheckpoint, type Ledger } from "./ledger.ts";
import { formatRecord, NOTHING_BEFORE, parseLink } from "./line.ts";
import { linesOf, segmentName, seqOfSegment } from "./segment.ts";

/** A file is read whole for what this machine's state should be, so it stays small. */
const MAX_SEGMENT_BYTES = 128 * 1024;
/** 16 MB in all. */
const MAX_SEGMENTS = 128;
/** The last record is found in so much of a file's end; a longer one is looked for in all of it. */
const TAIL_BYTES = 64 * 1024;

const NEW_LINE = 0x0a;

export interface AuditLogOptions {
  /** The command that writes. */
  readonly by: string;
  readonly clock: () => Date;
  /** Digests of the records of state that are there before there is a log. */
  readonly existing: () => Readonly<Record<string, string>>;
  readonly maxSegmentBytes?: number;
  readonly maxSegments?: number;
}

interface Tail {
  readonly head: AuditHead | null;
  /** What stands behind the last whole record. */
  readonly torn: Torn | null;
}

type Torn = "no end" | { readonly bytes: number; readonly digest: string };

/**
 * What happened on this machine: JSON lines, each with the digest of the one before it. Commands, `run`
 * and the agent append to the same log. A file that is large enough is left for a new one, which
 * goes on with the chain and begins with the digests of all records of state.
 */
export class AuditLog {
  readonly #store: AuditStore;
  readonly #options: AuditLogOptions;

  constructor(store: AuditStore, options: AuditLogOptions) {
    this.#store = store;
    this.#options = options;
  }

  get folder(): string {
    return this.#store.folder;
  }

  /** The same log for another writer. */
  writtenBy(by: string): AuditLog {
    return new AuditLog(this.#store, { ...this.#options, by });
  }

  /**
   * Adds a record, and does `then` before anybody else can add one. Answers where the log ends now.
   *
   * @throws {PinfoldError} `input` where it cannot be written: nothing of the record is there, and
   * `then` was not done
   */
  append(entry: AuditEntry, then: () => void = () => undefined): AuditHead {
    return this.locked(() => {
      const head = this.#guard(() => this.#append(clipEntry(entry)));
      then();
      return head;
    });
  }

  /** Runs while nobody else appends; `append` may be called in it. */
  locked<T>(work: () => T): T {
    return this.#store.locked(work);
  }

  /** Where the log ends; null where there is none. */
  head(): AuditHead | null {
    return this.#guard(() => this.#tail(this.#segments()).head);
  }

  /**
   * What the records of state should be; null where there is no log.
   *
   * @throws {PinfoldError} `state` where the chain of the files that say so is broken
   */
  ledger(): Ledger | null {
    return this.#guard(() => {
      const { ledger, problem } = this.#fold();
      if (problem !== null) throw brokenLog(this.folder, problem);
      return ledger;
    });
  }

  /** Every record, the oldest first; what is broken is in `walk`. */
  *records(walk: ChainWalk = new ChainWalk()): Generator<AuditRecord> {
    for (const name of this.#guard(() => this.#segments())) {
      const bytes = this.#guard(() => this.#store.read(name, 0));
      yield* walk.follow({ name, bytes });
    }
    walk.end();
  }

  #append(entry: AuditEntry): AuditHead {
    const names = this.#segments();
    const { head, torn } = this.#tail(names);
    const lines = new Lines(head, this.#options);
    let file = names.at(-1) ?? null;
    let text = torn === null ? "" : "\n";
    if (torn !== null && torn !== "no end")
      text += lines.add({
        event: "log-repaired",
        message: `${torn.bytes} bytes of a record that was written half`,
        details: { torn: torn.digest, bytes: torn.bytes },
      });
    if (file === null) {
      file = segmentName(1);
      const state = this.#options.existing();
      text += lines.add({ event: "log-opened", message: "a new audit log" }, state);
    } else if ((this.#store.size(file) ?? 0) > this.#limit()) {
      if (text !== "") this.#store.append(file, text);
      text = "";
      const kept = [...names, segmentName(lines.next)].slice(-this.#most());
      const state = Object.fromEntries(this.#fold().ledger ?? []);
      const rotated: AuditEntry = {
        event: "log-rotated",
        message: `goes on from ${file}`,
        details: { keptFrom: seqOfSegment(kept[0] ?? file) ?? 1 },
      };
      file = segmentName(lines.next);
      this.#store.append(file, lines.add(rotated, state));
      for (const name of names.filter((one) => !kept.includes(one))) this.#store.remove(name);
    }
    text += lines.add(entry);
    this.#store.append(file, text);
    return lines.head;
  }

  #limit(): number {
    return this.#options.maxSegmentBytes ?? MAX_SEGMENT_BYTES;
  }

  #most(): number {
    return this.#options.maxSegments ?? MAX_SEGMENTS;
  }

  #segments(): readonly string[] {
    return this.#store.segments().filter((name) => seqOfSegment(name) !== null);
  }

  /** The last whole record, which a file that was only just begun does not have. */
  #tail(names: readonly string[]): Tail {
    let torn: Torn | null = null;
    for (const name of names.toReversed()) {
      const size = this.#store.size(name) ?? 0;
      for (const from of size > TAIL_BYTES ? [size - TAIL_BYTES, 0] : [0]) {
        const { head, torn: end } = tailOf(this.#store.read(name, from), from > 0);
        torn ??= name === names.at(-1) ? end : null;
        if (head !== null) return { head, torn };
      }
    }
    return { head: null, torn };
  }

  #fold(): { readonly ledger: Ledger | null; readonly problem: string | null } {
    const names = this.#segments();
    if (names.length === 0) return { ledger: null, problem: null };
    const last = names.findLastIndex((name) => this.#beginsWithCheckpoint(name));
    const ledger: Ledger = new Map();
    const walk = new ChainWalk(null, parseLink);
    for (const name of names.slice(Math.max(last, 0)))
      for (const record of walk.follow({ name, bytes: this.#store.read(name, 0) }))
        foldLedger(ledger, record);
    walk.settle();
    return { ledger, problem: walk.problems[0]?.message ?? null };
  }

  #beginsWithCheckpoint(name: string): boolean {
    for (const { record } of linesOf(this.#store.read(name, 0), parseLink))
      if (record !== null) return isCheckpoint(record);
    return false;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof PinfoldError) throw thrown;
      throw new PinfoldError(
        "input",
        `the audit log in ${this.folder} cannot be read or written: ${messageOf(thrown)}`,
        "check the folder's permissions and the free space of its disk",
        thrown,
      );
    }
  }
}

/** The lines of one append. */
class Lines {
  head: AuditHead;
  readonly #options: AuditLogOptions;

  constructor(head: AuditHead | null, options: AuditLogOptions) {
    this.head = head ?? { seq: 0, digest: NOTHING_BEFORE };
    this.#options = options;
  }

  get next(): number {
    return this.head.seq + 1;
  }

  add(entry: AuditEntry, state?: Readonly<Record<string, string>>): string {
    const { by, clock } = this.#options;
    const { next } = this;
    const line = formatRecord({
      seq: next,
      time: clock().toISOString(),
      by,
      ...entry,
      ...(state === undefined ? {} : { state }),
      previous: this.head.digest,
    });
    this.head = { seq: next, digest: line.slice(-"sha256:".length - 64 - 2, -2) };
    return `${line}\n`;
  }
}

/** Looks from the end: only what it needs is parsed. */
function tailOf(bytes: Uint8Array, isCut: boolean): Tail {
  let torn: Torn | null = null;
  let end = bytes.lastIndexOf(NEW_LINE) + 1;
  const rest = bytes.subarray(end);
  if (rest.length > 0 && !(isCut && end === 0)) {
    const [line] = linesOf(rest);
    if (line?.record != null) return { head: headOf(line.record), torn: "no end" };
    torn = { bytes: rest.length, digest: line?.digest ?? "" };
  }
  while (end > 0) {
    const start = bytes.subarray(0, end - 1).lastIndexOf(NEW_LINE) + 1;
    // A line whose beginning was cut off says nothing.
    if (isCut && start === 0) break;
    const [line] = linesOf(bytes.subarray(start, end));
    if (line?.record != null) return { head: headOf(line.record), torn };
    end = start;
  }
  return { head: null, torn };
}

function headOf({ seq, self }: AuditRecord): AuditHead {
  return { seq, digest: self };
}

function brokenLog(folder: string, message: string): PinfoldError {
  return new PinfoldError(
    "state",
    `the chain of the audit log in ${folder} is broken: ${message}`,
    `pinfold log --verify names the first broken record; after a close look, move ${folder} away to begin a new log`,
  );
}

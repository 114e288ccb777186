import type { AuditHead, AuditRecord } from "../model/audit.ts";
import { NOTHING_BEFORE, type ParsedRecord, parseRecord } from "./line.ts";
import { linesOf, seqOfSegment } from "./segment.ts";

/** One file of the log. */
export interface Segment {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ChainProblem {
  readonly file: string;
  readonly line: number;
  /** The record that should stand there; null where that cannot be known. */
  readonly seq: number | null;
  readonly message: string;
}

/**
 * Follows a chain record by record: each has the number after the one before it and its digest in
 * `previous`. A line that was written half is no break where the next record is the `log-repaired`
 * that names its digest, nor at the very end, where the next one to write will add that.
 */
export class ChainWalk {
  records = 0;
  first: number | null = null;
  head: AuditHead | null = null;
  /** The digest of a record that was asked for by its number. */
  asked: string | null = null;
  readonly problems: ChainProblem[] = [];
  /** From which record on rotation has left the log, as the newest `log-rotated` says. */
  keptFrom = 1;
  isUnfinished = false;
  readonly #askedSeq: number | null;
  /** What the first file is named after. */
  #begin: number | null = null;
  #torn: { readonly problem: ChainProblem; readonly digest: string } | null = null;

  readonly #parse: (line: string) => ParsedRecord;

  /** @param parse `parseLink` where nobody reads what the records say */
  constructor(askedSeq: number | null = null, parse = parseRecord) {
    this.#askedSeq = askedSeq;
    this.#parse = parse;
  }

  /** Answers the segment's records, also those behind a break. */
  *follow({ name, bytes }: Segment): Generator<AuditRecord> {
    const named = seqOfSegment(name);
    this.#begin ??= named;
    let isBeginning = true;
    for (const { number, record, problem, digest, isEnded } of linesOf(bytes, this.#parse)) {
      this.isUnfinished = !isEnded && record === null;
      const expected = this.head === null ? named : this.head.seq + 1;
      const say = (message: string, seq = expected): ChainProblem => ({
        file: name,
        line: number,
        seq,
        message,
      });
      if (record === null) {
        this.settle();
        if (isEnded)
          this.#torn = { problem: say(problem ?? "is not a record"), digest: digest ?? "" };
        continue;
      }
      const { seq, previous, self, event, details } = record;
      const isRepair = event === "log-repaired" && details?.["torn"] === this.#torn?.digest;
      if (isRepair) this.#torn = null;
      this.settle();
      if (isBeginning && named !== seq)
        this.problems.push(say(`record ${seq} begins a file that is named after ${named}`, seq));
      if (seq !== expected)
        this.problems.push(say(`is record ${seq}, where ${expected ?? 1} should stand`, seq));
      else if (previous !== (this.head?.digest ?? (seq === 1 ? NOTHING_BEFORE : previous)))
        this.problems.push(say("does not follow the record before it", seq));
      const kept = details?.["keptFrom"];
      if (event === "log-rotated" && typeof kept === "number") this.keptFrom = kept;
      isBeginning = false;
      this.records += 1;
      this.first ??= seq;
      this.head = { seq, digest: self };
      if (seq === this.#askedSeq) this.asked = self;
      yield record;
    }
  }

  /** After the last segment of a walk from the first one on. */
  end(): void {
    this.settle();
    const begin = this.#begin ?? 1;
    if (begin > this.keptFrom)
      this.problems.unshift({
        file: "",
        line: 0,
        seq: this.keptFrom,
        message: `the records before ${begin} are gone, and no rotation removed them`,
      });
  }

  /** A line that nothing after it accounts for breaks the chain. */
  settle(): void {
    if (this.#torn === null) return;
    this.problems.push(this.#torn.problem);
    this.#torn = null;
  }
}

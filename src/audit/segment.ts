import { sha256Of } from "../model/digest.ts";
import type { AuditRecord } from "../model/audit.ts";
import { type ParsedRecord, parseRecord } from "./line.ts";

const NEW_LINE = 0x0a;

/** One line of a segment, in order. */
export interface SegmentLine {
  /** Counts from 1. */
  readonly number: number;
  /** Null where the line is none. */
  readonly record: AuditRecord | null;
  readonly problem: string | null;
  /** Of the bytes of a line that is no record, for `log-repaired`. */
  readonly digest: string | null;
  /** The line has its end. Only the last one can be without. */
  readonly isEnded: boolean;
}

/** The lines of a segment's bytes. What was written half, or by a machine that lost power, is shown as such. */
export function* linesOf(
  bytes: Uint8Array,
  parse: (line: string) => ParsedRecord = parseRecord,
): Generator<SegmentLine> {
  let start = 0;
  for (let number = 1; start < bytes.length; number += 1) {
    const end = bytes.indexOf(NEW_LINE, start);
    const isEnded = end !== -1;
    const line = bytes.subarray(start, isEnded ? end : bytes.length);
    start = isEnded ? end + 1 : bytes.length;
    const parsed = parse(Buffer.from(line).toString("utf8"));
    yield "problem" in parsed
      ? { number, record: null, problem: parsed.problem, digest: sha256Of(line), isEnded }
      : { number, record: parsed, problem: null, digest: null, isEnded };
  }
}

/** `000000000001.jsonl`: a segment is named by the record that it begins with. */
export function segmentName(seq: number): string {
  return `${String(seq).padStart(12, "0")}.jsonl`;
}

/** Null for what is no segment. */
export function seqOfSegment(name: string): number | null {
  const [, digits] = /^(\d{12})\.jsonl$/.exec(name) ?? [];
  return digits === undefined ? null : Number(digits);
}

import type { StrayOutput } from "../../model/handshake.ts";

/** A message of a server that lists a thousand tools has a tenth of that. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** After so much that is no message nobody waits for one. */
const MAX_STRAY_BYTES = 8 * 1024 * 1024;
const MAX_STRAY_LINES = 20_000;

const KEPT = 300;

/** Splits what a server writes into lines, and tells messages from everything else. */
export class LineReader {
  readonly #onLine: (line: string) => boolean;
  #rest: Buffer[] = [];
  #length = 0;
  #lines = 0;
  #bytes = 0;
  #first: string | null = null;

  /** @param onLine answers whether the line was a message */
  constructor(onLine: (line: string) => boolean) {
    this.#onLine = onLine;
  }

  get stray(): StrayOutput | null {
    if (this.#lines === 0) return null;
    return { lines: this.#lines, bytes: this.#bytes, first: this.#first ?? "" };
  }

  get isFlooded(): boolean {
    const length = this.#bytes + (this.#length > LONGEST_LINE ? this.#length : 0);
    return length > MAX_STRAY_BYTES || this.#lines > MAX_STRAY_LINES;
  }

  add(part: Buffer): void {
    let from = 0;
    while (!this.isFlooded) {
      const end = part.indexOf(0x0a, from);
      if (end === -1) break;
      this.#rest.push(part.subarray(from, end));
      this.#take();
      from = end + 1;
    }
    if (this.isFlooded) return;
    const tail = part.subarray(from);
    this.#rest.push(tail);
    this.#length += tail.length;
  }

  /** What was written last, without an end of line. */
  finish(): void {
    if (this.#length > 0 && !this.isFlooded) this.#take();
  }

  #take(): void {
    const line = Buffer.concat(this.#rest);
    this.#rest = [];
    this.#length = 0;
    const text = line.toString("utf8").replace(/\r$/, "");
    if (text.trim() === "" || this.#onLine(text)) return;
    this.#lines += 1;
    this.#bytes += line.length + 1;
    this.#first ??= text.slice(0, KEPT);
  }
}

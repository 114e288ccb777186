import { createInterface } from "node:readline/promises";

import type { Io } from "../commands/define.ts";

const CLEAR_LINE = "\r\u001b[K";
const canAsk = process.stdin.isTTY && process.stderr.isTTY;

// What a program writes to a closed pipe (`pinfold list | head`) is lost without a stack trace.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

/** Answers on standard output; questions, progress and errors on standard error. */
export const nodeTerminal: Io = {
  isTerminal: process.stdout.isTTY,
  canAsk,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  progress(text) {
    if (!process.stderr.isTTY) return;
    // Some terminals say that they have no columns.
    const { columns } = process.stderr;
    const width = Math.max(20, (columns > 0 ? columns : 80) - 1);
    process.stderr.write(text === null ? CLEAR_LINE : `${CLEAR_LINE}${text.slice(0, width)}`);
  },
  async ask(question) {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  },
};

import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/**
 * - a status: that answer in place of the right one
 * - `reset`: the connection is broken before an answer
 * - `truncated`: half of the body, then the connection is broken
 * - `endless`: a body that does not end (it gives up at 1 GiB)
 */
export type Failure = number | "reset" | "truncated" | "endless";

interface Fault {
  readonly where: RegExp;
  readonly failure: Failure | null;
  readonly delay: number;
  left: number;
}

export interface FaultOptions {
  /** Which paths, decoded; all without it. */
  readonly where?: RegExp;
  /** How many requests; all without it. */
  readonly times?: number;
}

const ENDLESS_LIMIT = 1024 ** 3;

/** What is wrong with the registry now. */
export class Faults {
  #faults: Fault[] = [];

  add(failure: Failure | null, delay: number, options: FaultOptions): void {
    const { where = /^/, times = Number.POSITIVE_INFINITY } = options;
    this.#faults.push({ where, failure, delay, left: times });
  }

  clear(): void {
    this.#faults = [];
  }

  /** Waits as told; gives the failure that this request meets, or null. */
  async meet(path: string): Promise<Failure | null> {
    const met = this.#faults.filter((fault) => fault.left > 0 && fault.where.test(path));
    for (const fault of met) fault.left -= 1;
    const delay = Math.max(0, ...met.map((fault) => fault.delay));
    if (delay > 0) await wait(delay, undefined, { ref: false });
    return met.find((fault) => fault.failure !== null)?.failure ?? null;
  }
}

/** Answers wrongly. `body` is what the right answer would have been. */
export async function answerWrongly(
  failure: Failure,
  response: ServerResponse,
  body: Uint8Array,
): Promise<void> {
  if (typeof failure === "number") {
    response.writeHead(failure, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: `status ${failure} as the test asked` }));
    return;
  }
  if (failure === "reset") {
    response.destroy();
    return;
  }
  if (failure === "truncated") {
    response.writeHead(200, { "content-length": body.length });
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
    return;
  }
  response.writeHead(200, { "content-type": "application/octet-stream" });
  const chunk = Buffer.alloc(64 * 1024, 32);
  for (let sent = 0; sent < ENDLESS_LIMIT && !response.destroyed; sent += chunk.length) {
    if (!response.write(chunk)) await drained(response);
  }
  response.destroy();
}

async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

import { spawnSync } from "node:child_process";

/** A program that is run to its end and timed whole. */
export interface Contender {
  readonly id: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Exit codes that count as "did its work". */
  readonly expected: readonly number[];
  /** It prints its own milliseconds, which are taken in place of the whole process's. */
  readonly timesItself?: boolean;
}

/** Milliseconds of every run, by the contender's id; null where it did not do its work. */
export type Times = ReadonlyMap<string, readonly number[] | null>;

/**
 * Runs all contenders in turn, again and again, so that a load which comes and goes meets all of
 * them. The first round only warms the page cache and is not counted.
 */
export function measure(contenders: readonly Contender[], rounds: number): Times {
  const times = new Map<string, number[] | null>(contenders.map(({ id }) => [id, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      const known = times.get(contender.id);
      if (known === null) continue;
      const milliseconds = runOnce(contender);
      if (milliseconds === null) times.set(contender.id, null);
      else if (round > 0) known?.push(milliseconds);
    }
  }
  return times;
}

function runOnce({ command, cwd, env, expected, timesItself }: Contender): number | null {
  const [file = "", ...args] = command;
  const started = performance.now();
  const { status, stdout } = spawnSync(file, args, {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", timesItself === true ? "pipe" : "ignore", "ignore"],
  });
  const whole = performance.now() - started;
  if (status === null || !expected.includes(status)) return null;
  return timesItself === true ? Number(stdout) : whole;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = sorted.slice(half - 1, half + 1);
  if (sorted.length === 1) return sorted[0] ?? Number.NaN;
  return sorted.length % 2 === 1 ? (sorted[half] ?? Number.NaN) : (low + high) / 2;
}

// As a data URL, so that nothing but these few bytes is added to the program that is measured.
const TELL_PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`))';

/** The largest resident set of a Node program, in bytes: `process.resourceUsage()` at its end. */
export function peakMemory(contender: Contender): number | null {
  const [file = "", ...args] = contender.command;
  const { stderr } = spawnSync(file, ["--import", TELL_PEAK, ...args], {
    cwd: contender.cwd,
    env: contender.env,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  const kilobytes = /^peak (\d+)$/m.exec(stderr)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

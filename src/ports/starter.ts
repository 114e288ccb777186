import type { FileReading } from "./disk.ts";

/** What is started in place of this program. */
export interface Start {
  /** Absolute. */
  readonly file: string;
  /** What the program is told to be its own name (`argv[0]`); its file where nothing is said. */
  readonly name?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Turning this process into a server. */
export interface Starter {
  /**
   * Becomes the program: same process, same standard streams, and nothing of this one is left. Where
   * the system cannot do that, starts it beside and answers its exit code when it has ended.
   */
  become(start: Start): Promise<number>;
  /** Writes to standard error before it answers: nothing that is written may be lost when we become another. */
  say(text: string): void;
  /** The program that runs this one. */
  readonly ownInterpreter: string;
}

/**
 * Hashes one large file while this thread does something else. Fails as Disk.digest does; null where
 * nothing is.
 */
export type DigestAhead = (path: string, keepUpTo: number) => Promise<FileReading | null>;

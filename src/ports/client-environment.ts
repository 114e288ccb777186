/** A program that runs for this user, and the PATH that it was started with. */
export interface RunningClient {
  readonly pid: number;
  readonly path: string;
}

/**
 * Which clients run, and where their PATH can be learned by asking the machine. The login shell is
 * asked by `accept --capture-path` alone: it runs the user's start-up files. Of every environment
 * nothing but PATH is kept.
 */
export interface ClientEnvironment {
  /** This user's running programs of these names; none where the system does not tell. */
  running(names: readonly string[]): readonly RunningClient[];
  /** The PATH that the user's login shell makes; null where it gives none in time. */
  loginShell(): Promise<string | null>;
}

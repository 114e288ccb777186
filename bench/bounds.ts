/** The figures that are held to a bound, all of whole processes with the files in the page cache. */
export interface Figures {
  /** Seconds. */
  readonly verifyOne: number;
  readonly verifyFour: number;
  /** Of 20 servers, less the start-up of pinfold, against listing and reading alone. */
  readonly verifyToRead: number;
  /** The same against `sha256sum` on two cores. */
  readonly verifyToSha256sum: number;
  /** Megabytes of 20 servers. */
  readonly peakMemory: number;
  /** Milliseconds that `pinfold --help` takes longer than `node -e 0`. */
  readonly helpOverNode: number;
}

export interface Bound {
  readonly figure: keyof Figures;
  readonly title: string;
  readonly max: number;
  readonly unit: "s" | "ms" | "MB" | "×";
}

/** All bounds in one place. */
export const BOUNDS: readonly Bound[] = [
  { figure: "verifyOne", title: "`pinfold verify`, one server", max: 0.25, unit: "s" },
  { figure: "verifyFour", title: "`pinfold verify`, four servers", max: 0.5, unit: "s" },
  {
    figure: "verifyToRead",
    title: "20 servers, less start-up: `verify` ÷ list and read the same files with two threads",
    max: 1.5,
    unit: "×",
  },
  {
    figure: "verifyToSha256sum",
    title: "20 servers, less start-up: `verify` ÷ `sha256sum` on two cores",
    max: 1,
    unit: "×",
  },
  { figure: "peakMemory", title: "peak memory of `verify`, 20 servers", max: 250, unit: "MB" },
  { figure: "helpOverNode", title: "`pinfold --help` − `node -e 0`", max: 80, unit: "ms" },
];

export function isOver({ figure, max }: Bound, figures: Figures): boolean {
  return figures[figure] > max;
}

import { type Bound, BOUNDS, type Figures, isOver } from "./bounds.ts";

/** The size of what was checked. */
export interface Work {
  readonly servers: number;
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
}

/** One line of the comparison: seconds for each size, null where it did not do its work. */
export interface Row {
  readonly title: string;
  readonly seconds: readonly (number | null)[];
}

export interface BenchReport {
  readonly date: string;
  readonly machine: string;
  readonly runs: { readonly quick: number; readonly slow: number };
  readonly work: readonly Work[];
  readonly verdicts: string;
  readonly figures: Figures;
  readonly rows: readonly Row[];
  /** Seconds of `pinfold --help`: what of verify's time does not depend on the trees. */
  readonly startUp: number;
}

/** The report as Markdown: the bounds, then everything that was timed, each against `verify`. */
export function benchTable(report: BenchReport): string {
  const { date, machine, runs, work, verdicts, rows, startUp } = report;
  const [verify] = rows;
  return [
    `Measured ${date} on ${machine}. Whole processes, files in the page cache; the median of ${runs.quick} runs, of npm's commands of ${runs.slow}. Verdicts: ${verdicts}.`,
    "",
    "| | measured | bound | |",
    "|---|---:|---:|---|",
    ...BOUNDS.map((bound) => boundLine(bound, report.figures)),
    "",
    `| the same trees | ${work.map(({ servers }) => (servers === 1 ? "1 server" : `${servers} servers`)).join(" | ")} |`,
    `|---|${work.map(() => "---:|").join("")}`,
    line(
      "packages",
      work.map(({ packages }) => grouped(packages)),
    ),
    line(
      "files",
      work.map(({ files }) => grouped(files)),
    ),
    line(
      "MB",
      work.map(({ bytes }) => (bytes / 1e6).toFixed(0)),
    ),
    ...rows.map(({ title, seconds }) =>
      line(
        title,
        seconds.map((value, index) => against(value, verify?.seconds[index] ?? null)),
      ),
    ),
    line(
      "`verify` less start-up, ms per 1,000 files",
      perUnit(verify, work, startUp, ({ files }) => files / 1000),
    ),
    line(
      "`verify` less start-up, ms per MB",
      perUnit(verify, work, startUp, ({ bytes }) => bytes / 1e6),
    ),
    "",
  ].join("\n");
}

function boundLine(bound: Bound, figures: Figures): string {
  const value = figures[bound.figure];
  const shown = (amount: number): string =>
    bound.unit === "ms" || bound.unit === "MB"
      ? `${amount.toFixed(0)} ${bound.unit}`
      : bound.unit === "×"
        ? amount.toFixed(2)
        : `${amount.toFixed(2)} ${bound.unit}`;
  return `| ${bound.title} | ${shown(value)} | ${shown(bound.max)} | ${isOver(bound, figures) ? "**over its bound**" : "held"} |`;
}

function line(title: string, cells: readonly string[]): string {
  return `| ${title} | ${cells.join(" | ")} |`;
}

function against(seconds: number | null, verify: number | null): string {
  if (seconds === null) return "failed";
  const ratio =
    verify === null || seconds === verify ? "" : ` (${(seconds / verify).toFixed(2)} ×)`;
  return `${seconds.toFixed(2)} s${ratio}`;
}

function perUnit(
  verify: Row | undefined,
  work: readonly Work[],
  startUp: number,
  unitsOf: (one: Work) => number,
): string[] {
  return work.map((one, index) => {
    const seconds = verify?.seconds[index] ?? null;
    return seconds === null ? "–" : (((seconds - startUp) * 1000) / unitsOf(one)).toFixed(1);
  });
}

function grouped(n: number): string {
  return n.toLocaleString("en-US");
}

import type {
  FileChange,
  PackageChange,
  RankedDifference,
  Risk,
} from "../difference/difference.ts";
import type { ServerEntry } from "../model/server.ts";
import { count, grouped, printable } from "../model/text.ts";
import { exposure, type BlockContext } from "./finding-block.ts";
import { shortPath } from "./paths.ts";

const MAX_RISKS = 30;
const MAX_PACKAGES = 12;
const MAX_FILES = 6;
const MAX_GONE = 8;
/** Ranks up to here are of things that run at install or of who made it. */
const GRAVE = 6;

export interface UpdateSummary {
  readonly name: string;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly file: string;
  readonly revision: number;
  readonly packages: number;
  readonly difference: RankedDifference;
  /** Why it is younger than allowed, where a newer version is held back. */
  readonly held: string | null;
}

/** The ranked difference for people: the gravest first, then the files. */
export function updateText(summary: UpdateSummary, context: BlockContext): string {
  const { style } = context;
  const { name, subject, from, to, difference, held } = summary;
  const { packages, risks } = difference;
  const moved = packages.filter((one) => one.from !== null && one.to !== null).length;
  const added = packages.filter((one) => one.from === null).length;
  const come = packages.filter((one) => one.to !== null);
  const removed = packages.length - come.length;
  const what = from === to ? `${printable(to, 60)}, other dependencies` : arrow(from, to);
  const lines = [
    `${style.bold(printable(name, 80))}  ${printable(subject, 120)} ${what}`,
    `  packages  ${moved} of ${grouped(summary.packages)} move, ${added} new, ${removed} gone`,
    ...(risks.length === 0 ? ["  risks     none of those that pinfold looks for"] : []),
    ...riskLines(risks, context),
    ...come.slice(0, MAX_PACKAGES).flatMap((one) => packageLines(one, context)),
    ...(come.length > MAX_PACKAGES
      ? [`  and ${count(come.length - MAX_PACKAGES, "more package")}: --json has all`]
      : []),
    ...goneLine(packages),
    ...(held === null ? [] : [`  held back  ${printable(held, 200)}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function goneLine(packages: readonly PackageChange[]): readonly string[] {
  const gone = packages.filter(({ to }) => to === null);
  if (gone.length === 0) return [];
  const named = gone
    .slice(0, MAX_GONE)
    .map((one) => printable(`${one.name} ${one.from ?? ""}`, 80));
  const more = gone.length > MAX_GONE ? ` and ${gone.length - MAX_GONE} more` : "";
  return [`  gone      ${named.join(", ")}${more}`];
}

function arrow(from: string | null, to: string | null): string {
  if (from === null) return `${printable(to ?? "", 60)} (new)`;
  return `${printable(from, 60)} → ${printable(to ?? "", 60)}`;
}

function riskLines(risks: readonly Risk[], { style }: BlockContext): readonly string[] {
  const shown = risks.slice(0, MAX_RISKS);
  const title = Math.max(0, ...shown.map((risk) => risk.title.length));
  const lines = shown.map((risk) => {
    const colour =
      risk.blockedBy !== null ? style.bad : risk.rank <= GRAVE ? style.warn : style.dim;
    const word = risk.blockedBy !== null ? "blocks" : risk.rank <= GRAVE ? "risk" : "note";
    const at = `${printable(risk.package, 80)} ${arrow(risk.from, risk.to)}`;
    return `  ${colour(word.padEnd(6))}  ${risk.title.padEnd(title)}  ${at}: ${printable(risk.message, 300)}`;
  });
  const more = risks.length - shown.length;
  return more > 0 ? [...lines, `  and ${count(more, "more risk")}: --json has all`] : lines;
}

function packageLines(one: PackageChange, { style }: BlockContext): readonly string[] {
  const { files, moreFiles, filesUnknown } = one;
  const head = `  ${style.bold(printable(one.name, 80))} ${arrow(one.from, one.to)}`;
  if (filesUnknown !== null && files.length === 0) return [`${head}  ${filesUnknown}`];
  const more = files.length + moreFiles - MAX_FILES;
  return [
    `${head}  ${count(files.length + moreFiles, "changed file")}`,
    ...files.slice(0, MAX_FILES).map((file) => `    ${fileLine(file)}`),
    ...(more > 0 ? [`    and ${count(more, "more file")}`] : []),
  ];
}

function fileLine({ path, kind, linesAdded, linesRemoved, marks }: FileChange): string {
  const lines =
    linesAdded === null || linesRemoved === null
      ? "not compared by line"
      : `+${grouped(linesAdded)} −${grouped(linesRemoved)}`;
  const word = kind === "changed" ? "" : ` (${kind === "added" ? "new" : "gone"})`;
  const what = marks.length === 0 ? "" : `  ${printable(marks.join(", "), 300)}`;
  return `${printable(path, 120)}${word}  ${lines}${what}`;
}

/** What a yes means, as the last thing before the question. */
export function acceptingText(
  summary: UpdateSummary,
  entries: readonly ServerEntry[],
  { home }: BlockContext,
): string {
  const { difference, file, revision } = summary;
  const come = difference.packages.filter(({ to }) => to !== null);
  const scripts = new Set(
    difference.risks
      .filter(({ id }) => id === "install-script-added" || id === "install-script-changed")
      .map((risk) => `${risk.package} ${risk.to ?? ""}`),
  );
  const exposed = [...new Set(entries.flatMap((entry) => exposure(entry, home)))].slice(0, 6);
  const rights = exposed.length === 0 ? "your rights" : `your rights and ${exposed.join(", ")}`;
  const names = [...scripts].map((one) => printable(one, 100)).join(", ");
  return [
    `accepting means: ${count(come.length, "package")} of other code ${come.length === 1 ? "counts" : "count"} as vetted and run with ${rights};`,
    ...(scripts.size === 0
      ? []
      : [
          `  ${names} ${scripts.size === 1 ? "runs a script" : "run scripts"} when npx installs ${scripts.size === 1 ? "it" : "them"}: the pin holds what is in the archive, not what scripts fetch;`,
        ]),
    `  ${printable(shortPath(file, home), 300)} becomes revision ${revision}\n`,
  ].join("\n");
}

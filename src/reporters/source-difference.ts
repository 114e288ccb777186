import type { FileChange, RankedDifference } from "../difference/difference.ts";
import { count, printable } from "../model/text.ts";
import type { Style } from "./style.ts";

const MAX_FILES = 40;
const MAX_LINES_A_FILE = 300;
const MAX_LINES = 3000;
const WIDTH = 200;

/** The changed lines of all packages, the most suspicious files first. */
export function sourceText({ packages }: RankedDifference, style: Style): string {
  const files = packages
    .flatMap((one) => one.files.map((file) => ({ one, file })))
    .filter(({ file }) => file.kind !== "removed")
    .toSorted((a, b) => b.file.weight - a.file.weight);
  const lines: string[] = [];
  let shown = 0;
  for (const { one, file } of files) {
    if (shown >= MAX_FILES || lines.length >= MAX_LINES) break;
    shown += 1;
    const head = `${printable(one.name, 80)} ${printable(one.from ?? "none", 60)} → ${printable(one.to ?? "", 60)}  ${printable(file.path, 200)}`;
    const marks = file.marks.length === 0 ? "" : `  [${printable(file.marks.join(", "), 300)}]`;
    lines.push("", `${style.bold(head)}${style.warn(marks)}`, ...patchLines(file, style));
  }
  const left = files.length - shown;
  if (left > 0) lines.push("", `${count(left, "more changed file")}: --json --source has them`);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function patchLines({ patch, kind }: FileChange, style: Style): readonly string[] {
  if (patch === null)
    return [`  not compared by line: no text, or too large${kind === "added" ? " (new)" : ""}`];
  const cut = patch.length - MAX_LINES_A_FILE;
  const lines = patch.slice(0, MAX_LINES_A_FILE).map((line) => {
    if (line.startsWith("@@")) return style.dim(`  ${printable(line, WIDTH)}`);
    const colour = line.startsWith("+") ? style.good : line.startsWith("-") ? style.bad : style.dim;
    return colour(`${line.slice(0, 1)} ${printable(line.slice(1), WIDTH)}`.trimEnd());
  });
  return cut > 0 ? [...lines, `  and ${count(cut, "more line")}`] : lines;
}

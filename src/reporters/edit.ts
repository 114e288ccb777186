import type { ChangedLine } from "../edits/difference.ts";
import type { PlannedEdit } from "../edits/plan.ts";
import { count, printable } from "../model/text.ts";
import { shortPath } from "./paths.ts";
import type { Style } from "./style.ts";

const MAX_LINES = 200;
const WIDTH = 1_000;

/** A change of one file as its changed lines; `lines` come from `differenceOf`, without secrets. */
export function editText(
  { file }: Pick<PlannedEdit, "file">,
  lines: readonly ChangedLine[],
  { home, style }: { readonly home: string; readonly style: Style },
): string {
  const link =
    file.real === file.path ? "" : `  (a link to ${printable(shortPath(file.real, home), 300)})`;
  const width = String(Math.max(...lines.map(({ line }) => line), 0)).length;
  const shown = lines.slice(0, MAX_LINES).map(({ kind, line, text }) => {
    const [mark, colour] = kind === "removed" ? ["-", style.bad] : ["+", style.good];
    return colour(`  ${String(line).padStart(width)} ${mark} ${printable(text, WIDTH)}`);
  });
  const more = lines.length - MAX_LINES;
  const rest = more > 0 ? [`  and ${count(more, "more line")}`] : [];
  const head = `${style.bold(printable(shortPath(file.path, home), 300))}${link}`;
  return `${[head, ...shown, ...rest].join("\n")}\n`;
}

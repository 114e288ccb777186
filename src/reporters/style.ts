/**
 * Colour is decoration: every mark of colour is also a word. `plain` is used where standard output
 * is no terminal or NO_COLOR is set.
 */
export interface Style {
  readonly bad: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string): string => text;
const sgr =
  (code: number) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;

export const plain: Style = { bad: same, good: same, warn: same, dim: same, bold: same };

export const coloured: Style = {
  bad: sgr(31),
  good: sgr(32),
  warn: sgr(33),
  dim: sgr(2),
  bold: sgr(1),
};

/** Source: no-color.org (any non-empty value), and the convention of TERM=dumb. */
export function styleFor(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Style {
  const noColour = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return isTerminal && !noColour ? coloured : plain;
}

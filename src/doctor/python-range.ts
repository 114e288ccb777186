/**
 * Whether a version of Python is within a range of `requires-python`: PEP 440's comparisons, of numbers
 * alone. Null for a range that is not understood.
 */
export function isWithin(version: string, range: string): boolean | null {
  const own = numbersOf(version);
  const clauses = range.split(",").map((part) => part.trim());
  let isIn = true;
  for (const clause of clauses) {
    if (clause === "") continue;
    const [, operator = "", wanted = "", any = ""] =
      /^(>=|<=|==|!=|~=|>|<)\s*(\d+(?:\.\d+){0,3})(\.\*)?$/.exec(clause) ?? [];
    if (operator === "") return null;
    isIn &&= fits(own, operator, numbersOf(wanted), any !== "");
  }
  return isIn;
}

function fits(
  own: readonly number[],
  operator: string,
  wanted: readonly number[],
  isPrefix: boolean,
): boolean {
  // `3.11` of a name says nothing of the third number: what is not known counts as fitting.
  const length = Math.min(own.length, wanted.length);
  const order = compare(own.slice(0, length), wanted.slice(0, length));
  const isOpen = own.length < wanted.length && order === 0;
  switch (operator) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0 || isOpen || (order === 0 && own.length > wanted.length);
    case "<=":
      return order < 0 || (order === 0 && (isOpen || own.length === wanted.length));
    case "<":
      return order < 0 || isOpen;
    case "==":
      return isPrefix || own.length <= wanted.length ? order === 0 : compare(own, wanted) === 0;
    case "!=":
      return isPrefix ? order !== 0 : order !== 0 || own.length !== wanted.length;
    default:
      return order >= 0 && compare(own.slice(0, wanted.length - 1), wanted.slice(0, -1)) === 0;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  return version.split(".").map(Number);
}

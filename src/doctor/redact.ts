import { maskWritten } from "../edits/mask.ts";

/** Values that are no secrets, however they are called: words, numbers, paths. */
const PLAIN = /^(?:[a-z]{1,20}|\d{1,6}|[~./].*|[A-Za-z]:[\\/].*)$/s;

const SHORTEST = 6;

/**
 * Text of a server or a log as it may be shown: without the values that its entry has, and without what
 * looks like a secret in itself.
 */
export function redact(text: string, values: readonly string[]): string {
  const known = values
    .flatMap((value) => [value, ...value.split(/\s+/)])
    .filter((value) => value.length >= SHORTEST && !PLAIN.test(value))
    .toSorted((a, b) => b.length - a.length);
  let shown = text;
  for (const value of known) shown = shown.replaceAll(value, "***");
  return shown.split("\n").map(maskWritten).join("\n");
}

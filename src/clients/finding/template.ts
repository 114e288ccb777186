/**
 * A template of paths: a base (bases.ts, projects.ts), then names with `/` between them. `{a,b}` is
 * either text, `*` any text within a name, `**` any number of folders.
 */

/** `{a,b}` written out: one template for each, in that order. */
export function alternatives(template: string): readonly string[] {
  const [whole, choices] = /\{([^{}|]*,[^{}]*)\}/.exec(template) ?? [];
  if (whole === undefined || choices === undefined) return [template];
  return choices.split(",").flatMap((choice) => alternatives(template.replace(whole, choice)));
}

/** What the `*` of a pattern stands for in a name; null where the name does not match. */
export function matchName(pattern: string, name: string): string | null {
  const [before = "", after = ""] = pattern.split("*", 2);
  const isLongEnough = name.length > before.length + after.length;
  if (!isLongEnough || !name.startsWith(before) || !name.endsWith(after)) return null;
  return name.slice(before.length, name.length - after.length);
}

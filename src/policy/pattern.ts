import { type LockedEcosystem, parsePurl, purlOf, type Subject } from "../model/subject.ts";

/**
 * One package (`pkg:npm/gull`), everything of a scope (`pkg:npm/%40sea/*`), or everything of an
 * ecosystem (`pkg:pypi/*`). A star stands at the end, after a slash: `pkg:npm/gull*` would also be
 * the name that somebody else takes tomorrow.
 */
export const SUBJECT_PATTERN =
  /^pkg:(?:npm\/(?:(?:%40|@)[A-Za-z0-9~][A-Za-z0-9._~-]*\/)?(?:\*|[A-Za-z0-9~][A-Za-z0-9._~-]*)|pypi\/(?:\*|[a-z0-9](?:[a-z0-9.,[\]-]|%5B|%5D|%2C)*)|generic\/(?:\*|[A-Za-z0-9~][A-Za-z0-9._~-]*))$/;

const STARTS: readonly (readonly [start: string, ecosystem: LockedEcosystem])[] = [
  ["pkg:npm/", "npm"],
  ["pkg:pypi/", "pypi"],
  ["pkg:generic/", "executable"],
];

/** Whether a pattern covers a package URL. */
export function coversSubject(pattern: string, purl: string): boolean {
  const subject = parsePurl(purl);
  if (subject === null) return false;
  if (!pattern.endsWith("/*")) return canonicalPurl(pattern) === purlOf(subject);
  const [start = "", ecosystem] = STARTS.find(([one]) => pattern.startsWith(one)) ?? [];
  const scope = pattern.slice(start.length, -1).replace("%40", "@");
  return subject.ecosystem === ecosystem && subject.name.startsWith(scope);
}

/** `pkg:npm/@sea/foam` and `pkg:npm/%40sea/foam` are one; null for what names no package. */
export function canonicalPurl(text: string): string | null {
  const subject = parsePurl(text);
  return subject === null ? null : purlOf(subject);
}

/** The package URL of a package in a tree of that ecosystem. */
export function packagePurl(ecosystem: Subject["ecosystem"], name: string): string {
  return purlOf({ ecosystem, name });
}

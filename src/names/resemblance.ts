import { editDistance } from "./distance.ts";
import { distinctive, isCommon, partsOf, plain, skeleton } from "./words.ts";

/** A package by the registry that it is from, its name as that registry normalizes it (PEP 503 for PyPI). */
export interface PackageName {
  readonly ecosystem: "npm" | "pypi";
  readonly name: string;
}

/** A package that others may be mistaken for, and why it is known here. */
export interface KnownName extends PackageName {
  readonly why: "pinned" | "well-known";
}

export interface Resemblance {
  readonly other: KnownName;
  /** The rest of a sentence that begins with "its name". */
  readonly how: string;
}

/** More says nothing new. */
const MAX_NAMED = 3;

/**
 * Known packages that a package could be mistaken for. Names are what an attacker chooses freely, and what a
 * person or a model writes from memory: nothing here says that a package is wrong, only which other one
 * may have been meant.
 */
export function resemblances(
  candidate: PackageName,
  known: readonly KnownName[],
): readonly Resemblance[] {
  const isKnown = known.some(
    ({ ecosystem, name }) => ecosystem === candidate.ecosystem && name === candidate.name,
  );
  if (isKnown) return [];
  return known
    .flatMap((other): Resemblance[] => {
      const how = resembles(candidate, other);
      return how === null ? [] : [{ other, how }];
    })
    .slice(0, MAX_NAMED);
}

function resembles(candidate: PackageName, other: KnownName): string | null {
  if (candidate.ecosystem !== other.ecosystem)
    return plain(candidate.name) === plain(other.name) && distinctive(other.name) !== ""
      ? "is the same, and it is of another registry"
      : null;
  const [own, theirs] = [partsOf(candidate.name), partsOf(other.name)];
  if (own.scope === theirs.scope) return alike(own.base, theirs.base);
  if (own.scope !== "" && theirs.scope !== "")
    return plain(own.base) === plain(theirs.base) && isSameScope(own.scope, theirs.scope)
      ? "differs in a few letters of the scope"
      : null;
  return own.scope === "" ? twin(own.base, theirs) : null;
}

/** Names that are read for one another, or are a slip of the hand apart. */
function alike(own: string, theirs: string): string | null {
  if (plain(own).replaceAll("-", "") === plain(theirs).replaceAll("-", ""))
    return "differs in separators alone";
  if (skeleton(own) === skeleton(theirs)) return "differs in letters that look alike";
  const words = differingWords(own, theirs);
  if (words === null) return null;
  const [mine, other] = words;
  // A word that all names have is known by heart: one slip in it is one, however short it is.
  const limit =
    isCommon(other) && !isCommon(mine) ? 1 : slipsIn(Math.max(mine.length, other.length));
  const distance = editDistance(mine, other, limit);
  if (distance === null || distance === 0 || isNumbered(mine, other)) return null;
  return distance === 1 ? "differs in one letter" : `differs in ${distance} letters`;
}

/** The one word that two names do not share, where all others stand at the same place. */
function differingWords(own: string, theirs: string): readonly [string, string] | null {
  const [mine, other] = [plain(own).split("-"), plain(theirs).split("-")];
  if (mine.length !== other.length) return null;
  const pairs = mine.flatMap((word, index): (readonly [string, string])[] => {
    const there = other[index] ?? "";
    return word === there ? [] : [[word, there]];
  });
  const [pair, ...more] = pairs;
  return pair === undefined || more.length > 0 ? null : pair;
}

/** Short words are near to many others by chance. */
function slipsIn(length: number): number {
  if (length < 5) return 0;
  return length < 10 ? 1 : 2;
}

/** `v1` and `v2`, `2024` and `2025`: versions of one thing are no slips. */
function isNumbered(own: string, theirs: string): boolean {
  return own.replace(/\d+/g, "#") === theirs.replace(/\d+/g, "#");
}

function isSameScope(own: string, theirs: string): boolean {
  if (skeleton(own) === skeleton(theirs)) return true;
  const limit = slipsIn(Math.min(own.length, theirs.length));
  return limit > 0 && editDistance(plain(own), plain(theirs), limit) !== null;
}

/** What somebody gets who leaves out the `@` and the scope, or writes them as words. */
function twin(
  own: string,
  { scope, base }: { readonly scope: string; readonly base: string },
): string | null {
  if (scope === "") return null;
  if (plain(own) === plain(`${scope}-${base}`)) return "is the scoped one with the scope as a word";
  return plain(own) === plain(base) && distinctive(base) !== ""
    ? "is the scoped one without its scope"
    : null;
}

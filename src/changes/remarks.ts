import { isNpmLockfile, isPypiLockfile } from "../lockfile/parse.ts";
import type { Lockfile } from "../lockfile/schema.ts";

/**
 * What changed about packages that stay at their version and bytes, and about the file as a whole: no
 * comparison of packages sees it, and a person who reviews a long diff may not either.
 */
export function remarksOf(before: Lockfile, after: Lockfile): readonly string[] {
  return [
    ...editedPins(before, after),
    ...revisionRemark(before, after),
    ...fieldRemarks(before, after),
  ];
}

function* editedPins(before: Lockfile, after: Lockfile): Generator<string> {
  const old: Readonly<Record<string, object>> = before.packages;
  const now: Readonly<Record<string, object>> = after.packages;
  for (const [key, pin] of Object.entries(now)) {
    const known = old[key];
    if (known === undefined || bytesOf(known) !== bytesOf(pin)) continue;
    const fields = [...new Set([...Object.keys(known), ...Object.keys(pin)])];
    for (const field of fields.filter((name) => memberOf(known, name) !== memberOf(pin, name)))
      yield `${key}: ${wordsOf(field, pin)} under the same archive`;
  }
}

/** What says which bytes a package is; the rest of a pin says something about them. */
function bytesOf(pin: object): string {
  return ["version", "integrity", "artifacts", "sha256", "source"]
    .map((name) => memberOf(pin, name))
    .join(" ");
}

function memberOf(value: object, name: string): string {
  return JSON.stringify(Object.entries(value).find(([key]) => key === name)?.[1] ?? null);
}

function wordsOf(field: string, pin: object): string {
  if (field === "hooks")
    return memberOf(pin, "hooks").includes('"approved":true')
      ? "its install script is approved now,"
      : "what is pinned of its install script changed,";
  if (field === "files" || field === "installed") return "other files are pinned";
  return `its ${JSON.stringify(field)} changed`;
}

/** The two lines that make two updates conflict in a merge must move with the tree. */
function* revisionRemark(before: Lockfile, after: Lockfile): Generator<string> {
  if (before.tree !== after.tree && after.revision <= before.revision)
    yield `the tree moved, and the revision went from ${before.revision} to ${after.revision}`;
}

function* fieldRemarks(before: Lockfile, after: Lockfile): Generator<string> {
  const programs = (lockfile: Lockfile): string =>
    isNpmLockfile(lockfile)
      ? JSON.stringify(lockfile.bin)
      : isPypiLockfile(lockfile)
        ? JSON.stringify(lockfile.entryPoints)
        : "";
  if (programs(before) !== programs(after)) yield "its programs start other files";
}

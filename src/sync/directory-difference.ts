import { subjectOf, versionOfSubject } from "../lockfile/parse.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import { folderName } from "../model/npm-tree.ts";
import { subjectLabel } from "../model/subject.ts";
import type { AdoptedRevision } from "../state/adoption.ts";
import type { PinDirectory } from "./directory.ts";

/** What one lockfile of a directory is, against what was adopted. */
export interface SubjectChange {
  readonly kind: "new" | "moved" | "edited" | "older" | "removed";
  /** Relative to the directory. */
  readonly path: string;
  readonly subject: string;
  readonly version: { readonly from: string | null; readonly to: string | null };
  readonly revision: { readonly from: number | null; readonly to: number | null };
  /** Packages of the tree, and how many of them are others. */
  readonly packages: {
    readonly total: number;
    readonly moved: readonly string[];
    readonly added: readonly string[];
    readonly removed: readonly string[];
  };
  /** Variables that the server is newly started with although they change what runs. */
  readonly newlyAllowed: readonly string[];
}

export interface DirectoryDifference {
  readonly subjects: readonly SubjectChange[];
  /** Top fields of the policy that differ; null where the policy is the same. */
  readonly policy: {
    readonly kind: "new" | "changed" | "removed";
    readonly fields: readonly string[];
  } | null;
}

/**
 * How a directory differs from what was adopted of it.
 *
 * @param agreed what was last agreed to under a path, also where it was removed since
 */
export function compareDirectories(
  adopted: Pick<PinDirectory, "lockfiles" | "policy">,
  now: Pick<PinDirectory, "lockfiles" | "policy">,
  agreed: (path: string) => AdoptedRevision | null,
): DirectoryDifference {
  const paths = [...new Set([...adopted.lockfiles.keys(), ...now.lockfiles.keys()])].toSorted();
  const subjects = paths.flatMap((path): SubjectChange[] => {
    const before = adopted.lockfiles.get(path);
    const after = now.lockfiles.get(path);
    if (before?.text === after?.text) return [];
    const change = changeOf(path, before?.lockfile ?? null, after?.lockfile ?? null, agreed(path));
    return change === null ? [] : [change];
  });
  return { subjects, policy: policyDifference(adopted.policy, now.policy) };
}

function changeOf(
  path: string,
  before: Lockfile | null,
  after: Lockfile | null,
  agreed: AdoptedRevision | null,
): SubjectChange | null {
  const any = after ?? before;
  if (any === null) return null;
  const isOlder = after !== null && agreed !== null && after.revision < agreed.revision;
  const isSameTree = before?.tree === after?.tree;
  return {
    kind:
      after === null
        ? "removed"
        : isOlder
          ? "older"
          : before === null
            ? "new"
            : isSameTree
              ? "edited"
              : "moved",
    path,
    subject: subjectLabel(subjectOf(any)),
    version: { from: versionIn(before), to: versionIn(after) },
    revision: {
      from: before?.revision ?? agreed?.revision ?? null,
      to: after?.revision ?? null,
    },
    packages: packageMoves(before, after),
    newlyAllowed: allowedBy(after).filter((name) => !allowedBy(before).includes(name)),
  };
}

function versionIn(lockfile: Lockfile | null): string | null {
  return lockfile === null ? null : versionOfSubject(lockfile);
}

function allowedBy(lockfile: Lockfile | null): readonly string[] {
  return lockfile !== null && "allowEnv" in lockfile && Array.isArray(lockfile.allowEnv)
    ? lockfile.allowEnv.map(String)
    : [];
}

function packageMoves(before: Lockfile | null, after: Lockfile | null): SubjectChange["packages"] {
  const [old, fresh] = [pinsOf(before), pinsOf(after)];
  const named = (path: string): string =>
    path.includes("node_modules/") ? folderName(path) : path;
  const moved = [...fresh].filter(([path, pin]) => old.has(path) && old.get(path) !== pin);
  const added = [...fresh.keys()].filter((path) => !old.has(path));
  const removed = [...old.keys()].filter((path) => !fresh.has(path));
  return {
    total: fresh.size,
    moved: moved.map(([path]) => named(path)),
    added: added.map(named),
    removed: removed.map(named),
  };
}

function pinsOf(lockfile: Lockfile | null): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(lockfile?.packages ?? {}).map(([path, pin]) => [path, JSON.stringify(pin)]),
  );
}

function policyDifference(
  before: string | null,
  after: string | null,
): DirectoryDifference["policy"] {
  if (before === after) return null;
  const [old, fresh] = [fieldsOf(before), fieldsOf(after)];
  const fields = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (name) => old.get(name) !== fresh.get(name),
  );
  const kind = before === null ? "new" : after === null ? "removed" : "changed";
  return { kind, fields: fields.toSorted() };
}

function fieldsOf(text: string | null): ReadonlyMap<string, string> {
  if (text === null) return new Map();
  try {
    const json: unknown = JSON.parse(text);
    const isObject = typeof json === "object" && json !== null;
    return new Map(
      Object.entries(isObject ? json : {}).map(([name, value]) => [name, JSON.stringify(value)]),
    );
  } catch {
    return new Map([["", text]]);
  }
}

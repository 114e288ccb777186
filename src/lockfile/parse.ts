import * as v from "valibot";

import { messageOf } from "../errors.ts";
import { isDeeperThan } from "../model/json-depth.ts";
import { type LockedEcosystem, lockfilePathOf, parsePurl, type Subject } from "../model/subject.ts";
import { treeDigestOf } from "./format.ts";
import {
  ExecutableLockfileSchema,
  KNOWN_FIELDS,
  type Lockfile,
  LOCKFILE_VERSION,
  type LockfileOf,
  type NpmLockfile,
  NpmLockfileSchema,
} from "./schema.ts";
import { type PypiLockfile, PypiLockfileSchema } from "./pypi-schema.ts";

/** Larger than a lockfile of the most packages that the schema takes. */
export const MAX_LOCKFILE_BYTES = 16 * 1024 * 1024;

const MAX_DEPTH = 32;

export type ParsedLockfile<Kind extends LockedEcosystem = "npm"> =
  | { readonly lockfile: LockfileOf[Kind]; readonly problem: null }
  | {
      readonly lockfile: null;
      readonly problem: { readonly message: string; readonly hint: string };
    };

const CONFLICT = /^(?:<{7}|={7}|>{7})(?:\s|$)/m;
const RESTORE = "restore the file from version control";

type Read<Kind extends LockedEcosystem> = (
  json: unknown,
) => v.SafeParseResult<v.GenericSchema<unknown, LockfileOf[Kind]>>;

const READERS: { readonly [Kind in LockedEcosystem]: Read<Kind> } = {
  npm: (json) => v.safeParse(NpmLockfileSchema, json),
  pypi: (json) => v.safeParse(PypiLockfileSchema, json),
  executable: (json) => v.safeParse(ExecutableLockfileSchema, json),
};

/** Reads a lockfile of npm as if an attacker wrote it. Nothing is thrown: a problem is an answer. */
export function parseLockfile(text: string): ParsedLockfile {
  return parseLockfileOf("npm", text);
}

/** The same for any kind of subject. */
export function parseLockfileOf<Kind extends LockedEcosystem>(
  ecosystem: Kind,
  text: string,
): ParsedLockfile<Kind> {
  const fail = (message: string, hint = RESTORE): ParsedLockfile<Kind> => ({
    lockfile: null,
    problem: { message, hint },
  });
  if (CONFLICT.test(text))
    return fail(
      "it holds conflict markers of a merge",
      "take one side whole, then run pinfold lock --check",
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    return fail(`it is not JSON: ${messageOf(thrown)}`);
  }
  if (isDeeperThan(json, MAX_DEPTH)) return fail("it is nested deeper than any lockfile");
  const version = versionOf(json);
  if (version !== null && version > LOCKFILE_VERSION)
    return fail(
      `its lockfileVersion ${version} is newer than ${LOCKFILE_VERSION}, the newest known here`,
      "update pinfold",
    );
  const parsed = READERS[ecosystem](json);
  if (!parsed.success) return fail(wordingOf(parsed.issues[0]));
  const lockfile = parsed.output;
  const unknown = lockfile.critical?.find((name) => !KNOWN_FIELDS[ecosystem].has(name));
  if (unknown !== undefined)
    return fail(
      `its field ${JSON.stringify(unknown)} is marked critical and not known here`,
      "update pinfold",
    );
  if (treeDigestOf(lockfile.packages) !== lockfile.tree)
    return fail(
      "its tree is not the digest of its packages: a merge or an edit mixed two versions",
      `${RESTORE}, or lock the server again`,
    );
  return { lockfile, problem: null };
}

function versionOf(json: unknown): number | null {
  if (typeof json !== "object" || json === null || !("lockfileVersion" in json)) return null;
  return typeof json.lockfileVersion === "number" ? json.lockfileVersion : null;
}

function wordingOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}

export function isNpmLockfile(lockfile: Lockfile): lockfile is NpmLockfile {
  return parsePurl(lockfile.subject)?.ecosystem === "npm";
}

export function isPypiLockfile(lockfile: Lockfile): lockfile is PypiLockfile {
  return parsePurl(lockfile.subject)?.ecosystem === "pypi";
}

/** The version of its subject; null for what has none. */
export function versionOfSubject(lockfile: Lockfile): string | null {
  return isNpmLockfile(lockfile) || isPypiLockfile(lockfile) ? lockfile.version : null;
}

/** What a lockfile says it is about. */
export function subjectOf(lockfile: Lockfile): Subject {
  const { ecosystem = "npm", name = "" } = parsePurl(lockfile.subject) ?? {};
  const extras = isNpmLockfile(lockfile) || isPypiLockfile(lockfile) ? (lockfile.extras ?? []) : [];
  return { ecosystem, name, extras: extras.map((purl) => parsePurl(purl)?.name ?? "") };
}

/** Why a lockfile cannot stand at a path (relative to its directory), else null. */
export function misplacedAt(lockfile: Lockfile, path: string): string | null {
  const right = lockfilePathOf(subjectOf(lockfile));
  return right === path ? null : `its subject belongs into ${right}`;
}

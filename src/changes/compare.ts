import { parseLockfileOf, subjectOf, versionOfSubject } from "../lockfile/parse.ts";
import type { LockfileOf } from "../lockfile/schema.ts";
import { LOCKED_ECOSYSTEMS, type LockedEcosystem, subjectLabel } from "../model/subject.ts";
import { parsePolicy } from "../policy/parse.ts";
import type { Policy } from "../policy/policy.ts";
import type { FolderState } from "../ports/revisions.ts";
import type { ChangeContext, Changes, Differ, LockfileChange } from "./define.ts";
import { type Compared, differenceOf } from "./difference-of.ts";
import { executableDiffer } from "./executable.ts";
import { npmDiffer } from "./npm.ts";
import { policyChanges } from "./policy.ts";
import { pypiDiffer } from "./pypi.ts";
import { remarksOf } from "./remarks.ts";

const POLICY = "policy.json";

/** Files of a directory that the comparison is about. */
export function isCompared(path: string): boolean {
  return path === POLICY || /^(?:npm|pypi|executable)\/[^/]+\.json$/.test(path);
}

/**
 * How two states of a directory of lockfiles differ, the riskiest first. A file that cannot be read is
 * not compared: that it cannot is said by the check of the lockfiles themselves.
 */
export async function compareStates(
  context: ChangeContext,
  before: FolderState,
  after: FolderState,
): Promise<Changes> {
  const lockfiles: LockfileChange[] = [];
  const paths = new Set([...before.files.keys(), ...after.files.keys()]);
  for (const path of [...paths].toSorted()) {
    const [from, to] = [before.files.get(path) ?? null, after.files.get(path) ?? null];
    const ecosystem = LOCKED_ECOSYSTEMS.find((one) => path.startsWith(`${one}/`));
    if (from === to || ecosystem === undefined) continue;
    const change = await changeOf(context, path, { ecosystem, from, to });
    if (change !== null) lockfiles.push(change);
  }
  return {
    base: before.label,
    policy: policyChanges(policyOf(before), policyOf(after)),
    lockfiles: lockfiles.toSorted((a, b) => gravityOf(a) - gravityOf(b)),
  };
}

function policyOf({ files }: FolderState): Policy | null {
  const text = files.get(POLICY);
  const origin = { owner: "team", file: POLICY, directory: "." } as const;
  return text === undefined ? null : parsePolicy(text, origin).policy;
}

/** A pin that is gone protects nobody; then what blocks, then the rank of the gravest risk. */
function gravityOf({ kind, remarks, difference: { risks } }: LockfileChange): number {
  if (kind === "removed") return 0;
  if (risks.some(({ blockedBy }) => blockedBy !== null)) return 1;
  if (remarks.length > 0) return 2;
  return 3 + (risks[0]?.rank ?? 100);
}

/** What is gone runs no more: nobody needs its packages. */
const NOTHING: Compared = { difference: { packages: [], risks: [] }, isOffline: true };

interface Texts {
  readonly ecosystem: LockedEcosystem;
  readonly from: string | null;
  readonly to: string | null;
}

function changeOf(
  context: ChangeContext,
  file: string,
  { ecosystem, from, to }: Texts,
): Promise<LockfileChange | null> {
  switch (ecosystem) {
    case "npm":
      return compareOne(npmDiffer, context, { file, from, to });
    case "pypi":
      return compareOne(pypiDiffer, context, { file, from, to });
    case "executable":
      return compareOne(executableDiffer, context, { file, from, to });
  }
}

async function compareOne<Kind extends LockedEcosystem, Pin>(
  differ: Differ<Kind, Pin>,
  context: ChangeContext,
  {
    file,
    from,
    to,
  }: { readonly file: string; readonly from: string | null; readonly to: string | null },
): Promise<LockfileChange | null> {
  const read = (text: string | null): LockfileOf[Kind] | null =>
    text === null ? null : parseLockfileOf(differ.ecosystem, text).lockfile;
  const [before, after] = [read(from), read(to)];
  const known = after ?? before;
  if (known === null || (from !== null && before === null) || (to !== null && after === null))
    return null;
  const { difference, isOffline } =
    after === null ? NOTHING : await differenceOf(differ, context, { before, after });
  const kind = before === null ? "added" : after === null ? "removed" : "moved";
  return {
    file,
    subject: subjectLabel(subjectOf(known)),
    kind,
    from: before === null ? null : (versionOfSubject(before) ?? `revision ${before.revision}`),
    to: after === null ? null : (versionOfSubject(after) ?? `revision ${after.revision}`),
    revision: known.revision,
    packages: Object.keys(before?.packages ?? {}).length,
    remarks: before === null || after === null ? [] : remarksOf(before, after),
    isOffline,
    difference,
  };
}

import { formatLockfile } from "../lockfile/format.ts";
import { parseLockfile } from "../lockfile/parse.ts";
import { policyText } from "../lockfile/policy.ts";
import { POLICY_FILE } from "../policy/policy.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import { sha256Of } from "../model/digest.ts";
import { lockfilePathOf, type Subject, subjectLabel } from "../model/subject.ts";
import { adoptFiles, isAdopted, recordRevision } from "../state/adoption.ts";
import { rememberEarlier } from "../state/earlier-pins.ts";
import type { Folders } from "../state/folders.ts";
import type { State } from "../state/state.ts";
import type { LockWorld } from "./world.ts";

/** Where a lock is written: a team's directory, or the personal pins. */
export interface LockTarget {
  readonly directory: string;
  readonly isPersonal: boolean;
}

export interface WriteContext {
  readonly world: LockWorld;
  readonly state: State;
  readonly folders: Folders;
  readonly target: LockTarget;
}

/** Writes one lockfile; `before` is the text that stands there now. Answers the file's path. */
export function writeLockfile(
  { world, state, folders, target }: WriteContext,
  subject: Subject,
  lockfile: Lockfile,
  before: string | null,
): string {
  const path = lockfilePathOf(subject);
  const file = `${target.directory}/${path}`;
  const text = formatLockfile(lockfile);
  const label = subjectLabel(subject);
  const entry = {
    event: before === null ? "locked" : "updated",
    message: `${label} is pinned in ${file}`,
    subject: label,
    file,
    digest: sha256Of(text),
  } as const;
  world.files.replace(file, text, {
    expected: before,
    isPrivate: target.isPersonal,
    around: (put) => void world.audit.append(entry, put),
  });
  // What was written with the user's consent counts as adopted.
  const { disk, files } = world;
  if (!target.isPersonal) {
    const texts = new Map<string, string | null>([[path, text]]);
    // The policy was in force for this very pin; one that changes later is shown by `sync`.
    if (!isAdopted(state, target.directory))
      texts.set(
        POLICY_FILE,
        policyText(disk, { files: target.directory, directory: target.directory }),
      );
    adoptFiles({ disk, files, state, folders }, target.directory, texts);
  }
  recordRevision(state, file, lockfile);
  const { lockfile: earlier } = parseLockfile(before ?? "");
  if (before !== null && earlier !== null && earlier.tree !== lockfile.tree)
    rememberEarlier(state, earlier, before);
  return file;
}

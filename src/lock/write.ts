import { createHash } from "node:crypto";

import { formatLockfile } from "../lockfile/format.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import { sha256Of } from "../model/digest.ts";
import { lockfilePathOf, type Subject, subjectLabel } from "../model/subject.ts";
import type { Folders } from "../state/folders.ts";
import type { State } from "../state/state.ts";
import { ADOPTED } from "../verify/pins.ts";
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
  if (!target.isPersonal) adopt({ world, state, folders, target }, path, text);
  return file;
}

/** What was written with the user's consent counts as adopted: its snapshot is what is judged with. */
function adopt({ world, state, folders, target }: WriteContext, path: string, text: string): void {
  const { directory } = target;
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 32);
  const snapshot = `${folders.state}/adopted/${name}`;
  const file = `${snapshot}/${path}`;
  const before = world.disk.read(file, 64 * 1024 * 1024);
  const expected = before === null ? null : Buffer.from(before).toString("utf8");
  world.files.replace(file, text, { expected, isPrivate: true });
  const directories = state.adopted.read(ADOPTED)?.directories ?? [];
  if (directories.some((known) => known.directory === directory)) return;
  state.adopted.write(ADOPTED, { directories: [...directories, { directory, snapshot }] });
}

import { isNpmLockfile, parseLockfile, subjectOf } from "../lockfile/parse.ts";
import type { Lockfile, NpmLockfile } from "../lockfile/schema.ts";
import { type Subject, subjectLabel } from "../model/subject.ts";
import type { State } from "./state.ts";

/** More than anybody leaves a machine behind. */
const KEPT = 8;

/** Keeps a lockfile that another one takes the place of: a tree that equals it is behind, not strange. */
export function rememberEarlier(state: State, lockfile: Lockfile, text: string): void {
  if (!isNpmLockfile(lockfile)) return;
  const label = subjectLabel(subjectOf(lockfile));
  const before = state.earlierPins.read(label)?.lockfiles ?? [];
  const lockfiles = [text, ...before.filter((one) => one !== text)].slice(0, KEPT);
  state.earlierPins.write(label, { subject: label, lockfiles });
}

/** Lockfiles that were in force on this machine, the last one first. */
export function earlierPins(state: State, subject: Subject): readonly NpmLockfile[] {
  const texts = state.earlierPins.read(subjectLabel(subject))?.lockfiles ?? [];
  return texts.flatMap((text) => {
    const { lockfile } = parseLockfile(text);
    return lockfile === null ? [] : [lockfile];
  });
}

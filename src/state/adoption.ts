import { createHash } from "node:crypto";

import type { PinLookup, PinPlace } from "../lockfile/pin-set.ts";
import { sha256Of } from "../model/digest.ts";
import type { PinEvidence } from "../model/evidence.ts";
import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { Folders } from "./folders.ts";
import type { State } from "./state.ts";

/** The key under which the adopted directories are recorded. */
export const ADOPTED = "adopted";

const MAX_LOCKFILE = 64 * 1024 * 1024;

/** What a person last agreed to under one file of a directory. */
export interface AdoptedRevision {
  readonly revision: number;
  readonly tree: string;
}

export interface AdoptionContext {
  readonly disk: Disk;
  readonly files: Files;
  readonly state: State;
  readonly folders: Folders;
}

/** The adopted directories, each read from its snapshot and held to the digests of that day. */
export function adoptedPlaces(state: State): readonly PinPlace[] {
  return (state.adopted.read(ADOPTED)?.directories ?? []).map(
    ({ directory, snapshot, digests }): PinPlace => ({
      kind: "adopted",
      directory,
      files: snapshot,
      digests,
    }),
  );
}

/** By the file as the user knows it: `DIR/npm/NAME.json`. Null where nothing was recorded. */
export function adoptedRevision(state: State, file: string): AdoptedRevision | null {
  return state.adopted.read(ADOPTED)?.revisions?.[file] ?? null;
}

/** Whether files of the directory were agreed to. */
export function isAdopted(state: State, directory: string): boolean {
  return adoptedPlaces(state).some((place) => place.directory === directory);
}

/** Null where the lockfile is what was last agreed to, or nothing is known of that. */
export function otherThanAdopted(
  state: State,
  lookup: Exclude<PinLookup, { state: "none" }>,
): PinEvidence["adopted"] {
  // With --lockfiles the directory is judged as it is.
  if (lookup.state !== "found" || lookup.place.kind === "given") return null;
  const before = adoptedRevision(state, lookup.file);
  const { revision, tree } = lookup.lockfile;
  const isSame = before === null || (before.revision === revision && before.tree === tree);
  return isSame ? null : { ...before, now: { revision, tree } };
}

/** Remembers what was agreed to in a file, so that another one in its place is noticed. */
export function recordRevision(state: State, file: string, { revision, tree }: AdoptedRevision) {
  const before = state.adopted.read(ADOPTED) ?? { directories: [] };
  const revisions = { ...before.revisions, [file]: { revision, tree } };
  state.adopted.write(ADOPTED, { ...before, revisions });
}

/** Where the snapshot of a directory is kept. */
export function snapshotFolder({ state }: Folders, directory: string): string {
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 32);
  return `${state}/adopted/${name}`;
}

/**
 * Takes files of a directory into its snapshot, with the user's consent: texts by their path relative
 * to it, null for what is adopted no longer. What was adopted of it before and is not named stays.
 */
export function adoptFiles(
  { disk, files, state, folders }: AdoptionContext,
  directory: string,
  texts: ReadonlyMap<string, string | null>,
): void {
  const snapshot = snapshotFolder(folders, directory);
  const before = state.adopted.read(ADOPTED) ?? { directories: [] };
  const known = before.directories.find((one) => one.directory === directory);
  const digests = new Map(Object.entries(known?.digests ?? {}));
  for (const [path, text] of texts) {
    if (text === null) {
      digests.delete(path);
      files.forget(`${snapshot}/${path}`);
      continue;
    }
    const there = disk.read(`${snapshot}/${path}`, MAX_LOCKFILE);
    const expected = there === null ? null : Buffer.from(there).toString("utf8");
    files.replace(`${snapshot}/${path}`, text, { expected, isPrivate: true });
    digests.set(path, sha256Of(text));
  }
  const adopted = { directory, snapshot, digests: Object.fromEntries(digests) };
  const directories =
    known === undefined
      ? [...before.directories, adopted]
      : before.directories.map((one) => (one === known ? adopted : one));
  state.adopted.write(ADOPTED, { ...before, directories });
}

import type { PinPlace } from "../lockfile/pin-set.ts";
import { POLICY_FILE } from "../policy/policy.ts";
import {
  adoptedPlaces,
  adoptedRevision,
  adoptFiles,
  type AdoptionContext,
  recordRevision,
  snapshotFolder,
} from "../state/adoption.ts";
import { rememberEarlier } from "../state/earlier-pins.ts";
import { compareDirectories, type DirectoryDifference } from "./directory-difference.ts";
import { type PinDirectory, readPlace } from "./directory.ts";

const NOTHING: Pick<PinDirectory, "lockfiles" | "policy"> = { lockfiles: new Map(), policy: null };

/** What adopting a directory would change. */
export interface AdoptionPlan {
  readonly directory: string;
  readonly adopted: Pick<PinDirectory, "lockfiles" | "policy">;
  readonly now: PinDirectory;
  readonly difference: DirectoryDifference;
  readonly isFirst: boolean;
}

/** Compares a directory with its snapshot; with nothing where it was never adopted. */
export function planAdoption(
  context: AdoptionContext,
  directory: string,
  now: PinDirectory,
): AdoptionPlan {
  const place = placeOf(context, directory);
  const adopted = place === null ? NOTHING : snapshotOf(context, place);
  const agreed = (path: string) => adoptedRevision(context.state, `${directory}/${path}`);
  const difference = compareDirectories(adopted, now, agreed);
  return { directory, adopted, now, difference, isFirst: place === null };
}

function placeOf({ state }: AdoptionContext, directory: string): PinPlace | null {
  return adoptedPlaces(state).find((place) => place.directory === directory) ?? null;
}

/** An edited snapshot counts for nothing: what stands in it was not agreed to. */
function snapshotOf({ disk }: AdoptionContext, place: PinPlace): typeof NOTHING {
  const { lockfiles, policy } = readPlace(disk, place);
  return { lockfiles, policy };
}

/** Takes a directory as it was shown into its snapshot. */
export function adopt(context: AdoptionContext, plan: AdoptionPlan): void {
  const { directory, adopted, now, difference } = plan;
  const texts = new Map<string, string | null>();
  for (const [path, { text }] of now.lockfiles) texts.set(path, text);
  for (const { kind, path } of difference.subjects) if (kind === "removed") texts.set(path, null);
  texts.set(POLICY_FILE, now.policy);
  for (const [path, { text, lockfile }] of adopted.lockfiles)
    if (now.lockfiles.get(path)?.lockfile.tree !== lockfile.tree)
      rememberEarlier(context.state, lockfile, text);
  adoptFiles(context, directory, texts);
  // What was agreed to be gone is not missed.
  const { policies } = context.state;
  const snapshot = snapshotFolder(context.folders, directory);
  if (now.policy === null)
    for (const place of [directory, snapshot]) context.files.forget(policies.pathOf(place));
  for (const [path, { lockfile }] of now.lockfiles)
    recordRevision(context.state, `${directory}/${path}`, lockfile);
}

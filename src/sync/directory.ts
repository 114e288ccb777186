import { PinfoldError } from "../errors.ts";
import { checkDirectory, type PinPlace, PinSet } from "../lockfile/pin-set.ts";
import { policyText } from "../lockfile/policy.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import { LOCKED_ECOSYSTEMS } from "../model/subject.ts";
import type { Disk } from "../ports/disk.ts";

/** A lockfile with its text, as it stands in a directory. */
export interface ReadLockfile {
  readonly text: string;
  readonly lockfile: Lockfile;
}

/** A directory of pins, read whole. */
export interface PinDirectory {
  /** By the path relative to it: `npm/NAME.json`. */
  readonly lockfiles: ReadonlyMap<string, ReadLockfile>;
  readonly policy: string | null;
  /** Files that cannot be used, and why. */
  readonly problems: readonly {
    readonly file: string;
    readonly message: string;
    readonly hint: string;
  }[];
}

/** What is in a directory now. One that is not there is wrong use: nothing could be adopted. */
export function readDirectory(disk: Disk, directory: string): PinDirectory {
  checkDirectory(disk, directory);
  if (disk.realPath(directory) === null)
    throw new PinfoldError(
      "usage",
      `there is no directory ${directory}`,
      "name a directory of lockfiles, such as lockfiles/ of your team's repository",
    );
  return readPlace(disk, { kind: "given", directory, files: directory });
}

/** The same of a snapshot, which says what was adopted last. */
export function readPlace(disk: Disk, place: PinPlace): PinDirectory {
  const set = new PinSet(disk, [place]);
  const lockfiles = new Map<string, ReadLockfile>();
  const problems: { file: string; message: string; hint: string }[] = [];
  for (const ecosystem of LOCKED_ECOSYSTEMS)
    for (const path of set.list(place, ecosystem)) {
      const lookup = set.read(place, ecosystem, path);
      if (lookup.state === "found") {
        const { text, lockfile } = lookup;
        lockfiles.set(path, { text, lockfile });
      } else if (lookup.state === "unusable") problems.push(lookup);
    }
  return { lockfiles, problems, policy: policyText(disk, place) };
}

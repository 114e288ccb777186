import { PinfoldError } from "../errors.ts";
import { sha256Of } from "../model/digest.ts";
import { type LockedEcosystem, lockfilePathOf, type Subject } from "../model/subject.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import { MAX_LOCKFILE_BYTES, misplacedAt, parseLockfileOf } from "./parse.ts";
import type { LockfileOf } from "./schema.ts";

/** A directory of pins. Adopted ones are read from their snapshot, not from the directory. */
export interface PinPlace {
  readonly kind: "given" | "adopted" | "personal";
  /** As the user knows it. */
  readonly directory: string;
  /** Where its files are read. */
  readonly files: string;
  /** sha256 of each file, by its path, where it was adopted with them. */
  readonly digests?: Readonly<Record<string, string>>;
}

/** One place's answer for one subject. */
export type PinLookup<Kind extends LockedEcosystem = LockedEcosystem> =
  | { readonly state: "none" }
  | {
      readonly state: "found";
      readonly lockfile: LockfileOf[Kind];
      /** As it stands there, for whoever writes it anew. */
      readonly text: string;
      readonly file: string;
      readonly place: PinPlace;
    }
  | {
      readonly state: "unusable";
      readonly file: string;
      readonly message: string;
      readonly hint: string;
      readonly place: PinPlace;
    };

/** The pins in force, in the order in which they win: adopted ones before personal ones. */
export class PinSet {
  readonly places: readonly PinPlace[];
  readonly #disk: Disk;

  readonly #known: Map<string, PinLookup> | null;

  constructor(
    disk: Disk,
    places: readonly PinPlace[],
    known: Map<string, PinLookup> | null = null,
  ) {
    this.#disk = disk;
    this.places = places;
    this.#known = known;
  }

  /** The same pins for a run that writes none: what several servers share is read once. */
  remembering(): PinSet {
    return new PinSet(this.#disk, this.places, new Map());
  }

  /** Every place that has an answer for a subject, the one that wins first. */
  find<Kind extends LockedEcosystem>(
    subject: Subject<Kind>,
  ): readonly Exclude<PinLookup<Kind>, { state: "none" }>[] {
    return this.places
      .map((place) => this.read(place, subject.ecosystem, lockfilePathOf(subject)))
      .filter((lookup) => lookup.state !== "none");
  }

  /** The lockfile at a path relative to a place. */
  read<Kind extends LockedEcosystem>(
    place: PinPlace,
    ecosystem: Kind,
    path: string,
  ): PinLookup<Kind> {
    const key = JSON.stringify([place.files, path]);
    // The path says the ecosystem.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const known = this.#known?.get(key) as PinLookup<Kind> | undefined;
    if (known !== undefined) return known;
    const lookup = this.#read(place, ecosystem, path);
    this.#known?.set(key, lookup);
    return lookup;
  }

  #read<Kind extends LockedEcosystem>(
    place: PinPlace,
    ecosystem: Kind,
    path: string,
  ): PinLookup<Kind> {
    const file = `${place.directory}/${path}`;
    const unusable = (message: string, hint: string): PinLookup<Kind> => ({
      state: "unusable",
      file,
      message,
      hint,
      place,
    });
    let bytes: Uint8Array | null;
    try {
      bytes = this.#disk.read(`${place.files}/${path}`, MAX_LOCKFILE_BYTES);
    } catch (thrown) {
      if (!(thrown instanceof DiskError)) throw thrown;
      return unusable(thrown.message, "make it readable, or restore it from version control");
    }
    const adopted = place.digests?.[path];
    const again = "look at what changed it; lock the server again to adopt the directory's";
    if (bytes === null)
      return adopted === undefined
        ? { state: "none" }
        : unusable("its snapshot on this machine is gone", again);
    const text = Buffer.from(bytes).toString("utf8");
    if (place.digests !== undefined && adopted !== sha256Of(text))
      return unusable("its snapshot on this machine is not what was adopted", again);
    const { lockfile, problem } = parseLockfileOf(ecosystem, text);
    if (problem !== null) return unusable(problem.message, problem.hint);
    const misplaced = misplacedAt(lockfile, path);
    if (misplaced !== null) return unusable(misplaced, "restore the file from version control");
    return { state: "found", lockfile, text, file, place };
  }

  /** Paths of all lockfiles of a place, relative to it. Throws where it cannot be listed. */
  list(place: PinPlace, ecosystem: LockedEcosystem): readonly string[] {
    try {
      return (this.#disk.list(`${place.files}/${ecosystem}`) ?? [])
        .filter(({ name }) => name.endsWith(".json"))
        .map(({ name }) => `${ecosystem}/${name}`)
        .toSorted();
    } catch (thrown) {
      if (thrown instanceof DiskError) throw unreadableDirectory(place.directory, thrown);
      throw thrown;
    }
  }
}

/** A directory given by the user: absent is an empty set of pins, unreadable is wrong use. */
export function checkDirectory(disk: Disk, directory: string): void {
  try {
    const real = disk.realPath(directory);
    if (real === null) return;
    if (disk.stat(real)?.kind !== "folder") throw new DiskError("not-a-file", directory);
    disk.list(real);
  } catch (thrown) {
    if (thrown instanceof DiskError) throw unreadableDirectory(directory, thrown);
    throw thrown;
  }
}

function unreadableDirectory(directory: string, cause: DiskError): PinfoldError {
  const what = cause.problem === "not-a-file" ? "is not a folder" : "cannot be read";
  return new PinfoldError(
    "usage",
    `the lockfile directory ${directory} ${what}`,
    "name a folder that you can read with --lockfiles DIR",
    cause,
  );
}

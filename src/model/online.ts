import type { ProjectStatus } from "./project-status.ts";
import type { PackageEvidence } from "./evidence-difference.ts";

/** What registries say about the packages of one server, compared with its pin. */

/** What a registry has today under the pinned version. */
export type Held =
  | "same"
  /** Other bytes than pinned, from where the pinned ones had come. */
  | "republished"
  /** Other bytes than pinned, from a registry that is not known to have had the pinned ones. */
  | "other-bytes"
  /** It was there, and was taken away. */
  | "unpublished"
  /** It is not there, and nothing says that it ever was. */
  | "unlisted"
  /** It is there without a digest that could be compared. */
  | "incomparable";

/** A version that a registry offers. What it says of time and people is its own word. */
export interface OfferedVersion {
  readonly version: string;
  /** As versions are ordered, against the pinned one. */
  readonly order: "same" | "newer" | "older";
  /** ISO 8601. */
  readonly published: string | null;
  readonly ageHours: number | null;
  /** The day on which it is old enough (`2026-12-06`); null where it is, or the time is unknown. */
  readonly cooldownEnds: string | null;
  readonly publisher: string | null;
  /** Null where one of the two publishers is not known. */
  readonly isSamePublisher: boolean | null;
}

/** One package that an entry names, as its registry has it now. */
export interface AskedPackage {
  readonly package: string;
  /** Host of the registry that the entry's own configuration leads to. */
  readonly registry: string;
  readonly pinned: string;
  readonly held: Held;
  readonly digests: { readonly pinned: string; readonly observed: string } | null;
  readonly deprecated: string | null;
  /** What the entry's version spec comes to; null where nothing that is offered fits it. */
  readonly next: OfferedVersion | null;
  /** What the default tag names. */
  readonly newest: OfferedVersion | null;
}

/** How the packages of the next start differ from the pinned ones. */
export interface ClosureMoves {
  readonly moved: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  readonly added: readonly { readonly name: string; readonly version: string }[];
  readonly removed: readonly { readonly name: string; readonly version: string }[];
}

export interface OnlineEvidence {
  readonly name: string;
  /** Whether the entry lets the version move by itself. */
  readonly isFloating: boolean;
  /** Whether dependencies are resolved again at each start, whatever version the entry names. */
  readonly resolvesAnew: boolean;
  readonly cooldownDays: number;
  readonly packages: readonly AskedPackage[];
  /** Of the packages that were asked for and whose evidence is pinned; absent where none was judged. */
  readonly evidence?: readonly PackageEvidence[];
  /** Null where the next start installs nothing, or it could not be told. */
  readonly closure: ClosureMoves | null;
  /** What registries say against pinned packages; absent words are unknown. */
  readonly statuses: readonly ProjectStatus[];
  /** Registries that were asked for another server and have other bytes under a pinned version. */
  readonly disagreements: readonly {
    readonly package: string;
    readonly version: string;
    readonly registries: readonly string[];
  }[];
  /** What could not be found out. */
  readonly problems: readonly { readonly message: string; readonly hint: string }[];
}

export function isMoved({ moved, added, removed }: ClosureMoves): boolean {
  return moved.length + added.length + removed.length > 0;
}

/** Whether the next start was found to run the pinned packages. */
export function isSettled({ packages, closure, problems }: OnlineEvidence): boolean {
  return (
    problems.length === 0 &&
    packages.length > 0 &&
    packages.every(({ next }) => next?.order === "same") &&
    (closure === null || !isMoved(closure))
  );
}

import type { SignalId } from "./signals/index.ts";

/** How a file differs. Lines are null where they cannot be counted: not text, too large. */
export interface FileChange {
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
  readonly linesAdded: number | null;
  readonly linesRemoved: number | null;
  /** What its new lines do that is worth a look: `starts programs`, `new host evil.example.com`. */
  readonly marks: readonly string[];
  /** The more, the more worth a look. */
  readonly weight: number;
  /** The changed lines with some around them, as a unified patch has them; null where not asked for. */
  readonly patch: readonly string[] | null;
}

/** One thing about a package's move that a person should weigh. */
export interface Risk {
  readonly id: SignalId;
  /** 1 is the gravest. */
  readonly rank: number;
  readonly title: string;
  readonly package: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly message: string;
  /** Why the move is not made, whatever was answered; null where a person may decide. */
  readonly blockedBy: string | null;
  /** How a policy lets it through until a day; null where nothing blocks. */
  readonly exception: string | null;
}

export interface PackageChange {
  readonly name: string;
  /** Versions; null where it is not part of that tree. */
  readonly from: string | null;
  readonly to: string | null;
  readonly risks: readonly Risk[];
  /** The most suspicious first. */
  readonly files: readonly FileChange[];
  /** Files that are left out of `files`. */
  readonly moreFiles: number;
  /** Why files could not be compared; null where they were. */
  readonly filesUnknown: string | null;
}

/** How one tree differs from another, the riskiest first. */
export interface RankedDifference {
  readonly packages: readonly PackageChange[];
  readonly risks: readonly Risk[];
}

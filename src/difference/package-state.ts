import type { PoliciesInForce } from "../policy/in-force.ts";
import type { TimeOrigin } from "../model/time-origin.ts";
import type { EvidenceRecord } from "../model/provenance.ts";

/** One file of a package's archive, as it is installed. */
export interface PackageFile {
  readonly path: string;
  /** Bare hex. */
  readonly sha256: string;
  /** In bytes; null where only the digest is known. */
  readonly size: number | null;
  /** Null where the file was too large to be kept, or only its digest is known. */
  readonly bytes: Uint8Array | null;
}

/**
 * One package as it is compared: of any ecosystem, and nothing in it is a path of a machine. What a
 * registry says (times, people) is its word.
 */
export interface PackageState {
  readonly name: string;
  /** Without version: what policies name. */
  readonly purl: string;
  /** Names the very archive: what an exception of a policy names. */
  readonly digest: string | null;
  readonly version: string;
  /** ISO 8601. */
  readonly published: string | null;
  /** Whose word that is. */
  readonly publishedBy: TimeOrigin;
  readonly publisher: string | null;
  readonly deprecated: string | null;
  /** Who made it; null where it was not looked at. */
  readonly evidence: EvidenceRecord | null;
  /** What runs by itself: install scripts, start-up hooks; name to command or file. */
  readonly scripts: Readonly<Record<string, string>>;
  /** The digest of these as lockfiles have it; null where none run. */
  readonly scriptsDigest: string | null;
  /** Dependencies that come from no registry, with where they come from. */
  readonly outside: Readonly<Record<string, string>>;
  /** Programs that it puts onto PATH; name to file. */
  readonly programs: Readonly<Record<string, string>>;
  /** Null where neither the archive nor a list of its files could be had. */
  readonly files: readonly PackageFile[] | null;
}

/** A package of a new tree with the one that it replaces; null where it replaces none. */
export interface PackagePair {
  readonly from: PackageState | null;
  readonly to: PackageState;
}

/** What is demanded of a move, and the time at which it is judged. */
export interface Demands {
  readonly now: Date;
  readonly policies: PoliciesInForce;
}

/** The day of that time, as policies write days. */
export function dayOf({ now }: Demands): string {
  return now.toISOString().slice(0, 10);
}

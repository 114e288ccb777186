/** Signed metadata of a TUF repository, as text by role: `timestamp`, `snapshot`, `targets`, further roles. */
export type TufMetadata = Readonly<Record<string, string>>;

export interface TrustQuestion {
  /** Address of the repository. */
  readonly source: string;
  /** The newest root that is trusted. */
  readonly root: string;
  /** What was seen last: an older answer is refused. */
  readonly metadata: TufMetadata;
  readonly targets: readonly string[];
}

export interface TrustAnswer {
  /** Roots after the trusted one, oldest first. */
  readonly roots: readonly string[];
  readonly metadata: TufMetadata;
  /** By name; a target that the repository does not have is absent. */
  readonly targets: Readonly<Record<string, string>>;
}

/** A TUF repository, asked as its specification says. Throws a PinfoldError `network` or `refused`. */
export interface TrustSource {
  fetch(question: TrustQuestion): Promise<TrustAnswer>;
}

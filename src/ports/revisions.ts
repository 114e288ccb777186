/** Earlier states of a folder that is under version control. */
export interface Revisions {
  /**
   * The files below a folder as they were where its history left a revision: the newest one that both have.
   * Throws a PinfoldError: `usage` where the folder has no history or not that revision, `input` where it
   * cannot be read.
   */
  filesAt(request: RevisionRequest): Promise<FolderState>;
}

export interface RevisionRequest {
  /** Absolute; what of it matters is below it at `paths`. */
  readonly folder: string;
  /** A name as people give it: `origin/main`, `HEAD^1`, a commit. */
  readonly revision: string;
  /** Which paths, relative to the folder, are wanted. */
  readonly wants: (path: string) => boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface FolderState {
  /** What it is called in a report: a commit, or a folder. */
  readonly label: string;
  /** Texts by path, relative to the folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** A file that belongs to the user and to other programs, as it was read for a change. */
export interface UserFile {
  /** As it was named. */
  readonly path: string;
  /** The regular file that holds the bytes: `path` itself, or where its links lead. */
  readonly real: string;
  readonly bytes: Uint8Array;
}

/**
 * Changing files that are not ours. A link is followed and stays; what a change could not keep is
 * refused: a file with several names (hard links), one of another owner, one that is read-only.
 */
export interface UserFiles {
  /**
   * Null where nothing stands.
   *
   * @throws {PinfoldError} `refused` for a file that is not to be changed, `input` for one that cannot
   * be read or is larger than `limit` bytes
   */
  read(path: string, limit: number): UserFile | null;
  /**
   * Writes it whole with its mode and owner: beside it, synced, then renamed into place.
   *
   * @throws {PinfoldError} `refused` where it is no longer as it was read; nothing is written then
   */
  replace(file: UserFile, bytes: Uint8Array): void;
  /** Keeps a private copy (mode 0600, synced) under a name that says its content. */
  keep(path: string, bytes: Uint8Array): void;
  /** Removes such a copy; nothing happens where there is none. */
  discard(path: string): void;
}

/** Writing files of our own: lockfiles and state. */
export interface Files {
  /**
   * Writes a file whole: beside it, synced, then renamed into place, folders made as needed.
   * `expected` is what the caller read before (null: nothing); where something else stands there
   * now, nothing is written and a PinfoldError `refused` is thrown. `isPrivate` gives mode 0600 in
   * folders of mode 0700, else 0644.
   */
  replace(
    path: string,
    text: string,
    options: { readonly expected: string | null; readonly isPrivate: boolean },
  ): void;
  /** Writes a file whose name says its content; one that is there already stays. */
  keep(path: string, text: string): void;
}

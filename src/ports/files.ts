/** Writing files of our own: lockfiles and state. */
export interface Files {
  /**
   * Writes a file whole: beside it, synced, then renamed into place, folders made as needed.
   * `expected` is what the caller read before (null: nothing); where something else stands there
   * now, nothing is written and a PinfoldError `refused` is thrown. `isPrivate` gives mode 0600 in
   * folders of mode 0700, else 0644. `around` is called once the new text is safe beside the old one,
   * and puts it into place by calling what it is given; what it throws leaves the old one.
   */
  replace(
    path: string,
    text: string,
    options: {
      readonly expected: string | null;
      readonly isPrivate: boolean;
      readonly around?: (put: () => void) => void;
    },
  ): void;
  /** Writes a file whose name says its content; one that is there already stays. */
  keep(path: string, text: string): void;
  /**
   * The text to believe of a record of this machine's state that was read as `text` (null: nothing
   * was there): the same where it is what pinfold wrote last, or where nobody keeps account.
   *
   * @throws {PinfoldError} `tampered` where something else changed, removed or made it
   */
  believe(path: string, text: string | null): string | null;
  /** Removes a record of this machine's state, whatever it has become. */
  forget(path: string): void;
}

/** A uv of pinfold's own, for machines where the client would find none. */
export interface UvProvider {
  readonly version: string;
  /** The private copy, where it is there with the pinned bytes. */
  own(toolsFolder: string): Promise<string | null>;
  /**
   * Fetches the wheel by its pinned sha256, through the pip of a Python and the index that pip is set
   * to, and keeps the program that is in it. Throws a PinfoldError.
   *
   * @param python absolute path of the Python whose pip is asked
   */
  fetch(python: string, toolsFolder: string): Promise<string>;
}

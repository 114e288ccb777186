/** Writing folders of our own: private copies, and the trees that npx would make. */
export interface Trees {
  /** Makes a new private folder in `parent`, which is made as needed; its name starts with `.filling-`. */
  stage(parent: string): string;
  /** Writes a file with its folders. */
  write(path: string, bytes: Uint8Array, isExecutable: boolean): void;
  /** Lets a file be executed. */
  allowExecution(path: string): void;
  link(path: string, target: string): void;
  /** Copies what is below a folder: bytes and links, files with the rights of ordinary ones. */
  copy(from: string, to: string): void;
  /** Takes the right to write away from everything below a folder, and from itself. */
  seal(folder: string): void;
  /** Renames a folder into place. False where something stands there already; then nothing is done. */
  place(staged: string, path: string): boolean;
  /** Moves a folder out of the way, to a new name in its own parent; answers that name. */
  setAside(path: string): string;
  /** Removes a folder whatever rights it was left with; one that is gone already is no failure. */
  remove(path: string): void;
  /** Milliseconds since 1970 of the last change of a folder's list; null where nothing stands. */
  changedAt(path: string): number | null;
}

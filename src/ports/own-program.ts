/** A file of a copy: where it comes from, or its text. */
export interface FileToPlace {
  /** Below the folder that is made, with `/`. */
  readonly to: string;
  readonly from: string | { readonly text: string };
  readonly isProgram: boolean;
}

/** The pinfold that runs now, and copying it. */
export interface OwnProgram {
  /** Node's binary, without links. */
  readonly interpreter: string;
  readonly nodeVersion: string;
  /** The folder that holds pinfold's package.json, without links. */
  readonly root: string;
  /** Absolute paths of the libraries that the interpreter has loaded. */
  libraries(): readonly string[];
  /**
   * Makes a folder with these files, read-only, and nothing else; `check` looks at it before it has its
   * name. What stands at `folder` is replaced. A crash leaves the folder whole or absent.
   */
  place(folder: string, files: readonly FileToPlace[], check: (made: string) => void): void;
  /** And the folder above it, where it was the last one there. */
  remove(folder: string): void;
  /** What the interpreter at a path says with `--version`; null where it does not start. */
  versionOf(interpreter: string): string | null;
}

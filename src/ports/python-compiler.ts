/** A compiled file and its source, as they were read: these bytes are compared, and no others. */
export interface CompiledPair {
  /** Absolute. */
  readonly compiled: string;
  readonly source: string;
  /** Bare hex. */
  readonly compiledSha256: string;
  readonly sourceSha256: string;
}

export interface ComparedFiles {
  /** Compiled files that are what their source compiles to. */
  readonly right: ReadonlySet<string>;
  /** Those that are something else; what could not be compared is in neither. */
  readonly wrong: ReadonlySet<string>;
}

/**
 * Compiles sources again, by the interpreter that an environment stands on, and compares. It starts
 * that interpreter, alone: without the environment, its hooks, the user's own packages or variables.
 * Nothing of the files is executed. Throws a PinfoldError where it gives no answer.
 */
export interface PythonCompiler {
  compare(python: string, pairs: readonly CompiledPair[]): Promise<ComparedFiles>;
}

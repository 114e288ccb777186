import type { UvRequest } from "./python-resolver.ts";

export interface InstallRequest extends Omit<UvRequest, "config" | "env"> {
  /** Absolute path of the Python that the environment stands on. */
  readonly python: string;
  /** Where the environment is made; nothing stands there yet. */
  readonly folder: string;
  /** A folder with the archives; no index is asked. */
  readonly archives: string;
  /** Lines of a requirements file, each with the hashes of what may be installed. */
  readonly requirements: readonly string[];
}

/** Where a Python looks for its own modules, before any environment. */
export interface PythonFacts {
  /** `3.12` */
  readonly version: string;
  /** `cpython-312`: the middle of a compiled file's name. */
  readonly tag: string;
  /** Absolute; also what is not there. */
  readonly search: readonly string[];
}

export interface CompileTask {
  /** The source as it is now. */
  readonly source: string;
  /** Where the compiled file goes. */
  readonly compiled: string;
  /** The source as it is named in errors. */
  readonly shown: string;
}

/**
 * Makes environments of Python. Nothing of what is installed runs: uv unpacks wheels, and a Python
 * without site packages says where it looks and compiles.
 *
 * Every method throws a PinfoldError: `input` where a program is missing or gives no answer, `refused`
 * for archives that do not have the hashes.
 */
export interface PythonInstaller {
  /** A relocatable environment with exactly what is asked for: copies, no links, nothing compiled. */
  install(request: InstallRequest): Promise<void>;
  facts(python: string): Promise<PythonFacts>;
  /** What cannot be compiled is left out, as Python itself does. */
  compile(python: string, tasks: readonly CompileTask[]): Promise<void>;
}

/**
 * - `startup-hook`: a file that Python runs at every start, and that no pinned wheel has
 * - `beside-scripts`: a file in the folder of the programs, from which Python imports first
 * - `script`: a program that is not what its installer writes
 * - `configuration`: a pyvenv.cfg, or a Python, that has the environment load from elsewhere
 * - `link`: a link that leads out of the environment, or the environment itself out of its cache
 * - `interpreter`: a Python that is started in place of the one that is pinned, or before it
 * - `settings`: a configuration of uv that is not the user's own
 * - `bytecode`: a compiled file that Python would run and that is not its source's
 * - `working-folder`: a module that is imported from the working directory in place of the pinned one
 */
export type EnvironmentProblemKind =
  | "startup-hook"
  | "beside-scripts"
  | "script"
  | "configuration"
  | "link"
  | "interpreter"
  | "settings"
  | "bytecode"
  | "working-folder";

/** One thing in an environment that makes something else run than the pinned packages. */
export interface EnvironmentProblem {
  readonly kind: EnvironmentProblemKind;
  /** Absolute. */
  readonly path: string;
  readonly message: string;
  readonly pinned: string | null;
  readonly observed: string | null;
  readonly wouldRun: string | null;
}

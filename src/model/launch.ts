/** What a config entry starts, as far as its command line alone can tell. */

export type LaunchKind = "package" | "image" | "bundle" | "executable" | "remote" | "opaque";

export type Ecosystem = "npm" | "pypi" | "oci" | "git" | "jsr" | "go" | "nuget" | "cargo" | "nix";

/**
 * How firmly the command line names a version: `exact` one version or digest, `range` a semver or
 * PEP 440 range, `tag` a moving name, `none` nothing, `na` where versions do not apply.
 */
export type PinLevel = "exact" | "range" | "tag" | "none" | "na";

export interface Launch {
  readonly kind: LaunchKind;
  /** Finer than `kind`, descriptive: `registry-package`, `git-package`, `remote-bridge`, … */
  readonly detail: string;
  readonly launcher: string | null;
  readonly ecosystem: Ecosystem | null;
  readonly package: string | null;
  /** As written after the package's name; null where nothing was written. */
  readonly versionSpec: string | null;
  readonly pinLevel: PinLevel;
  /**
   * What the launcher is asked for, exactly as written: with PEP 508 extras, an alias, a
   * subdirectory. `package` and `versionSpec` are read from it and may say less.
   */
  readonly spec: string | null;
  /**
   * The local file that runs, as written: an interpreter's script, an archive of Java, the command
   * itself, or the folder or manifest of a project where the command line names one.
   */
  readonly file: string | null;
  /**
   * What the package's program is given, as written; null where the command line does not say it
   * plainly. Values can be secrets: never print or store them.
   */
  readonly args: readonly string[] | null;
  /** The program that the package provides and the command line asks for by name, else null. */
  readonly bin: string | null;
  /**
   * Further packages that are installed for this launch, as written, sorted; with the ecosystem in
   * front (`npm:tsx`) where it is not the launch's own.
   */
  readonly extras: readonly string[];
  /** Options by which its installer chooses versions, indexes and the Python, as written. */
  readonly installer: readonly string[];
  /** Programs that start the launcher, outermost first: `cmd /c`, `env`, `op run`. */
  readonly wrappers: readonly string[];
  /** The remote end of a bridge or of a remote entry. */
  readonly endpoint: string | null;
  readonly cwd: string | null;
  /** Why the command line was not understood; set exactly when `kind` is `opaque`. */
  readonly reason: string | null;
  /**
   * Options and variables that can change what runs and that no rule judges: a launch with any of
   * them is never `verified`.
   */
  readonly unjudged: readonly string[];
}

const EMPTY: Launch = {
  kind: "opaque",
  detail: "opaque",
  launcher: null,
  ecosystem: null,
  package: null,
  versionSpec: null,
  pinLevel: "na",
  spec: null,
  file: null,
  args: null,
  bin: null,
  extras: [],
  installer: [],
  wrappers: [],
  endpoint: null,
  cwd: null,
  reason: null,
  unjudged: [],
};

/** A launch with the named parts; everything else says "does not apply". */
export function launchOf(parts: Partial<Launch> & Pick<Launch, "kind" | "detail">): Launch {
  return { ...EMPTY, ...parts };
}

/** Started by `pinfold run`: the pin decides the version, and nothing of the entry does. */
export function isKept({ launcher }: Pick<Launch, "launcher">): boolean {
  return launcher === "pinfold";
}

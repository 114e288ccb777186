/** npm's own configuration for one launch, read as npm reads it. */
export interface NpmSettings {
  /** The folder of npx's installed trees. */
  readonly npxCache: string;
  /** npm's package cache: its tarballs can be read by their integrity. */
  readonly cache: string;
  /** Where npm looks for a local package: the nearest project folder, or the working directory. */
  readonly localPrefix: string;
  readonly globalPrefix: string;
  /** Who set what, the strongest first; without tokens and passwords. */
  readonly layers: readonly NpmLayer[];
  /** All options flattened, as npm's libraries take them; opaque to everyone but the adapters. */
  readonly flat: Readonly<Record<string, unknown>>;
}

/** One source of npm's configuration. */
export interface NpmLayer {
  readonly where: "cli" | "env" | "project" | "user" | "global" | "builtin" | "default";
  /** The file, where it is one. */
  readonly file: string | null;
  /** Options as npm names them (`node-options`, `@scope:registry`) and their texts. */
  readonly values: Readonly<Record<string, string>>;
}

export interface NpmSettingsQuery {
  /** npm's own folder, whose package.json was found to be a regular file; else null. */
  readonly npmRoot: string | null;
  /** The judged Node, which decides the global prefix; null where there is none. */
  readonly node: string | null;
  readonly cwd: string;
  readonly home: string;
  /** The entry's own variables. */
  readonly env: Readonly<Record<string, string>>;
}

export interface NpmSettingsReader {
  /** Throws a PinfoldError `input` where npm's configuration cannot be read. */
  read(query: NpmSettingsQuery): Promise<NpmSettings>;
}

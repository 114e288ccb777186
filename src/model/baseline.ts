/** What a tree was when this machine first saw it. Kept in the state folder, never committed. */
export interface Baseline {
  /** The folder that holds `node_modules`. */
  readonly root: string;
  readonly subject: string;
  /** Every folder where Node looks for a package, each with the h1 of its own files. */
  readonly packages: Readonly<Record<string, BaselinePackage>>;
  /** `.bin` entries and where they lead. */
  readonly links: Readonly<Record<string, string>>;
  /** Compiled files of Python: header without its magic number, and digest. */
  readonly bytecode?: Readonly<Record<string, string>> | undefined;
  /** Those of them that were compared with what their source compiles to, in the same form. */
  readonly compiled?: Readonly<Record<string, string>> | undefined;
}

export interface BaselinePackage {
  readonly name: string;
  readonly version: string;
  readonly files: string;
}

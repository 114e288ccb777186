import { type FileDigest, sha256Of } from "./digest.ts";

/** What stands on a disk where a file of a package should, or where nothing should. */
export interface OddEntry {
  /** Relative to the package, or to the tree for what is in no package. */
  readonly path: string;
  readonly kind: "link" | "special" | "file" | "unreadable" | "changing" | "too-deep";
  /** Where a link leads, as it is written in the link. */
  readonly target: string | null;
}

/** What a package's own package.json says that matters here; read with the bytes that were hashed. */
export interface PackageFacts {
  readonly name: string;
  readonly version: string;
  /** Program name to path inside the package, normalized as npm does. */
  readonly bin: Readonly<Record<string, string>>;
  /** `preinstall`, `install`, `postinstall`; npm adds an `install` where a binding.gyp is. */
  readonly installScripts: Readonly<Record<string, string>>;
  /** Names in its dependencies of any kind that are installed with it. */
  readonly dependencies: readonly string[];
}

/** One folder that stands where Node and npm look for a package. */
export interface ObservedPackage {
  /** `node_modules/zod`, `node_modules/a/node_modules/b`. */
  readonly path: string;
  /** Null where there is no usable package.json. */
  readonly facts: PackageFacts | null;
  /** h1 of its own files; packages below its `node_modules` are not part of it. */
  readonly files: string;
  /** Its own files; null where the h1 was among those expected, to keep memory small. */
  readonly entries: readonly FileDigest[] | null;
  readonly fileCount: number;
  readonly bytes: number;
  readonly odd: readonly OddEntry[];
}

/** An entry of a `.bin` folder. */
export interface ObservedLink {
  /** `node_modules/.bin/mcp-server-memory`. */
  readonly path: string;
  /** As written in the link; null where it is no link. */
  readonly target: string | null;
}

/** Everything below one `node_modules`, read from the disk. */
export interface ObservedTree {
  /** Absolute path of the folder that holds `node_modules`. */
  readonly root: string;
  readonly packages: ReadonlyMap<string, ObservedPackage>;
  readonly links: readonly ObservedLink[];
  /** What lies in a `node_modules` and is neither a package nor npm's own. */
  readonly loose: readonly OddEntry[];
}

/** The digest of which packages stand where, with which files: two trees are the same or they are not. */
export function treeStateOf({ packages }: Pick<ObservedTree, "packages">): string {
  const lines = [...packages.values()].map(({ path, facts, files }) =>
    JSON.stringify([path, facts?.name ?? null, facts?.version ?? null, files]),
  );
  return sha256Of(lines.toSorted().join("\n"));
}

/** The prefix of a package's h1 lines. */
export function prefixOf(name: string, version: string): string {
  return `${name}@${version}`;
}

/** The package's name that a folder's path says: the part after its last `node_modules/`. */
export function folderName(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

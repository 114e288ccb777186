import { builtinModules } from "node:module";

import { type Disk, DiskError, type EntryKind, type FolderEntry } from "../ports/disk.ts";
import { packageNameOf, specifiersOf } from "./specifiers.ts";

/** A package outside of a tree that a package of the tree would load. */
export interface ModuleAbove {
  readonly name: string;
  /** What Node would load. */
  readonly path: string;
  /** Who asks for it: a package's path in the tree. */
  readonly requiredBy: string;
}

/** A folder of packages, as far as it is asked what they need. */
export interface ModuleTree {
  readonly root: string;
  /** By their path in the tree: `node_modules/NAME`; the empty path is the root itself. */
  readonly packages: ReadonlyMap<
    string,
    {
      readonly path: string;
      readonly facts: { readonly dependencies: readonly string[] } | null;
    }
  >;
}

const SOURCE = /\.(?:[cm]?js|jsx|node)$|(?:^|\/)[^./]+$/;
const NOT_LOADED_FOLDER =
  /^(?:tests?|__tests__|specs?|examples?|bench(?:marks?)?|docs?|fixtures?|coverage|\.github)$/i;
const NOT_LOADED_FILE =
  /(?:^|[._-])(?:tests?|spec|bench(?:mark)?|config|conf)\.[cm]?js$|^(?:gulpfile|gruntfile|\.eslintrc)\.[cm]?js$/i;
const MAX_SOURCE_BYTES = 32 * 1024 * 1024;
const BUILT_IN = new Set(builtinModules);

/**
 * What Node would find above a tree for names that the tree asks for and lacks: an optional
 * `require("bufferutil")` runs `~/node_modules/bufferutil`. Looked for where Node looks: every
 * ancestor's node_modules, `~/.node_modules`, `~/.node_libraries`, `<prefix>/lib/node` (Node's
 * documentation, "Loading from node_modules folders" and "from the global folders").
 *
 * A name counts as asked for where a package.json of the tree declares it or a source file has it
 * as a literal specifier outside of comments. Not seen: names computed at run time, and files that
 * only a package's own tests, examples and builds load (they ask for what nobody installs).
 */
export function modulesAbove(
  disk: Disk,
  tree: ModuleTree,
  places: readonly string[],
  beside: readonly string[] = [],
): readonly ModuleAbove[] {
  const found = new Map<string, string>();
  for (const place of places) {
    for (const [name, path] of modulesIn(disk, place)) {
      const isReachable = !tree.packages.has(`node_modules/${name}`) && !beside.includes(name);
      if (isReachable && !found.has(name)) found.set(name, path);
    }
  }
  if (found.size === 0) return [];
  const asking = new Map<string, string>();
  for (const { path, facts } of tree.packages.values()) {
    for (const name of facts?.dependencies ?? []) {
      if (!found.has(name) || BUILT_IN.has(name) || asking.has(name)) continue;
      if (!findsInside(tree, path, name)) asking.set(name, path);
    }
  }
  const undeclared = new Set([...found.keys()].filter((name) => !asking.has(name)));
  if (undeclared.size > 0) scanSources(disk, tree, undeclared, asking);
  return [...asking].map(([name, requiredBy]) => ({
    name,
    path: found.get(name) ?? "",
    requiredBy,
  }));
}

/** Whether a package of the tree finds another one before Node leaves the tree. */
function findsInside({ packages }: ModuleTree, path: string, name: string): boolean {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/"))))
    if (packages.has(`${at}/node_modules/${name}`)) return true;
  return packages.has(`node_modules/${name}`);
}

/** The folders that Node searches after a tree's own, nearest first; `root` without links. */
export function placesAbove(root: string, home: string, nodePrefix: string | null): string[] {
  const parts = root.split("/");
  const ancestors = parts
    .slice(1)
    .map((_, index) => parts.slice(0, parts.length - 1 - index).join("/"));
  return [
    ...ancestors.map((folder) => `${folder}/node_modules`),
    `${home}/.node_modules`,
    `${home}/.node_libraries`,
    ...(nodePrefix === null ? [] : [`${nodePrefix}/lib/node`]),
  ];
}

/** Names that `require` finds in a folder: packages, scoped ones, and bare files. */
function modulesIn(disk: Disk, place: string): [string, string][] {
  return listed(disk, place).flatMap(({ name, kind }): [string, string][] => {
    const path = `${place}/${name}`;
    if (name.startsWith(".")) return [];
    if (!name.startsWith("@")) return namesOf(name, kind).map((one) => [one, path]);
    return listed(disk, path).flatMap((inner) =>
      namesOf(inner.name, inner.kind).map((one): [string, string] => [
        `${name}/${one}`,
        `${path}/${inner.name}`,
      ]),
    );
  });
}

/** A file answers to its name with and without its ending; `decimal.js` can be a package too. */
function namesOf(name: string, kind: EntryKind): string[] {
  const bare = name.replace(/\.(?:js|json|node)$/, "");
  return kind === "folder" || bare === name ? [name] : [name, bare];
}

/** A place that cannot be listed cannot be searched by the server either: same user. */
function listed(disk: Disk, path: string): readonly FolderEntry[] {
  try {
    return disk.list(path) ?? [];
  } catch (thrown) {
    if (thrown instanceof DiskError) return [];
    throw thrown;
  }
}

function scanSources(
  disk: Disk,
  tree: ModuleTree,
  wanted: ReadonlySet<string>,
  asking: Map<string, string>,
): void {
  for (const { path } of tree.packages.values()) {
    for (const file of sourcesBelow(disk, path === "" ? tree.root : `${tree.root}/${path}`)) {
      const bytes = readSource(disk, file);
      if (bytes === null) continue;
      const text = Buffer.from(bytes).toString("latin1");
      for (const specifier of specifiersOf(text, wanted)) {
        const name = packageNameOf(specifier);
        // `punycode/` asks for the package, `punycode` for Node's own.
        if (BUILT_IN.has(specifier) || asking.has(name)) continue;
        if (!findsInside(tree, path, name)) asking.set(name, path);
      }
    }
  }
}

/** Source files of one package; nested packages are visited for themselves. */
function* sourcesBelow(disk: Disk, folder: string): Generator<string> {
  for (const { name, kind } of listed(disk, folder)) {
    const path = `${folder}/${name}`;
    if (kind === "folder") {
      if (name !== "node_modules" && !NOT_LOADED_FOLDER.test(name)) yield* sourcesBelow(disk, path);
    } else if (kind === "file" && SOURCE.test(name) && !NOT_LOADED_FILE.test(name)) yield path;
  }
}

function readSource(disk: Disk, path: string): Uint8Array | null {
  try {
    return disk.read(path, MAX_SOURCE_BYTES);
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

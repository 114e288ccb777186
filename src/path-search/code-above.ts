import { basename, dirname } from "node:path/posix";

import type { CodeTree } from "../model/chain-reading.ts";
import { dependenciesOf } from "./code-root.ts";
import type { DiskView } from "./disk-view.ts";
import { modulesAbove, placesAbove } from "./modules-above.ts";

/** Where a Node searches beside a tree's own folders. */
export interface NodeSearch {
  readonly home: string;
  /** Two folders above the Node that runs it; null where that is not known. */
  readonly nodePrefix: string | null;
  /** Packages that may stand beside the tree and are none of its business. */
  readonly beside?: readonly string[];
}

/**
 * Where Node would find what a tree asks for and lacks. The `node_modules` folder that the project's
 * own dependencies were installed into counts as a whole; of others, and of global packages, which
 * have nothing to do with one another, only what is asked for.
 */
export function foldersAbove(
  view: DiskView,
  tree: CodeTree,
  { home, nodePrefix, beside = [] }: NodeSearch,
): readonly string[] {
  const modules = moduleTree(view, tree);
  const own = new Set(modules.packages.get("")?.facts.dependencies);
  const places = placesAbove(tree.root, home, nodePrefix);
  return modulesAbove(view.disk, modules, places, beside).map(({ name, path }) => {
    const place = places.find((folder) => path.startsWith(`${folder}/`)) ?? path;
    const isInstall = own.has(name) && basename(dirname(place)) !== "lib";
    return isInstall || view.names(path) === null ? place : path;
  });
}

/** The packages of a folder of code, its root among them. */
function moduleTree(view: DiskView, { root, entries }: CodeTree) {
  const folders = entries
    .map(({ path }) => path)
    .filter((path) => path === "package.json" || path.endsWith("/package.json"))
    .map((path) => dirname(path))
    .map((path) => (path === "." ? "" : path));
  const packages = ["", ...folders.filter((path) => path !== "")].map((path) => {
    const at = path === "" ? root : `${root}/${path}`;
    return [path, { path, facts: { dependencies: dependenciesOf(view, at) } }] as const;
  });
  return { root, packages: new Map(packages) };
}

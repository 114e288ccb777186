import { basename, dirname } from "node:path/posix";

import type { CodeTree } from "../model/chain-reading.ts";
import { codeNameOf, dependenciesOf } from "./code-root.ts";
import type { DiskView } from "./disk-view.ts";
import { modulesAbove, placesAbove } from "./modules-above.ts";

/** More trees than any server loads its code from. */
const MAX_TREES = 64;

/** Folders that hold much more than one server: a tree of them would change every day. */
const SHARED =
  /^\/(?:(?:usr|usr\/local|opt|opt\/homebrew|etc|var|tmp|var\/tmp|srv|home|Users|mnt|media|root|bin|sbin|lib)(?:\/(?:bin|sbin|lib|libexec|share))?)?$/;

/** What a script loads, as far as it lies where it can be pinned. */
export interface LocalCode {
  readonly trees: readonly CodeTree[];
  /** Where more is loaded from than the trees hold, as the rest of a sentence. */
  readonly uncovered: readonly Uncovered[];
}

export interface Uncovered {
  readonly path: string;
  readonly why: string;
}

/**
 * The code beside a local script. The tree is the nearest folder above it with a package.json, else
 * its own folder. For Node also what the tree asks for and lacks, where Node finds it above. Links that lead out of a tree are
 * followed into trees of their own: a workspace's packages are such links.
 *
 * @param language What runs the script: `node`, `python3`, …
 */
export function localCode(
  view: DiskView,
  script: string,
  language: string,
  home: string,
): LocalCode {
  const trees = new Map<string, CodeTree>();
  const uncovered: Uncovered[] = [];
  const isNode = NODE.test(language);
  const root = (isNode ? projectOf(view, script, home) : null) ?? dirname(script);
  if (isShared(root, home))
    uncovered.push({
      path: root,
      why: `${root} holds more than the server, so what ${basename(script)} loads from there is not pinned`,
    });
  const pending = isShared(root, home) ? [] : [root];
  if (!isNode)
    uncovered.push({
      path: script,
      why: `what ${language} loads besides ${script} and its folder is not pinned`,
    });
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const folder = next;
    if ([...trees.keys()].some((known) => folder === known || folder.startsWith(`${known}/`)))
      continue;
    if (trees.size >= MAX_TREES) {
      uncovered.push({ path: folder, why: `${folder} is one of more folders than are pinned` });
      break;
    }
    const tree = view.code(folder, codeNameOf(view, folder), true);
    for (const known of trees.keys()) if (known.startsWith(`${folder}/`)) trees.delete(known);
    trees.set(folder, tree);
    if (isNode) pending.push(...foldersAbove(view, tree, home));
    for (const target of tree.outside) {
      if (isShared(target, home))
        uncovered.push({
          path: target,
          why: `a link in ${folder} leads to ${target}, which is not pinned`,
        });
      else pending.push(target);
    }
  }
  return { trees: [...trees.values()], uncovered };
}

const NODE = /^node(?:js)?$/;

/** The nearest folder above a script with a package.json, up to the home folder. */
function projectOf(view: DiskView, script: string, home: string): string | null {
  for (let at = dirname(script); at !== "/" && at !== home; at = dirname(at))
    if (view.text(`${at}/package.json`) !== null) return at;
  return null;
}

function isShared(folder: string, home: string): boolean {
  return folder === home || home.startsWith(`${folder}/`) || SHARED.test(folder);
}

/**
 * Where Node would find what a tree asks for and lacks. The `node_modules` folder that the project's
 * own dependencies were installed into counts as a whole; of others, and of global packages, which
 * have nothing to do with one another, only what is asked for.
 */
function foldersAbove(view: DiskView, tree: CodeTree, home: string): readonly string[] {
  const modules = moduleTree(view, tree);
  const own = new Set(modules.packages.get("")?.facts.dependencies);
  const places = placesAbove(tree.root, home, null);
  return modulesAbove(view.disk, modules, places).map(({ name, path }) => {
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

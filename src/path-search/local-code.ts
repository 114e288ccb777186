import { basename, dirname } from "node:path/posix";

import type { CodeTree } from "../model/chain-reading.ts";
import { foldersAbove, type NodeSearch } from "./code-above.ts";
import { codeNameOf } from "./code-root.ts";
import type { DiskView } from "./disk-view.ts";

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
  { home, nodePrefix }: Pick<NodeSearch, "home" | "nodePrefix">,
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
    if (isNode) pending.push(...foldersAbove(view, tree, { home, nodePrefix }));
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

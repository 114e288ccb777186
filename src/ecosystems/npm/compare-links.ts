import type { Baseline } from "../../model/baseline.ts";
import type { LinkChange } from "../../model/npm-difference.ts";
import type { ObservedTree } from "../../model/npm-tree.ts";

/**
 * Compares the `.bin` folders with what the installed packages declare: npm makes one link for each
 * program of each package beside it, to `../NAME/PATH`. Where two packages declare one name either
 * link is right. `seen` is the baseline of this very tree: a link that it had must still be there.
 */
export function compareLinks(tree: ObservedTree, seen: Baseline | null): readonly LinkChange[] {
  const declared = declaredLinks(tree);
  const changes: LinkChange[] = [];
  const observed = new Map(tree.links.map(({ path, target }) => [path, target]));
  for (const [path, target] of observed) {
    const targets = declared.get(path);
    if (targets === undefined)
      changes.push({ path, kind: "added", pinned: null, observed: target ?? "not a link" });
    else if (target === null || !targets.includes(target))
      changes.push({
        path,
        kind: "replaced",
        pinned: targets.join(" or "),
        observed: target ?? "not a link",
      });
  }
  for (const [path, target] of Object.entries(seen?.links ?? {})) {
    if (!observed.has(path) && declared.has(path))
      changes.push({ path, kind: "missing", pinned: target, observed: null });
  }
  return changes;
}

/** Link path to the targets that packages of the same folder declare. */
export function declaredLinks(tree: ObservedTree): ReadonlyMap<string, readonly string[]> {
  const links = new Map<string, string[]>();
  for (const { path, facts } of tree.packages.values()) {
    const folder = path.slice(0, path.lastIndexOf("node_modules/") + "node_modules".length);
    for (const [program, target] of Object.entries(facts?.bin ?? {})) {
      const link = `${folder}/.bin/${program}`;
      const to = `../${path.slice(folder.length + 1)}/${target}`;
      links.set(link, [...(links.get(link) ?? []), to]);
    }
  }
  return links;
}

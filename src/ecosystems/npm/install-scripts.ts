import type { NpmLockfile } from "../../lockfile/schema.ts";
import { sha256Of } from "../../model/digest.ts";
import type { ObservedTree } from "../../model/npm-tree.ts";

/** A package that runs code while npm installs it, without anybody having approved that. */
export interface UnapprovedScript {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** The scripts by their event, as package.json has them. */
  readonly scripts: Readonly<Record<string, string>>;
  readonly digest: string;
  /** The digest that was approved, where another one was. */
  readonly approved: string | null;
}

/** Digest of install scripts: of `event<NUL>command<LF>` for each, sorted by event. */
export function scriptsDigest(scripts: Readonly<Record<string, string>>): string {
  const lines = Object.entries(scripts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([event, command]) => `${event}\0${command}\n`);
  return sha256Of(lines.join(""));
}

/** Of the packages at their pinned version; those of another tree are reported as unvetted. */
export function unapprovedScripts(
  lockfile: NpmLockfile,
  tree: ObservedTree,
): readonly UnapprovedScript[] {
  return [...tree.packages.values()].flatMap(({ path, facts }) => {
    if (facts === null || Object.keys(facts.installScripts).length === 0) return [];
    const { name, version, installScripts: scripts } = facts;
    const pin = lockfile.packages[path];
    if (pin?.version !== version) return [];
    const { hooks } = pin;
    const digest = scriptsDigest(scripts);
    if (hooks?.approved === true && hooks.scripts === digest) return [];
    const approved = hooks?.approved === true ? hooks.scripts : null;
    return [{ path, name, version, scripts, digest, approved }];
  });
}

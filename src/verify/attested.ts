import { basename } from "node:path/posix";

import type { ObservedChain } from "../model/chain-reading.ts";
import type { ChainChange } from "../model/launcher-chain.ts";
import type { PackageDatabase } from "../path-search/package-database.ts";

/**
 * Whether the system's package database speaks for a change: the file that is there now is its
 * package's, and root alone could have put it and every link to it there.
 */
export function attested(
  { kind, path, name, observed, wouldRun }: ChainChange,
  chain: ObservedChain,
  database: PackageDatabase,
): boolean {
  if (kind === "bytes") return wouldRun !== null && database.attests(wouldRun);
  if (kind === "code") {
    const tree = chain.trees.find(({ root }) => path === root || path.startsWith(`${root}/`));
    // All of it or nothing: a file that is gone is an upgrade's only where the rest is its package's.
    return (
      tree !== undefined &&
      tree.unread.length === 0 &&
      tree.entries.length > 0 &&
      tree.entries.every((entry) => database.attests(`${tree.root}/${entry.path}`)) &&
      (observed !== null || !database.has(path))
    );
  }
  if (kind !== "link" || wouldRun === null || observed?.startsWith("link to ") !== true)
    return false;
  const program = chain.programs.find(({ real }) => real === wouldRun);
  // The link of one program that leads to another one of the same system is no upgrade.
  const isSameKind = basename(wouldRun).startsWith(basename(name).replace(/[\d.]+$/, ""));
  return (
    isSameKind &&
    program !== undefined &&
    program.hops.every(({ owner }) => owner === "root") &&
    database.attests(wouldRun)
  );
}

import type { Node } from "@npmcli/arborist";

import { PinfoldError } from "../../errors.ts";
import type { PlannedPackage } from "../../ports/npm-registry.ts";

/** An optional package that no registry has: npm goes on without it and writes it nowhere. */
function isNotToBeHad(node: Node): boolean {
  return node.inert && node.package["version"] === undefined;
}

/** Arborist's nodes as packages of a lockfile; packages inside of archives are left out. */
export function plannedPackages(nodes: readonly Node[]): readonly PlannedPackage[] {
  return nodes
    .filter((node) => !node.isRoot && !node.inBundle && !isNotToBeHad(node))
    .map((node): PlannedPackage => {
      const { location: path, packageName: name, version, optional } = node;
      const isElsewhere = node.isLink || /^(?:git|file|github)/.test(node.resolved ?? "");
      if (name === null || isElsewhere)
        throw new PinfoldError(
          "refused",
          `${path} comes from ${node.resolved ?? "a link"}, not from a registry: it has no integrity to pin`,
          "ask the server's authors to publish that dependency",
        );
      return { path, name, version, optional };
    });
}

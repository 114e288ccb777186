import { posix } from "node:path";
import type { TestRegistry } from "../registry.ts";
import { hasInstallScript, programsOf } from "../registry/publication.ts";
import type { TreeNode } from "./resolve-tree.ts";

/** A package-lock.json (lockfileVersion 3) of a tree; the hidden one has neither root nor absentees. */
export function lockFile(
  registry: TestRegistry,
  name: string,
  root: object | null,
  nodes: readonly TreeNode[],
): string {
  const packages = Object.fromEntries(
    nodes.map((node) => [node.location, entryOf(registry, node)]),
  );
  const all = root === null ? packages : { "": root, ...packages };
  return niceJson({ name, lockfileVersion: 3, requires: true, packages: all });
}

const COPIED = [
  "license",
  "engines",
  "os",
  "cpu",
  "libc",
  "optionalDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "bundleDependencies",
];

function entryOf(registry: TestRegistry, node: TreeNode): object {
  const { manifest, publication } = node;
  const { optionalDependencies = {}, funding } = manifest;
  const dependencies = Object.entries(manifest.dependencies ?? {}).filter(
    ([name]) => !(name in optionalDependencies),
  );
  const programs = Object.entries(programsOf(manifest)).map(([name, path]) => [
    name,
    posix.normalize(path),
  ]);
  return {
    version: manifest.version,
    ...(publication !== null && {
      resolved: registry.tarballUrl(publication),
      integrity: publication.integrity,
      ...(hasInstallScript(publication) && { hasInstallScript: true }),
      ...(publication.deprecated !== null && { deprecated: publication.deprecated }),
    }),
    ...(publication === null && { inBundle: true }),
    ...(node.isOptional && { optional: true }),
    ...(node.isPeer && { peer: true }),
    ...Object.fromEntries(
      COPIED.filter((key) => key in manifest).map((key) => [key, manifest[key]]),
    ),
    ...(dependencies.length > 0 && { dependencies: Object.fromEntries(dependencies) }),
    ...(programs.length > 0 && { bin: Object.fromEntries(programs) as object }),
    ...(funding !== undefined && {
      funding: typeof funding === "string" ? { url: funding } : funding,
    }),
  };
}

const FIRST_KEYS = [
  "name",
  "version",
  "lockfileVersion",
  "resolved",
  "integrity",
  "requires",
  "packages",
  "dependencies",
];
const BY_NAME = new Intl.Collator("en").compare;

/** npm's order of keys: what is no object first, then names that it prefers, then the alphabet. */
function niceJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (!isObject(value)) return value;
  const rank = (key: string) => (FIRST_KEYS.includes(key) ? FIRST_KEYS.indexOf(key) : 99);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(
        ([a, one], [b, other]) =>
          Number(isObject(one)) - Number(isObject(other)) || rank(a) - rank(b) || BY_NAME(a, b),
      )
      .map(([key, member]) => [key, sorted(member)]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import semver from "semver";
import type { Manifest, Publication, TestRegistry } from "../registry.ts";

/**
 * The tree that npm would install from a test registry, for the plain cases that tests are made of:
 * as shallow as names allow, a tag or the newest version that fits, optional packages of other
 * platforms known but not installed, bundled packages where their bundler brings them. The live
 * tests compare it with the real npm.
 */
export interface TreeNode {
  readonly name: string;
  readonly manifest: Manifest;
  /** Null for what its parent bundles. */
  readonly publication: Publication | null;
  /** `node_modules/a/node_modules/b`; empty for the root. */
  readonly location: string;
  readonly parent: TreeNode | null;
  readonly children: Map<string, TreeNode>;
  /** Whether only optional edges lead here, or only peer edges. */
  isOptional: boolean;
  isPeer: boolean;
  /** Whether it is for this platform. */
  readonly fits: boolean;
}

interface Edge {
  readonly name: string;
  readonly spec: string;
  readonly isOptional: boolean;
  readonly isPeer: boolean;
}

export interface ResolvedTree {
  readonly root: TreeNode;
  /** All but the root, sorted by location. */
  readonly nodes: readonly TreeNode[];
  /** What was asked for, with the versions that were found. */
  readonly requested: readonly TreeNode[];
}

const BY_NAME = new Intl.Collator("en").compare;

export function resolveTree(registry: TestRegistry, specs: readonly string[]): ResolvedTree {
  const root = makeNode("", { name: "", version: "" }, null, null);
  const asked = specs.map(edgeOfSpec).toSorted((a, b) => BY_NAME(a.name, b.name));
  const nodes: TreeNode[] = [];
  const queue: { from: TreeNode; edges: readonly Edge[] }[] = [{ from: root, edges: asked }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const edge of next.edges) {
      const present = lookUp(next.from, edge.name);
      if (present !== null && satisfies(present, edge.spec)) continue;
      const publication = pick(registry, edge);
      if (publication === null) continue;
      const added = place(next.from, edge, publication);
      for (const node of added) queue.push({ from: node, edges: edgesOf(node.manifest) });
      nodes.push(...added);
    }
  }
  const requested = asked.map(({ name }) => lookUp(root, name)).filter((node) => node !== null);
  mark(root, requested, nodes);
  return { root, requested, nodes: nodes.toSorted((a, b) => BY_NAME(a.location, b.location)) };
}

function edgeOfSpec(spec: string): Edge {
  const at = spec.indexOf("@", 1);
  const name = at === -1 ? spec : spec.slice(0, at);
  return {
    name,
    spec: at === -1 ? "latest" : spec.slice(at + 1),
    isOptional: false,
    isPeer: false,
  };
}

function edgesOf(manifest: Manifest): Edge[] {
  const edges = (of: Readonly<Record<string, string>> = {}, isOptional: boolean, isPeer: boolean) =>
    Object.entries(of).map(([name, spec]) => ({ name, spec, isOptional, isPeer }));
  const optional = edges(manifest.optionalDependencies, true, false);
  const required = edges(manifest.dependencies, false, false).filter(
    ({ name }) => manifest.optionalDependencies?.[name] === undefined,
  );
  const peers = edges(manifest.peerDependencies, false, true);
  return [...required, ...optional, ...peers].toSorted((a, b) => BY_NAME(a.name, b.name));
}

/** npm prefers the latest version where it fits, else the newest that does. */
function pick(registry: TestRegistry, edge: Edge): Publication | null {
  const state = registry.packageState(edge.name);
  const latest = state?.tags.get("latest");
  const tagged = state?.tags.get(edge.spec);
  const version =
    tagged ??
    (latest !== undefined && semver.satisfies(latest, edge.spec)
      ? latest
      : semver.maxSatisfying([...(state?.versions.keys() ?? [])], edge.spec));
  const found = state?.versions.get(version ?? "") ?? null;
  if (found === null && !edge.isOptional) throw new Error(`nothing fits ${edge.name}@${edge.spec}`);
  return found;
}

/** Puts a package as near to the root as names allow, with what it bundles. */
function place(from: TreeNode, edge: Edge, publication: Publication): TreeNode[] {
  const { name } = edge;
  const { manifest } = publication;
  let at = edge.isPeer && from.parent !== null ? from.parent : from;
  while (at.parent !== null && isFree(at.parent, name, manifest.version)) at = at.parent;
  const node = makeNode(name, manifest, publication, at);
  return [node, ...bundledOf(publication, node)];
}

function isFree(at: TreeNode, name: string, version: string): boolean {
  if (at.children.has(name)) return false;
  const own = edgesOf(at.manifest).find((edge) => edge.name === name);
  return own === undefined || semver.satisfies(version, own.spec);
}

function bundledOf(publication: Publication, bundler: TreeNode): TreeNode[] {
  return Object.entries(publication.files).flatMap(([path, file]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path)?.[1];
    if (name === undefined || typeof file !== "string") return [];
    return [makeNode(name, JSON.parse(file) as Manifest, null, bundler)];
  });
}

function makeNode(
  name: string,
  manifest: Manifest,
  publication: Publication | null,
  parent: TreeNode | null,
): TreeNode {
  const above = parent === null || parent.location === "" ? "" : `${parent.location}/`;
  const node: TreeNode = {
    name,
    manifest,
    publication,
    location: parent === null ? "" : `${above}node_modules/${name}`,
    parent,
    children: new Map(),
    isOptional: true,
    isPeer: true,
    fits: fitsHere(manifest["os"], process.platform) && fitsHere(manifest["cpu"], process.arch),
  };
  parent?.children.set(name, node);
  return node;
}

function fitsHere(wanted: unknown, here: string): boolean {
  return !Array.isArray(wanted) || wanted.includes(here);
}

function lookUp(from: TreeNode, name: string): TreeNode | null {
  for (let at: TreeNode | null = from; at !== null; at = at.parent) {
    const found = at.children.get(name);
    if (found !== undefined) return found;
  }
  return null;
}

function satisfies({ manifest, publication }: TreeNode, spec: string): boolean {
  return publication === null || spec === "latest" || semver.satisfies(manifest.version, spec);
}

/** What can be reached without an optional edge is not optional; likewise for peers. */
function mark(root: TreeNode, requested: readonly TreeNode[], nodes: readonly TreeNode[]): void {
  const reach = (follows: (edge: Edge) => boolean): Set<TreeNode> => {
    const seen = new Set<TreeNode>([root, ...requested]);
    for (const node of seen)
      for (const edge of edgesOf(node.manifest)) {
        const target = follows(edge) ? lookUp(node, edge.name) : null;
        if (target !== null) seen.add(target);
      }
    return seen;
  };
  const required = reach((edge) => !edge.isOptional);
  const withoutPeers = reach((edge) => !edge.isPeer);
  for (const node of nodes) {
    node.isOptional = !required.has(node);
    node.isPeer = !withoutPeers.has(node);
  }
}

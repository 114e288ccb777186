import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { MemoryDisk } from "../memory-disk.ts";
import type { TestRegistry } from "../registry.ts";
import { programsOf } from "../registry/publication.ts";
import { lockFile } from "./lock-file.ts";
import { resolveTree, type TreeNode } from "./resolve-tree.ts";

/** A file or link of a tree, by its path below the `_npx/<hash>` folder. */
export type LaidEntry =
  | { readonly path: string; readonly content: Uint8Array; readonly mode: number }
  | { readonly path: string; readonly target: string };

export interface NpxLayout {
  readonly hash: string;
  readonly entries: readonly LaidEntry[];
}

/** The name of the folder that npx keeps for these specs. */
export function npxHash(specs: readonly string[]): string {
  const sorted = specs.toSorted(new Intl.Collator("en").compare);
  return createHash("sha512").update(sorted.join("\n")).digest("hex").slice(0, 16);
}

/** What `npx -y SPEC` (or `-p` for each) leaves on a disk, without running it. */
export function npxLayout(registry: TestRegistry, specs: readonly string[]): NpxLayout {
  const { requested, nodes } = resolveTree(registry, specs);
  const installed = nodes.filter((node) => node.fits);
  const hash = npxHash(specs);
  // npm saves what it found, not what it was asked: an exact spec becomes a range too.
  const dependencies = Object.fromEntries(
    requested.map(({ name, manifest }) => [name, `^${manifest.version}`]),
  );
  const manifest = `${JSON.stringify({ dependencies, _npx: { packages: specs } }, null, 2)}\n`;
  const texts: [string, string][] = [
    ["package.json", manifest],
    ["package-lock.json", lockFile(registry, hash, { dependencies }, nodes)],
    ["node_modules/.package-lock.json", lockFile(registry, hash, null, installed)],
  ];
  return {
    hash,
    entries: [
      ...texts.map(([path, text]) => ({ path, content: Buffer.from(text), mode: 0o644 })),
      ...installed.flatMap(filesOf),
      ...installed.flatMap(linksOf),
    ],
  };
}

/** Puts a layout on a disk in memory; gives the folder. */
export function layInMemory(disk: MemoryDisk, home: string, layout: NpxLayout): string {
  const folder = `${home}/.npm/_npx/${layout.hash}`;
  for (const entry of layout.entries) {
    const path = `${folder}/${entry.path}`;
    if ("target" in entry) disk.link(path, entry.target);
    else disk.file(path, entry.content, { mode: entry.mode });
  }
  return folder;
}

function filesOf(node: TreeNode): LaidEntry[] {
  const { publication, location } = node;
  if (publication === null) return [];
  const programs = new Set(programPaths(node).map(([, path]) => path));
  for (const child of node.children.values())
    if (child.publication === null)
      for (const [, path] of programPaths(child))
        programs.add(`node_modules/${child.name}/${path}`);
  return Object.entries(publication.files).map(([path, file]) => {
    const isBare = typeof file === "string" || file instanceof Uint8Array;
    const content = Buffer.from(isBare ? file : file.content);
    const mode = (isBare ? 0 : file.mode) | 0o644;
    return programs.has(path)
      ? { path: `${location}/${path}`, content: withUnixShebang(content), mode: mode | 0o755 }
      : { path: `${location}/${path}`, content, mode };
  });
}

/** npm makes programs executable, and takes the carriage return off the line that starts them. */
function withUnixShebang(content: Buffer): Buffer {
  const text = content.toString("latin1");
  return Buffer.from(text.replace(/^(#![^\n]+)\r\n/, "$1\n"), "latin1");
}

function linksOf(node: TreeNode): LaidEntry[] {
  const folder = node.location.slice(0, node.location.length - node.name.length);
  return programPaths(node).map(([name, path]) => ({
    path: `${folder}.bin/${name}`,
    target: `../${node.name}/${path}`,
  }));
}

function programPaths({ manifest }: TreeNode): [string, string][] {
  return Object.entries(programsOf(manifest)).map(([name, path]) => [name, posix.normalize(path)]);
}

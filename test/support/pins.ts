import { createHash } from "node:crypto";

import { baselineOf } from "../../src/ecosystems/npm/judge-tree.ts";
import { planTree, treeOf } from "../../src/ecosystems/npm/observe-tree.ts";
import { readUnit } from "../../src/ecosystems/npm/read-package.ts";
import { treeDigestOf } from "../../src/lockfile/format.ts";
import type { NpmLockfile, PackagePin } from "../../src/lockfile/schema.ts";
import type { Baseline } from "../../src/model/baseline.ts";
import { h1Of } from "../../src/model/digest.ts";
import { folderName, type ObservedTree, prefixOf } from "../../src/model/npm-tree.ts";
import { purlOf } from "../../src/model/subject.ts";
import { MemoryDisk } from "./memory-disk.ts";

/** Path in a package to its text. */
export type Texts = Readonly<Record<string, string>>;

/** The folder of the trees that are made here. */
export const ROOT = "/home/ada/.npm/_npx/0123456789abcdef";

/** A package as it stands in an archive: files and a package.json. */
export interface SmallPackage {
  readonly name: string;
  readonly version: string;
  /** Further fields of package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly files?: Texts;
}

export function packageOf(
  spec: string,
  manifest: Readonly<Record<string, unknown>> = {},
  files: Texts = {},
): SmallPackage {
  const at = spec.lastIndexOf("@");
  return { name: spec.slice(0, at), version: spec.slice(at + 1), manifest, files };
}

export function textsOf({ name, version, manifest = {}, files = {} }: SmallPackage): Texts {
  return { "package.json": JSON.stringify({ name, version, ...manifest }), ...files };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** An integrity that is another one for every text. */
export function integrityOf(text: string): string {
  return `sha512-${createHash("sha512").update(text).digest("base64")}`;
}

/** The pin of a package at a path, with further fields. */
export function pinOf(path: string, one: SmallPackage, more: Partial<PackagePin> = {}): PackagePin {
  const { name, version } = one;
  const files = Object.entries(textsOf(one)).map(([inner, text]) => ({
    path: inner,
    sha256: sha256(text),
  }));
  return {
    ...(folderName(path) === name ? {} : { name }),
    version,
    integrity: integrityOf(prefixOf(name, version)),
    files: h1Of(prefixOf(name, version), files),
    ...more,
  };
}

/** A lockfile of these pins; the first one is the subject. */
export function lockfileOf(packages: Readonly<Record<string, PackagePin>>): NpmLockfile {
  const [[path, pin] = ["node_modules/none", null]] = Object.entries(packages);
  return {
    lockfileVersion: 1,
    subject: purlOf({ ecosystem: "npm", name: pin?.name ?? folderName(path) }),
    version: pin?.version ?? "1.0.0",
    revision: 1,
    tree: treeDigestOf(packages),
    bin: {},
    resolver: { npm: "11.19.1", node: "24.21.0" },
    packages,
  };
}

/** Lays packages below `ROOT` by their path. */
export function lay(
  disk: MemoryDisk,
  packages: Readonly<Record<string, SmallPackage>>,
): MemoryDisk {
  for (const [path, one] of Object.entries(packages))
    for (const [inner, text] of Object.entries(textsOf(one)))
      disk.file(`${ROOT}/${path}/${inner}`, text);
  return disk;
}

/** The tree below `ROOT` as it is read for a verdict. */
export function observe(disk: MemoryDisk, lockfile: NpmLockfile | null = null): ObservedTree {
  const plan = planTree(disk, ROOT, lockfile);
  if (plan === null) throw new Error("nothing is installed");
  const all = plan.requests.map((request) => ({ ...request, keepEntries: true }));
  return treeOf(
    plan,
    all.map((request) => readUnit(disk, request, new Set())),
  );
}

/** What was first seen of these packages. */
export function baselineAt(packages: Readonly<Record<string, SmallPackage>>): Baseline {
  return baselineOf(observe(lay(new MemoryDisk(), packages)), ROOT, "npm:gull");
}

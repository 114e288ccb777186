import type { EnvironmentLayout, FolderReading } from "../../model/python-environment.ts";
import { type Disk, DiskError, type FolderEntry } from "../../ports/disk.ts";
import type { FolderRequest } from "../../ports/tree-reader.ts";

/** An environment that was listed and whose files are still to be read. */
export interface EnvironmentPlan {
  readonly root: string;
  readonly layout: EnvironmentLayout;
  readonly requests: readonly FolderRequest[];
}

/**
 * Lists the top of an environment, so that threads can share its packages out. Null where there is
 * none: no pyvenv.cfg, or no folder of packages. A DiskError where it cannot be read.
 */
export function planEnvironment(disk: Disk, root: string): EnvironmentPlan | null {
  if (disk.stat(`${root}/pyvenv.cfg`) === null) return null;
  const layout = layoutOf(disk, root);
  if (layout === null) return null;
  const requests: FolderRequest[] = [];
  const add = (folder: string): void => {
    for (const { name, kind } of listed(disk, folder === "" ? root : `${root}/${folder}`)) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const isOpened = kind === "folder" && `${layout.packages}/`.startsWith(`${path}/`);
      if (isOpened) add(path);
      else requests.push({ root, path, kind, scripts: layout.scripts });
    }
  };
  add("");
  return { root, layout, requests };
}

function listed(disk: Disk, path: string): readonly FolderEntry[] {
  const entries = disk.list(path);
  if (entries === null) throw new DiskError("changing", path);
  return entries;
}

/** `lib/python3.11/site-packages`, or as Windows has it. Links do not count as these folders. */
export function layoutOf(disk: Disk, root: string): EnvironmentLayout | null {
  const isFolder = (path: string): boolean => disk.stat(`${root}/${path}`)?.kind === "folder";
  if (isFolder("Lib/site-packages")) return { scripts: "Scripts", packages: "Lib/site-packages" };
  if (!isFolder("lib")) return null;
  const versions = listed(disk, `${root}/lib`)
    .filter(({ name }) => /^(?:python|pypy|graalpy)\d+\.\d+t?$/.test(name))
    .map(({ name }) => `lib/${name}/site-packages`)
    .filter(isFolder);
  const [packages] = versions.toSorted();
  return packages === undefined ? null : { scripts: "bin", packages };
}

/** A plan's readings as one. */
export function joinReadings(readings: readonly FolderReading[]): FolderReading {
  return {
    files: readings.flatMap(({ files }) => files),
    links: readings.flatMap(({ links }) => links),
    texts: Object.fromEntries(readings.flatMap(({ texts }) => Object.entries(texts))),
    heads: Object.fromEntries(readings.flatMap(({ heads }) => Object.entries(heads))),
    odd: readings.flatMap(({ odd }) => odd),
  };
}

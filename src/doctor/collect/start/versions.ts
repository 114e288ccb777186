import { dirname } from "node:path/posix";

import type { DiskView } from "../../../path-search/disk-view.ts";

/**
 * The version of a Node, read from where it lies or from the headers beside it; null where neither
 * says it. Nothing is started: what is on a PATH may be anything.
 *
 * @param real the program's path without links
 */
export function nodeVersionOf(view: DiskView, real: string): string | null {
  const [, named = null] =
    /(?:^|[/\\])(?:node(?:-?js)?(?:@\d+)?[/\\]|node-versions[/\\])v?(\d+\.\d+\.\d+)[/\\]/i.exec(
      real,
    ) ?? [];
  if (named !== null) return named;
  const header = view.text(`${dirname(dirname(real))}/include/node/node_version.h`);
  const parts = ["MAJOR", "MINOR", "PATCH"].map(
    (part) => new RegExp(`#define NODE_${part}_VERSION (\\d{1,4})\\b`).exec(header ?? "")?.[1],
  );
  return parts.every((part) => part !== undefined) ? parts.join(".") : null;
}

/** The version of a Python: of its environment, of its folder, or of its own name (`3.11`). */
export function pythonVersionOf(view: DiskView, path: string, real: string): string | null {
  const settings = view.text(`${dirname(dirname(path))}/pyvenv.cfg`);
  const [, own = null] =
    /^version(?:_info)?\s*=\s*(\d+\.\d+(?:\.\d+)?)/im.exec(settings ?? "") ?? [];
  if (own !== null) return own;
  const [, folder = null] =
    /(?:cpython-|versions?[/\\]|Versions[/\\]|python[/\\])(3\.\d+(?:\.\d+)?)/.exec(real) ?? [];
  const [, name = null] = /python(3\.\d+)(?:\.exe)?$/.exec(real) ?? [];
  return folder ?? name;
}

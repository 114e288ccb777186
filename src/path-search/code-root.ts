import { dirname } from "node:path/posix";

import * as v from "valibot";

import type { DiskView } from "./disk-view.ts";

/** `bin/npx-cli.js`, `dist/bin/cli.js`: no launcher stands deeper in its package. */
const MAX_UP = 4;

const Manifest = v.looseObject({ name: v.string(), version: v.string() });

/** The folder of the package that a launcher's script belongs to; null where it has none. */
export function packageRootOf(view: DiskView, script: string): string | null {
  let folder = dirname(script);
  for (let up = 0; up < MAX_UP && folder !== "/"; up += 1) {
    if (manifestOf(view, folder) !== null) return folder;
    folder = dirname(folder);
  }
  return null;
}

/** `npm@11.19.1`. */
export function codeNameOf(view: DiskView, root: string): string {
  const manifest = manifestOf(view, root);
  return manifest === null ? "code" : `${manifest.name}@${manifest.version}`;
}

function manifestOf(view: DiskView, folder: string) {
  const text = view.text(`${folder}/package.json`);
  if (text === null) return null;
  try {
    const parsed = v.safeParse(Manifest, JSON.parse(text));
    // A line of a manifest cannot hold such a name.
    return parsed.success && !/[\r\n]/.test(parsed.output.name + parsed.output.version)
      ? parsed.output
      : null;
  } catch {
    return null;
  }
}

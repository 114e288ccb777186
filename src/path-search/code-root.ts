import { dirname } from "node:path/posix";

import * as v from "valibot";

import { isNpmName } from "../model/subject.ts";
import type { DiskView } from "./disk-view.ts";

/** `bin/npx-cli.js`, `dist/bin/cli.js`: no launcher stands deeper in its package. */
const MAX_UP = 4;

const Manifest = v.looseObject({ name: v.string(), version: v.string() });

const Names = v.fallback(v.record(v.string(), v.unknown()), {});
const Dependencies = v.object({
  dependencies: v.optional(Names, {}),
  optionalDependencies: v.optional(Names, {}),
  peerDependencies: v.optional(Names, {}),
});

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

/** Names of the packages that a folder's package.json declares. */
export function dependenciesOf(view: DiskView, folder: string): readonly string[] {
  const parsed = v.safeParse(Dependencies, jsonOf(view, folder));
  if (!parsed.success) return [];
  const { dependencies, optionalDependencies, peerDependencies } = parsed.output;
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return names.filter(isNpmName);
}

function manifestOf(view: DiskView, folder: string) {
  const parsed = v.safeParse(Manifest, jsonOf(view, folder));
  // A line of a manifest cannot hold such a name.
  return parsed.success && !/[\r\n]/.test(parsed.output.name + parsed.output.version)
    ? parsed.output
    : null;
}

function jsonOf(view: DiskView, folder: string): unknown {
  const text = view.text(`${folder}/package.json`);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

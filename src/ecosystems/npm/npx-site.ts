import * as v from "valibot";

import { findProgram } from "../../path-search/find-program.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import { MAX_PACKAGE_JSON } from "./package-facts.ts";

/** The npx and Node that a launch would use: the first candidates on the client's PATH. */
export interface NpxSite {
  readonly npx: string;
  /** The first `node` on the same PATH: `npx-cli.js` starts with `#!/usr/bin/env node`. */
  readonly node: string | null;
  /** npm's own folder, where npx is npm's and its package.json a regular file. */
  readonly npmRoot: string | null;
  readonly npmVersion: string | null;
}

/** Null where the PATH has no npx. */
export function findNpx(disk: Disk, command: string, path: string): NpxSite | null {
  const npx = findProgram(disk, command, path);
  if (npx === null) return null;
  const npmRoot = npmRootOf(disk, npx);
  return {
    npx,
    node: findProgram(disk, "node", path),
    npmRoot,
    npmVersion: npmRoot === null ? null : versionOf(disk, npmRoot),
  };
}

function npmRootOf(disk: Disk, npx: string): string | null {
  try {
    const root = disk.realPath(npx)?.match(/^(.*\/npm)\/bin\/npx-cli\.js$/)?.[1] ?? null;
    return root !== null && disk.stat(`${root}/package.json`)?.kind === "file" ? root : null;
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

const NpmPackage = v.looseObject({ name: v.literal("npm"), version: v.string() });

function versionOf(disk: Disk, root: string): string | null {
  try {
    const bytes = disk.read(`${root}/package.json`, MAX_PACKAGE_JSON);
    const text = bytes === null ? "null" : Buffer.from(bytes).toString("utf8");
    const parsed = v.safeParse(NpmPackage, JSON.parse(text));
    return parsed.success ? parsed.output.version : null;
  } catch (thrown) {
    if (thrown instanceof DiskError || thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

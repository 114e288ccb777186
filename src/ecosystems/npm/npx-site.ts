import * as v from "valibot";

import { DiskView } from "../../path-search/disk-view.ts";
import { type ProgramRequest, realProgram } from "../../path-search/real-program.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import { MAX_PACKAGE_JSON } from "./package-facts.ts";

/** The npx and Node of a launch: the first on the client's PATH, or what a shim there starts. */
export interface NpxSite {
  readonly npx: string;
  /** The first `node` on the same PATH: `npx-cli.js` starts with `#!/usr/bin/env node`. */
  readonly node: string | null;
  /** npm's own folder, where npx is npm's and its package.json a regular file. */
  readonly npmRoot: string | null;
  readonly npmVersion: string | null;
}

/** Null where the PATH has no npx. Shims of version managers are read to what they start. */
export function findNpx(disk: Disk, request: ProgramRequest): NpxSite | null {
  const view = new DiskView(disk, request.home);
  const npx = realProgram(view, request);
  if (npx === null) return null;
  const npmRoot = npmRootOf(disk, npx.file);
  const node = realProgram(view, { ...request, name: "node", path: npx.path });
  return {
    npx: npx.file,
    node: node?.file ?? null,
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

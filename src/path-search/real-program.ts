import { dirname, resolve } from "node:path/posix";

import type { DiskView } from "./disk-view.ts";
import { findProgram } from "./find-program.ts";
import { readShim } from "./shims/index.ts";

/** A shim may lead to another manager's. */
const MAX_SHIMS = 4;

export interface ProgramRequest {
  readonly name: string;
  readonly path: string;
  readonly cwd: string;
  readonly home: string;
  /** The entry's own variables. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RealProgram {
  /** As it is found; for a shim, the program that the shim would start. */
  readonly file: string;
  /** The PATH that what it starts is given: a version manager puts the folder of its choice in front. */
  readonly path: string;
}

/** The program that a name stands for on a PATH, shims of version managers read to what they start. */
export function realProgram(view: DiskView, request: ProgramRequest): RealProgram | null {
  const { name, cwd, home, env } = request;
  let { path } = request;
  const find = (wanted: string): string | null =>
    findProgram(view.disk, wanted, path, (stat) => view.people.canExecute(stat));
  let file = find(name);
  for (let left = MAX_SHIMS; file !== null && left > 0; left -= 1) {
    const { real } = view.walk(file);
    if (real === null) break;
    const bare = file.slice(file.lastIndexOf("/") + 1);
    const text = view.text(real);
    const shim = readShim({ view, name: bare, path: file, real, text, cwd, home, env });
    if (shim === null) break;
    const { target, isSystem } = shim.reading;
    if (target !== null) {
      file = target;
      path = `${dirname(target)}:${path}`;
    } else if (isSystem) {
      const own = dirname(file);
      path = path
        .split(":")
        .filter((folder) => resolve("/", folder) !== own)
        .join(":");
      file = find(bare);
    } else break;
  }
  return file === null ? null : { file, path };
}

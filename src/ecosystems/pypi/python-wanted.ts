import { posix } from "node:path";

import type { Launch } from "../../model/launch.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";

export interface PythonSources {
  readonly disk: Disk;
  readonly cwd: string;
  /** The user's configuration folder. */
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
}

const MAX_BYTES = 4096;

/**
 * The Python that a launch asks for, as it says it: `--python`, else UV_PYTHON, else the nearest
 * `.python-version` from the working directory upwards, else the user's own. Null for any.
 */
export function pythonWanted(
  { disk, cwd, config, env }: PythonSources,
  { installer, launcher }: Launch,
): string | null {
  const at = installer.lastIndexOf("--python");
  const given = at < 0 ? undefined : installer[at + 1];
  if (given !== undefined) return given;
  if (launcher === "python -m" || launcher === "pipx run") return null;
  if ((env["UV_PYTHON"] ?? "") !== "") return env["UV_PYTHON"] ?? null;
  for (let folder = cwd; ; folder = posix.dirname(folder)) {
    for (const name of [".python-version", ".python-versions"]) {
      const wanted = firstLine(disk, `${folder}/${name}`);
      if (wanted !== null) return wanted;
    }
    if (folder === "/" || folder === ".") break;
  }
  return firstLine(disk, `${config}/uv/.python-version`);
}

/** The first line that is no comment; null where there is none, or it could be an option. */
function firstLine(disk: Disk, path: string): string | null {
  try {
    const bytes = disk.read(path, MAX_BYTES);
    const lines = bytes === null ? [] : Buffer.from(bytes).toString("utf8").split(/\r?\n/);
    const found = lines.map((line) => line.trim()).find((line) => line !== "" && line[0] !== "#");
    return found !== undefined && /^[A-Za-z0-9][\w.+@-]*$/.test(found) ? found : null;
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

import { posix } from "node:path";

import type { Launch } from "../../model/launch.ts";
import type { EnvironmentProblem } from "../../model/python-evidence.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";

export interface PythonSources {
  readonly disk: Disk;
  readonly cwd: string;
  /** The user's configuration folder. */
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
}

const MAX_BYTES = 4096;
/** A version or the name of an implementation; neither an option nor a path. */
const PLAIN = /^[A-Za-z0-9][\w.+@-]*$/;

/**
 * The Python that a launch asks for, as it says it: `--python`, else UV_PYTHON, else the nearest
 * `.python-version` from the working directory upwards, else the user's own. Null for any.
 */
export function pythonWanted(sources: PythonSources, launch: Launch): string | null {
  const given = optionOf(launch) ?? sources.env["UV_PYTHON"];
  if (given !== undefined && given !== "") return given;
  if (!obeysFiles(launch)) return null;
  const { line } = nearestFile(sources) ?? {};
  return line !== undefined && PLAIN.test(line) ? line : null;
}

/** A `.python-version` that names a program: uvx starts it, whatever the entry says. */
export function pythonFileProblems(
  sources: PythonSources,
  launch: Launch,
): readonly EnvironmentProblem[] {
  if (!obeysFiles(launch) || optionOf(launch) !== undefined) return [];
  const nearest = nearestFile(sources);
  if (nearest === null || PLAIN.test(nearest.line)) return [];
  return [
    {
      kind: "working-folder",
      path: nearest.file,
      message: `${posix.basename(nearest.file)} names a Python by its path, and uvx starts that`,
      pinned: null,
      observed: null,
      wouldRun: posix.resolve(sources.cwd, nearest.line.slice(0, 1024)),
    },
  ];
}

function optionOf({ installer }: Launch): string | undefined {
  const at = installer.lastIndexOf("--python");
  return at < 0 ? undefined : installer[at + 1];
}

function obeysFiles({ launcher }: Launch): boolean {
  return launcher === "uvx" || launcher === "uv tool run" || launcher === "uv run";
}

function nearestFile({ disk, cwd, config }: PythonSources): { file: string; line: string } | null {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = posix.dirname(folder)) {
    folders.push(folder);
    if (folder === "/" || folder === ".") break;
  }
  const files = folders.flatMap((folder) =>
    [".python-version", ".python-versions"].map((name) => posix.join(folder, name)),
  );
  for (const file of [...files, `${config}/uv/.python-version`]) {
    const line = firstLine(disk, file);
    if (line !== null) return { file, line };
  }
  return null;
}

/** The first line that is no comment. */
function firstLine(disk: Disk, path: string): string | null {
  try {
    const bytes = disk.read(path, MAX_BYTES);
    const lines = bytes === null ? [] : Buffer.from(bytes).toString("utf8").split(/\r?\n/);
    return lines.map((line) => line.trim()).find((line) => line !== "" && line[0] !== "#") ?? null;
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

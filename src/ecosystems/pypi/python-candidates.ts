import { posix } from "node:path";

import { folderOf, guarded, homeOf, type PlaceWorld } from "./places/define.ts";

const EXECUTABLE = 0o111;
/** Names under which uv looks for a Python in each folder of PATH. Source: uv's "Python discovery". */
const NAMES = ["python", "python3", ...Array.from({ length: 12 }, (_, at) => `python3.${at + 8}`)];

/**
 * The Pythons that uv looks at before the one that it takes, and that one, by their paths: its own
 * installations, then every folder of PATH. It starts each to ask what it is.
 *
 * @param chosen as an environment links to it
 */
export function pythonsUpTo(world: PlaceWorld, path: string, chosen: string): readonly string[] {
  const managed = managedPythons(world);
  if (managed.includes(chosen)) return managed;
  const found: string[] = [...managed];
  for (const folder of path.split(":")) {
    if (!folder.startsWith("/")) continue;
    const bare = folder.replace(/(?<=.)\/+$/, "");
    const own = NAMES.map((name) => `${bare}/${name}`).filter((one) => isProgram(world, one));
    if (bare === posix.dirname(chosen)) return [...found, chosen];
    found.push(...own);
  }
  // It stands in no folder of this PATH: one of these led to it, as the shim of a version manager.
  return [...found, chosen];
}

/** Pythons that uv installed itself, or that somebody put in their place: it prefers these. */
function managedPythons(world: PlaceWorld): readonly string[] {
  const home = homeOf(world);
  const data = folderOf({ ...world, home }, "XDG_DATA_HOME", `${home}/.local/share`);
  const folder = folderOf({ ...world, home }, "UV_PYTHON_INSTALL_DIR", `${data}/uv/python`);
  return (guarded(() => world.disk.list(folder)) ?? []).flatMap(({ name }) =>
    NAMES.map((program) => `${folder}/${name}/bin/${program}`).filter((one) =>
      isProgram(world, one),
    ),
  );
}

function isProgram({ disk }: PlaceWorld, path: string): boolean {
  const real = guarded(() => disk.realPath(path));
  const stat = real === null ? null : guarded(() => disk.stat(real));
  return stat?.kind === "file" && (stat.mode & EXECUTABLE) !== 0;
}

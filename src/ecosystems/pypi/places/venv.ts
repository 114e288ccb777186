import { posix } from "node:path";

import type { EnvironmentProblem } from "../../../model/python-evidence.ts";
import type { Disk } from "../../../ports/disk.ts";
import { layoutOf } from "../plan-environment.ts";
import { STANDARD_MODULES } from "../standard-modules.ts";
import { guarded, NOWHERE, type Places, type PlaceWorld, versionIn } from "./define.ts";

/**
 * The environment that a Python, or a program beside it, belongs to: two folders up, where a
 * pyvenv.cfg says so. Links are not followed, as Python itself does not.
 *
 * @param program absolute
 * @param name normalized: an environment that has neither the distribution nor its module has not the
 * server, whatever else is in it, unless it had it before
 */
export function venvPlaces(
  { disk }: PlaceWorld,
  program: string,
  { name, isKnown }: { readonly name: string; readonly isKnown: (root: string) => boolean },
): Places {
  const folder = posix.dirname(posix.dirname(program));
  const isEnvironment = guarded(() => disk.stat(`${folder}/pyvenv.cfg`)) !== null;
  const root = isEnvironment ? guarded(() => disk.realPath(folder)) : null;
  const isThere =
    root !== null &&
    (versionIn(disk, root, name) !== null || hasModule(disk, root, name) || isKnown(root));
  return {
    ...NOWHERE,
    searched: [folder],
    found: isThere ? [{ root, maker: "venv", shared: null }] : [],
    isFixed: true,
  };
}

function hasModule(disk: Disk, root: string, name: string): boolean {
  const layout = guarded(() => layoutOf(disk, root));
  const module = name.replaceAll("-", "_");
  return [module, `${module}.py`].some(
    (one) => guarded(() => disk.stat(`${root}/${layout?.packages ?? ""}/${one}`)) !== null,
  );
}

/**
 * Modules of the working directory that `python -m` would import in place of installed ones, or of
 * Python's own.
 *
 * @param modules first parts of what the environment's packages install: `httpx`, `mcp_server_git`
 */
export function modulesInFolder(
  { disk }: PlaceWorld,
  cwd: string,
  modules: ReadonlySet<string>,
): readonly EnvironmentProblem[] {
  return (guarded(() => disk.list(cwd)) ?? []).flatMap(({ name }) => {
    const module = name.replace(/\.(?:py|pyc|(?:[\w-]+\.)?so)$/, "");
    const isOfPython = STANDARD_MODULES.has(module) && isRegular(disk, cwd, { name, module });
    if (!modules.has(module) && !isOfPython) return [];
    return [
      {
        kind: "working-folder" as const,
        path: `${cwd}/${name}`,
        message: `${name} in the working directory is imported in place of ${modules.has(module) ? "the installed" : "Python's own"} ${module}`,
        pinned: null,
        observed: null,
        wouldRun: `${cwd}/${name}`,
      },
    ];
  });
}

/** A folder without `__init__` comes after every module that is one, wherever that is. */
function isRegular(
  disk: Disk,
  cwd: string,
  { name, module }: { readonly name: string; readonly module: string },
): boolean {
  if (name !== module) return true;
  const inside = guarded(() => disk.list(`${cwd}/${name}`)) ?? [];
  return inside.some((one) => /^__init__\.(?:py|pyc|(?:[\w-]+\.)?so)$/.test(one.name));
}

import { posix } from "node:path";

import type { EnvironmentProblem } from "../../../model/python-evidence.ts";
import { guarded, NOWHERE, type Places, type PlaceWorld } from "./define.ts";

/**
 * The environment that a Python, or a program beside it, belongs to: two folders up, where a
 * pyvenv.cfg says so. Links are not followed, as Python itself does not.
 *
 * @param program absolute
 */
export function venvPlaces({ disk }: PlaceWorld, program: string): Places {
  const folder = posix.dirname(posix.dirname(program));
  const isEnvironment = guarded(() => disk.stat(`${folder}/pyvenv.cfg`)) !== null;
  const root = isEnvironment ? guarded(() => disk.realPath(folder)) : null;
  return {
    ...NOWHERE,
    searched: [folder],
    found: root === null ? [] : [{ root, maker: "venv", shared: null }],
    isFixed: true,
  };
}

/**
 * Modules of the working directory that `python -m` would import in place of installed ones.
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
    if (!modules.has(module)) return [];
    return [
      {
        kind: "working-folder" as const,
        path: `${cwd}/${name}`,
        message: `${name} in the working directory is imported in place of the installed ${module}`,
        pinned: null,
        observed: null,
        wouldRun: `${cwd}/${name}`,
      },
    ];
  });
}

import { foldersOf } from "../../../state/folders.ts";
import type { FillWorld, Kept } from "../../../store/define.ts";
import { pinnedPython } from "./pinned-python.ts";
import { uvOf } from "./uv.ts";

/** The Python that uv would take for a closure, where none that fits is pinned on this machine. */
export async function pythonToPin(
  world: FillWorld,
  { lockfile }: Kept<"pypi">,
): Promise<readonly string[]> {
  const { state, machine, pythonResolver } = world;
  const { python: lowest } = lockfile.resolver;
  if (pinnedPython(state, lowest) !== null) return [];
  const request = {
    uv: await uvOf(world),
    config: false,
    env: {},
    session: machine.env,
    path: machine.env["PATH"] ?? "",
    home: machine.home,
    cacheFolder: `${foldersOf(machine).cache}/uv`,
  };
  const { path } = await pythonResolver.python(request, `>=${lowest}`);
  return [path];
}

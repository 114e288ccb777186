import { folderOf, homeOf, type PlaceWorld } from "../ecosystems/pypi/places/define.ts";
import { pythonsUpTo } from "../ecosystems/pypi/python-candidates.ts";
import type { EnvironmentProblem } from "../model/python-evidence.ts";
import { clientPath } from "../path-search/client-path.ts";
import { DiskView } from "../path-search/disk-view.ts";
import type { ShimContext } from "../path-search/shims/define.ts";
import { readShim, shimEnv } from "../path-search/shims/index.ts";
import type { State } from "../state/state.ts";
import type { CollectContext } from "./collect.ts";
import type { KnownServer } from "./servers.ts";

type SearchContext = Pick<CollectContext, "disk" | "machine" | "clientPath" | "capturedPath">;

/**
 * The Pythons that uv looks at for a server before the one that it takes, and that one. Only the one
 * where the entry names a program, and for launches that look for none.
 */
export function pythonsBefore(
  context: SearchContext,
  { entry, launch }: KnownServer,
  chosen: string,
): readonly string[] {
  const at = launch.installer.lastIndexOf("--python");
  const isNamed = at >= 0 && (launch.installer[at + 1] ?? "").includes("/");
  if (launch.launcher === "python -m" || isNamed) return [chosen];
  const { disk, machine, clientPath: given, capturedPath: captured } = context;
  const { path } = clientPath(entry, { disk, machine, given, captured });
  const shims: ShimSite = {
    view: new DiskView(disk, machine.home),
    home: machine.home,
    cwd: launch.cwd ?? entry.cwd ?? machine.home,
    env: shimEnv(entry.env),
  };
  return pythonsUpTo(placeWorld(context, entry.env), path, chosen).filter(
    (python) => python === chosen || !leadsNowhere(shims, python),
  );
}

type ShimSite = Pick<ShimContext, "view" | "home" | "cwd" | "env">;

/**
 * A version manager's shim of a Python that it is not told to use starts nothing. Where somebody tells
 * it otherwise, it is a Python that was not there.
 */
function leadsNowhere(site: ShimSite, path: string): boolean {
  const { view } = site;
  const { real } = view.walk(path);
  if (real === null) return false;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const shim = readShim({ ...site, name, path, real, text: view.text(real) });
  return shim !== null && shim.reading.target === null && !shim.reading.isSystem;
}

/**
 * Those of them that were not there when the server was locked: uv starts each to ask what it is, and
 * takes it if it likes the answer. Without a pin of the Python itself nothing can be said.
 */
export function newPythons(
  context: SearchContext & { readonly state: Pick<State, "launchers"> },
  server: KnownServer,
  chosen: string,
): readonly EnvironmentProblem[] {
  const isPinned = (path: string): boolean => context.state.launchers.read(path) !== null;
  if (!isPinned(chosen)) return [];
  return pythonsBefore(context, server, chosen)
    .filter((path) => !isPinned(path))
    .map((path) => ({
      kind: "interpreter",
      path,
      message: `${path} was not there when it was locked, and uv starts it before ${chosen}`,
      pinned: chosen,
      observed: path,
      wouldRun: path,
    }));
}

function placeWorld(
  { disk, machine }: Pick<SearchContext, "disk" | "machine">,
  env: Readonly<Record<string, string>>,
): PlaceWorld {
  return { disk, home: machine.home, platform: machine.platform, env };
}

/** The folder of the user's configuration, as the entry's variables have it. */
export function configFolder(
  context: Pick<SearchContext, "disk" | "machine">,
  env: Readonly<Record<string, string>>,
): string {
  const world = placeWorld(context, env);
  const home = homeOf(world);
  return folderOf({ ...world, home }, "XDG_CONFIG_HOME", `${home}/.config`);
}

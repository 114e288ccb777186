import { layoutOf } from "../plan-environment.ts";
import {
  type EnvironmentPlace,
  folderOf,
  guarded,
  homeOf,
  isWanted,
  NOWHERE,
  type Places,
  type PlaceWorld,
  type Wanted,
} from "./define.ts";

/** Where pipx keeps its environments. Source: pipx 1.18, `paths.py` with platformdirs. */
function pipxFolders(world: PlaceWorld): { readonly home: string; readonly cache: string } {
  const { disk, platform, env } = world;
  const home = homeOf(world);
  const there = { ...world, home };
  if ((env["PIPX_HOME"] ?? "") !== "") {
    const own = folderOf(there, "PIPX_HOME", `${home}/.local/share/pipx`);
    return { home: own, cache: `${own}/.cache` };
  }
  const isMac = platform === "darwin";
  const data = folderOf(there, "XDG_DATA_HOME", `${home}/.local/share`);
  const caches = folderOf(there, "XDG_CACHE_HOME", `${home}/.cache`);
  const standard = isMac ? `${home}/Library/Application Support/pipx` : `${data}/pipx`;
  const cache = isMac ? `${home}/Library/Caches/pipx` : `${caches}/pipx`;
  const older = `${home}/.local/pipx`;
  const isOlder = guarded(() => disk.stat(older))?.kind === "folder";
  return { home: isOlder ? older : standard, cache };
}

/**
 * `pipx run` starts a package from its installed environment where there is one, and else from one
 * that it makes and keeps for two weeks.
 */
export function pipxPlaces(world: PlaceWorld, wanted: Wanted): Places {
  const { disk } = world;
  const folders = pipxFolders(world);
  const shared = folderOf(world, "PIPX_SHARED_LIBS", `${folders.home}/shared`);
  const installed = `${folders.home}/venvs/${wanted.packages[0] ?? ""}`;
  const searched = [installed, folders.cache];
  const own = placesAt(world, installed, wanted, shared);
  if (own.length > 0) return { ...NOWHERE, searched, found: own, isFixed: true };
  const kept = (guarded(() => disk.list(folders.cache)) ?? [])
    .filter(({ kind }) => kind === "folder")
    .flatMap(({ name }) => placesAt(world, `${folders.cache}/${name}`, wanted, shared));
  const once = new Map(kept.map((place) => [place.root, place]));
  return { ...NOWHERE, searched, found: [...once.values()] };
}

/** An environment, and the packages that it has in common with all others of pipx. */
function placesAt(
  { disk }: PlaceWorld,
  folder: string,
  wanted: Wanted,
  shared: string,
): EnvironmentPlace[] {
  const root = guarded(() => disk.realPath(folder));
  if (root === null || !isWanted(disk, root, wanted)) return [];
  const common = guarded(() => disk.realPath(shared));
  return [
    { root, maker: "pipx", shared: sharedPackagesOf(disk, shared) },
    ...(common !== null && loadsShared(disk, root)
      ? [{ root: common, maker: "pipx shared" as const, shared: null }]
      : []),
  ];
}

function loadsShared(disk: PlaceWorld["disk"], root: string): boolean {
  const layout = guarded(() => layoutOf(disk, root));
  const line = `${root}/${layout?.packages ?? ""}/pipx_shared.pth`;
  return layout !== null && guarded(() => disk.stat(line)) !== null;
}

/** The folder of packages that the line of `pipx_shared.pth` must name. */
function sharedPackagesOf(disk: PlaceWorld["disk"], shared: string): string | null {
  const layout = guarded(() => layoutOf(disk, shared));
  return layout === null ? null : `${shared}/${layout.packages}`;
}

import type { EnvironmentProblem } from "../../../model/python-evidence.ts";
import {
  folderOf,
  guarded,
  homeOf,
  isWanted,
  NOWHERE,
  type Places,
  type PlaceWorld,
  type Wanted,
} from "./define.ts";

// Their numbers change between versions of uv, and several stand side by side.
const ENVIRONMENTS = /^environments-v\d+$/;
const ARCHIVES = /^archive-v\d+$/;

/** Where uv keeps its cache. Source: uv's documentation, "Cache directory". */
export function uvCacheOf(world: PlaceWorld): string {
  const home = homeOf(world);
  const base = folderOf({ ...world, home }, "XDG_CACHE_HOME", `${home}/.cache`);
  return folderOf({ ...world, home }, "UV_CACHE_DIR", `${base}/uv`);
}

/**
 * The environments of uv's cache that uvx could start a server from. Which of them it takes follows
 * from what it resolves at that start, so all of the server's are judged. Each is a link into the
 * cache's archive; one that leads elsewhere is told, and what it leads to is not read.
 */
export function uvCachePlaces(world: PlaceWorld, wanted: Wanted): Places {
  const { disk } = world;
  const cache = uvCacheOf(world);
  const real = guarded(() => disk.realPath(cache));
  if (real === null) return { ...NOWHERE, searched: [cache] };
  const roots = new Set<string>();
  const problems: EnvironmentProblem[] = [];
  for (const link of environmentLinks(world, real)) {
    const root = guarded(() => disk.realPath(link));
    if (root === null || !isWanted(disk, root, wanted)) continue;
    const [archive = "", id = "", ...deeper] = root.startsWith(`${real}/`)
      ? root.slice(real.length + 1).split("/")
      : [];
    if (ARCHIVES.test(archive) && id !== "" && deeper.length === 0) roots.add(root);
    else problems.push(outside(link, root, real));
  }
  return {
    ...NOWHERE,
    searched: [cache],
    found: [...roots].map((root) => ({ root, maker: "uv cache" as const, shared: null })),
    problems,
  };
}

function* environmentLinks({ disk }: PlaceWorld, cache: string): Generator<string> {
  const list = (folder: string) => guarded(() => disk.list(folder)) ?? [];
  for (const { name } of list(cache)) {
    if (!ENVIRONMENTS.test(name)) continue;
    for (const interpreter of list(`${cache}/${name}`))
      for (const { name: resolution, kind } of list(`${cache}/${name}/${interpreter.name}`))
        if (kind === "link" || kind === "folder")
          yield `${cache}/${name}/${interpreter.name}/${resolution}`;
  }
}

function outside(link: string, root: string, cache: string): EnvironmentProblem {
  return {
    kind: "link",
    path: link,
    message: "an environment of uv's cache leads out of the cache's archive",
    pinned: `a folder in ${cache}/archive-v*`,
    observed: `link to ${root}`,
    wouldRun: root,
  };
}

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

/** Where `uv tool install` puts environments, by the name of the package. */
export function uvToolsOf(world: PlaceWorld): string {
  const home = homeOf(world);
  const base = folderOf({ ...world, home }, "XDG_DATA_HOME", `${home}/.local/share`);
  return folderOf({ ...world, home }, "UV_TOOL_DIR", `${base}/uv/tools`);
}

/** uvx starts a package that was installed as a tool from there, where that is what it asks for. */
export function uvToolPlaces(world: PlaceWorld, wanted: Wanted): Places {
  const { disk } = world;
  const folder = `${uvToolsOf(world)}/${wanted.packages[0] ?? ""}`;
  const root = guarded(() => disk.realPath(folder));
  const found =
    root !== null && isWanted(disk, root, wanted)
      ? [{ root, maker: "uv tool" as const, shared: null }]
      : [];
  return { ...NOWHERE, searched: [folder], found };
}

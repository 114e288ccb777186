import { posix, win32 } from "node:path";

import type { Machine } from "../../ports/machine.ts";
import type { ClientDefinition, ConfigFormat, ConfigLocation, Place } from "../define.ts";
import type { Finder } from "./finder.ts";

/** A file that a client would read. */
export interface Located {
  readonly location: ConfigLocation;
  readonly file: string;
  /** The project, plugin or extension that it speaks for. */
  readonly folder: string | null;
  readonly label: string | null;
  readonly isLink: boolean;
  readonly isFromVariable: boolean;
  /** Named on the command line: it must be there. */
  readonly isNamed: boolean;
}

/** Places of this platform. */
export function placesHere<P extends Place>(places: readonly P[], { platform }: Machine): P[] {
  return places.filter((place) => place.on?.includes(platform) ?? true);
}

/** The files of a client, each once, in the order of its locations. */
export function locationsOf(
  client: ClientDefinition,
  isUsed: (client: ClientDefinition) => boolean,
  finder: Finder,
  machine: Machine,
): readonly Located[] {
  const found = new Map<string, Located>();
  for (const location of placesHere(client.locations, machine)) {
    if (location.isShared && !isUsed(client)) continue;
    for (const { file, project, ...candidate } of finder.find(location.path)) {
      if (found.has(file)) continue;
      const folder = project ?? folderAbove(file, location, machine);
      found.set(file, { ...candidate, location, file, folder, isNamed: false });
    }
  }
  return [...found.values()];
}

/** `--config CLIENT=FILE`: read as the client's first place, or its first of that format. */
export function namedLocation(client: ClientDefinition, file: string, machine: Machine): Located[] {
  const here = placesHere(client.locations, machine);
  const places = here.length > 0 ? here : client.locations;
  const location = places.find(({ format }) => hasFormat(file, format ?? "json")) ?? places[0];
  if (location === undefined) return [];
  const paths = pathsOf(machine);
  const folder =
    location.scope === "project" ? paths.dirname(file) : folderAbove(file, location, machine);
  const named = { label: null, isLink: false, isFromVariable: false, isNamed: true };
  return [{ ...named, location, file, folder }];
}

function folderAbove(file: string, location: ConfigLocation, machine: Machine): string | null {
  const paths = pathsOf(machine);
  if (location.folderAbove === undefined) return null;
  return location.folderAbove === 1 ? paths.dirname(file) : paths.dirname(paths.dirname(file));
}

/** Paths as the machine writes them. */
export function pathsOf({ platform }: Machine): typeof posix {
  return platform === "win32" ? win32 : posix;
}

const EXTENSIONS: Record<ConfigFormat, RegExp> = {
  json: /\.jsonc?$/i,
  jsonc: /\.jsonc?$/i,
  toml: /\.toml$/i,
  yaml: /\.ya?ml$/i,
  frontmatter: /\.md$/i,
};

function hasFormat(file: string, format: ConfigFormat): boolean {
  return EXTENSIONS[format].test(file);
}

import type { TreeMaker } from "../../../model/evidence.ts";
import type { EnvironmentProblem } from "../../../model/python-evidence.ts";
import { type Disk, DiskError } from "../../../ports/disk.ts";
import { normalName } from "../names.ts";
import { layoutOf } from "../plan-environment.ts";

/** An environment that a launch may start. */
export interface EnvironmentPlace {
  /** Absolute, without links. */
  readonly root: string;
  readonly maker: TreeMaker;
  /** Packages that pipx shares among its environments; null elsewhere. */
  readonly shared: string | null;
}

/** Where the environments of a launch are looked for, and what was found there. */
export interface Places {
  /** Folders in which there would be one. */
  readonly searched: readonly string[];
  readonly found: readonly EnvironmentPlace[];
  readonly problems: readonly EnvironmentProblem[];
  readonly unjudged: readonly string[];
  /** The next start uses what is installed, and resolves nothing. */
  readonly isFixed: boolean;
}

export const NOWHERE: Places = {
  searched: [],
  found: [],
  problems: [],
  unjudged: [],
  isFixed: false,
};

/** What is wanted of an environment. */
export interface Wanted {
  /** Normalized, the server's own first. */
  readonly packages: readonly string[];
  /** Programs of the server: an environment that has one is one of it, whatever else is gone. */
  readonly programs: readonly string[];
  /** The exact version that the launch asks for. */
  readonly version: string | null;
}

export interface PlaceWorld {
  readonly disk: Disk;
  readonly home: string;
  readonly platform: string;
  /** The entry's own variables: nobody knows more of its client's. */
  readonly env: Readonly<Record<string, string>>;
}

/** Whether an environment is one of the server's, as far as the names of its folders tell. */
export function isWanted(disk: Disk, root: string, wanted: Wanted): boolean {
  const layout = guarded(() => layoutOf(disk, root));
  if (layout === null) return false;
  const [own = "", ...others] = wanted.packages;
  const versions = versionsIn(disk, root, layout.packages);
  const there = versions.get(own);
  if (there === undefined)
    return wanted.programs.some(
      (program) => guarded(() => disk.stat(`${root}/${layout.scripts}/${program}`)) !== null,
    );
  const isOther = wanted.version !== null && !isSame(wanted.version, there);
  return !isOther && others.every((name) => versions.has(name));
}

/** The version of a distribution that an environment says it has; null where it has none. */
export function versionIn(disk: Disk, root: string, name: string): string | null {
  const layout = guarded(() => layoutOf(disk, root));
  return layout === null ? null : (versionsIn(disk, root, layout.packages).get(name) ?? null);
}

/** By normalized name, from the names of folders. */
function versionsIn(disk: Disk, root: string, packages: string): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const { name } of guarded(() => disk.list(`${root}/${packages}`)) ?? []) {
    const [, stem = "", version = ""] = /^(.+)-([^-]+)\.dist-info$/.exec(name) ?? [];
    if (stem !== "") versions.set(normalName(stem), version);
  }
  return versions;
}

function isSame(asked: string, there: string): boolean {
  return asked.replace(/^v/, "").toLowerCase() === there.toLowerCase();
}

/** What this user cannot read, a server started by the same user cannot either. */
export function guarded<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

/** A folder of the user's, by the variable that moves it; a relative value is none. */
export function folderOf({ env, home }: PlaceWorld, variable: string, standard: string): string {
  const value = env[variable] ?? "";
  if (value.startsWith("~/")) return `${home}${value.slice(1)}`;
  return value.startsWith("/") ? value.replace(/(?<=.)\/+$/, "") : standard;
}

export function homeOf({ env, home }: PlaceWorld): string {
  const own = env["HOME"] ?? "";
  return own.startsWith("/") ? own.replace(/(?<=.)\/+$/, "") : home;
}

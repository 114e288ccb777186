import type { DiskView } from "../disk-view.ts";

/** A small program that a version manager puts on PATH in the place of the real one. */
export interface ShimContext {
  readonly view: DiskView;
  /** The name that was looked up: `npx`. */
  readonly name: string;
  /** Where the shim stands, and where its links end. */
  readonly path: string;
  readonly real: string;
  /** Its text, where it is a script. */
  readonly text: string | null;
  readonly cwd: string;
  readonly home: string;
  /** The entry's own variables; those of the client are not known. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ShimReading {
  /** The version manager's own program that the shim starts; null where the shim is that. */
  readonly manager: string | null;
  /** What would run in this working directory; null where it could not be found out. */
  readonly target: string | null;
  /** The manager says "whatever else is on PATH": the search goes on behind the shim. */
  readonly isSystem: boolean;
  /** Folders of scripts that the manager runs or reads at each start; those that are not there too. */
  readonly code?: readonly string[];
  /** What its configuration does besides choosing a version: the rest of a sentence. */
  readonly odd?: string | null;
}

/** Reads what a version manager's shim leads to. Nothing is ever started. */
export interface Shim {
  readonly id: string;
  /** What its variables begin with, and those that are followed here or do nothing. */
  readonly variables: { readonly prefix: string; readonly known: RegExp };
  /** Null where the file is no shim of this manager. */
  read(context: ShimContext): ShimReading | null;
}

/** A folder and all folders above it, nearest first. */
export function upwards(folder: string): readonly string[] {
  const parts = folder.split("/").filter((part) => part !== "");
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join("/")}`).concat("/");
}

export function below(folder: string, name: string): string {
  return folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}

/** The newest installed version that a prefix such as `20` or `3.11` stands for. */
export function installedVersion(view: DiskView, folder: string, wanted: string): string | null {
  if (!/^[\w.+-]+$/.test(wanted)) return null;
  if (view.exists(`${folder}/${wanted}`)) return wanted;
  const found = (view.names(folder) ?? []).filter((name) => name.startsWith(`${wanted}.`));
  return found.toSorted(byVersion).at(-1) ?? null;
}

function byVersion(a: string, b: string): number {
  const left = a.split(/[.-]/).map(Number);
  const right = b.split(/[.-]/).map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

import type {
  Distribution,
  EnvironmentLayout,
  FolderReading,
} from "../../model/python-environment.ts";
import { parsePrograms } from "./entry-points.ts";
import { parseMetadata } from "./metadata.ts";
import { normalName } from "./names.ts";
import { parseRecord, recordedPath } from "./record.ts";

/** A folder of an installed distribution that cannot be used, and why. */
export interface UnusableDistribution {
  readonly folder: string;
  readonly why: string;
}

export interface Distributions {
  readonly found: readonly Distribution[];
  readonly unusable: readonly UnusableDistribution[];
}

/**
 * What an environment says it has, by the `.dist-info` folders of its packages. All of it is a claim
 * of files that anybody can write: a distribution is believed once its files hash to a pin.
 */
export function distributionsOf(
  root: string,
  { packages }: EnvironmentLayout,
  reading: FolderReading,
): Distributions {
  const folders = new Set(
    reading.files.flatMap(({ path }) => {
      const [, folder] = FOLDER.exec(path.slice(packages.length + 1)) ?? [];
      return folder === undefined || !path.startsWith(`${packages}/`) ? [] : [folder];
    }),
  );
  const found: Distribution[] = [];
  const unusable: UnusableDistribution[] = [];
  for (const name of [...folders].toSorted()) {
    const folder = `${packages}/${name}`;
    const read = readDistribution(folder, root, packages, reading.texts);
    if (typeof read === "string") unusable.push({ folder, why: read });
    else if (found.some((other) => other.name === read.name))
      unusable.push({ folder, why: `${read.name} is there twice` });
    else found.push(read);
  }
  return { found, unusable };
}

const FOLDER = /^([^/]+\.dist-info)\//;

function readDistribution(
  folder: string,
  root: string,
  packages: string,
  texts: FolderReading["texts"],
): Distribution | string {
  const metadata = parseMetadata(texts[`${folder}/METADATA`] ?? "");
  if (metadata === null) return "it has no usable METADATA";
  const record = parseRecord(texts[`${folder}/RECORD`] ?? "");
  if (record === null || record.length === 0) return "it has no usable RECORD";
  const { name, version, dependencies } = metadata;
  const [, own = ""] = /([^/]+)\.dist-info$/.exec(folder) ?? [];
  // Installers find a distribution by its folder's name, Python's importlib too.
  if (normalName(own.slice(0, own.lastIndexOf("-"))) !== name)
    return `its METADATA says that it is ${name}`;
  const claims = new Map<string, boolean>();
  for (const { path, hasHash } of record) {
    const inner = recordedPath(path, packages, root);
    if (inner === null) return `its RECORD names a file outside of the environment: ${path}`;
    claims.set(inner, hasHash);
  }
  const programs = parsePrograms(texts[`${folder}/entry_points.txt`] ?? "");
  return { name, version, folder, dependencies, programs, claims };
}

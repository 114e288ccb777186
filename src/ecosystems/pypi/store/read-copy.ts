import type { FolderReading } from "../../../model/python-environment.ts";
import type { Disk } from "../../../ports/disk.ts";
import type { FolderRequest, TreeReader } from "../../../ports/tree-reader.ts";
import type { PythonCopy } from "../../../state/state.ts";
import { observeEnvironment, type ObservedEnvironment } from "../observe-environment.ts";
import { joinReadings, planEnvironment } from "../plan-environment.ts";
import { bytecodeOf, environmentOf } from "./layout.ts";
import { libraryDigest, planLibrary } from "./standard-library.ts";

/** All that a copy runs: its packages, their compiled files, and the modules of its Python. */
export interface ReadCopy {
  /** Null where there is no environment. */
  readonly environment: ObservedEnvironment | null;
  readonly bytecode: string;
  /** In the order that was asked for; null where nothing stands. */
  readonly library: PythonCopy["library"];
  readonly bytes: number;
}

/**
 * Reads a copy in one go, so that threads share it out. Throws a DiskError where it cannot be listed.
 *
 * @param search where its Python looks for its own modules
 */
export async function readCopy(
  { disk, treeReader }: { readonly disk: Disk; readonly treeReader: TreeReader },
  folder: string,
  search: readonly string[],
): Promise<ReadCopy> {
  const plan = planEnvironment(disk, environmentOf(folder));
  const bytecode = planBytecode(disk, bytecodeOf(folder));
  const library = search.map((path) => ({ path, requests: planLibrary(disk, path) }));
  const groups = [plan?.requests ?? [], bytecode, ...library.map(({ requests }) => requests ?? [])];
  const readings = await treeReader.readFolders(groups.flat());
  let next = 0;
  const [own = [], compiled = [], ...others] = groups.map((requests) => {
    const first = next;
    next += requests.length;
    return readings.slice(first, next);
  });
  return {
    environment:
      plan === null ? null : observeEnvironment(plan.root, plan.layout, joinReadings(own)),
    bytecode: libraryDigest(compiled),
    library: library.map(({ path, requests }, index) => ({
      path,
      files: requests === null ? null : libraryDigest(others[index] ?? []),
    })),
    bytes: readings.reduce((sum, reading) => sum + bytesOf(reading), 0),
  };
}

function bytesOf({ files }: FolderReading): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Folders that hold nothing but one folder are walked through: the paths below are long ones. */
function planBytecode(disk: Disk, root: string): readonly FolderRequest[] {
  const requests: FolderRequest[] = [];
  const add = (folder: string, depth: number): void => {
    for (const { name, kind } of disk.list(`${root}/${folder}`) ?? []) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (kind === "folder" && depth < SPLIT_DEPTH) add(path, depth + 1);
      else requests.push({ root, path, kind, scripts: "none" });
    }
  };
  add("", 0);
  return requests;
}

/** As deep as a home folder with a store in it: below are packages. */
const SPLIT_DEPTH = 12;

import { posix, win32 } from "node:path";

import { hasVariable, isBundlePath, isPath } from "../../../launchers/words/paths.ts";
import type { EntryStat } from "../../../ports/disk.ts";
import { DiskError } from "../../../ports/disk.ts";
import type { KnownServer } from "../../../verify/servers.ts";
import type { NamedFilesFacts } from "../../facts.ts";
import type { DoctorWorld } from "../../world.ts";
import type { EntryPlaces } from "../entry-places.ts";

type Named = NamedFilesFacts["files"][number];
type Wanted = Pick<Named, "what" | "path" | "location" | "excerpt"> & {
  readonly isFolder: boolean;
};

/** Options of launchers that name a file of variables. */
const ENV_FILE = /^--env-file(?:-if-exists)?(?:=(.*))?$/;

/** The files and folders that an entry names, and which of them are not there. */
export function namedFilesFacts(
  world: DoctorWorld,
  { entry, launch }: KnownServer,
  places: EntryPlaces,
): NamedFilesFacts {
  const cwd = launch.cwd ?? entry.cwd;
  const wanted: Wanted[] = [];
  const add = (
    what: Named["what"],
    path: string,
    place: Pick<Named, "location" | "excerpt">,
  ): void => void wanted.push({ what, path, isFolder: what === "working directory", ...place });
  if (entry.cwd !== null) add("working directory", entry.cwd, places.field("cwd"));
  if (entry.envFile !== null) add("file of variables", entry.envFile, places.field("envFile"));
  if (entry.command !== null && isPath(entry.command))
    add("program", entry.command, places.command);
  for (const [index, word] of entry.args.entries()) {
    const [option, attached] = ENV_FILE.exec(word) ?? [];
    const named = attached ?? (option === undefined ? undefined : entry.args[index + 1]);
    if (option !== undefined && !option.includes("if-exists") && named !== undefined)
      add("file of variables", named, places.argument(attached === undefined ? index + 1 : index));
  }
  const { file } = launch;
  const isScript = file !== null && file !== entry.command && SCRIPTS.includes(launch.detail);
  if (isScript) {
    const what = launch.detail === "local-project" ? "project" : "script";
    add(what, file, places.argument(entry.args.indexOf(file)));
  }
  const base = { home: world.machine.home, cwd, isWindows: world.machine.platform === "win32" };
  const files = wanted.flatMap(({ isFolder, ...one }): Named[] => {
    const state = stateOf(world, one.path, { ...base, what: one.what, isFolder });
    return state === null ? [] : [{ ...one, state }];
  });
  return { clientName: entry.clientName, files };
}

const SCRIPTS: readonly string[] = [
  "local-script",
  "local-project",
  "local-binary",
  "installed-package",
];

interface Seen {
  readonly cwd: string | null;
  readonly home: string;
  readonly isWindows: boolean;
  readonly what: Named["what"];
  readonly isFolder: boolean;
}

function stateOf(
  { disk }: DoctorWorld,
  path: string,
  { cwd, home, isWindows, what, isFolder }: Seen,
): Named["state"] | null {
  // What its client replaces is not known here, and a bundle's files came with it.
  if (isBundlePath(path) || (hasVariable(path) && !path.startsWith("~"))) return null;
  if (path.startsWith("~")) return "tilde";
  const paths = isWindows ? win32 : posix;
  const isAbsolute = paths.isAbsolute(path);
  if (!isAbsolute && cwd === null) return what === "program" ? null : "relative";
  const full = isAbsolute ? path : paths.resolve(cwd ?? home, path);
  try {
    const real = disk.realPath(full);
    const stat = real === null ? null : disk.stat(real);
    return stat === null ? "missing" : kindProblem(stat, isFolder, what);
  } catch (thrown) {
    if (thrown instanceof DiskError) return "unreadable";
    throw thrown;
  }
}

function kindProblem(
  { kind }: EntryStat,
  isFolder: boolean,
  what: Named["what"],
): Named["state"] | null {
  if (isFolder) return kind === "folder" ? null : "not a folder";
  if (what === "project") return null;
  // `node FOLDER` starts the main file of a package, and `python FOLDER` its __main__.
  if (what === "script" && kind === "folder") return null;
  return kind === "file" || (what === "file of variables" && kind === "other")
    ? null
    : "not a file";
}

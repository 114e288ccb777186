import { posix, win32 } from "node:path";

import { hasVariable, isBundlePath, isPath } from "../../../launchers/words/paths.ts";
import type { Launch } from "../../../model/launch.ts";
import type { ServerEntry } from "../../../model/server.ts";
import { workingFolder } from "../../../path-search/working-folder.ts";
import type { EntryStat } from "../../../ports/disk.ts";
import { DiskError } from "../../../ports/disk.ts";
import type { KnownServer } from "../../../verify/servers.ts";
import type { NamedFilesFacts } from "../../facts.ts";
import { isKeyLike } from "../../secrets/key-like.ts";
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
  // A key in the place of a script is nothing to tell.
  if (isScript && !isKeyLike(file)) {
    const place = places.argument(entry.args.indexOf(file));
    if (launch.detail !== "local-binary")
      add(launch.detail === "local-project" ? "project" : "script", file, place);
    // A program by its name alone is looked for on the PATH.
    else if (isPath(file)) add("program", file, place);
  }
  const { home, platform } = world.machine;
  const isWindows = platform === "win32";
  const start = knownFolder(entry, { ...launch, cwd: null }, home, isWindows);
  const inside = knownFolder(entry, launch, home, isWindows);
  const files = wanted.flatMap(({ isFolder, ...one }): Named[] => {
    const cwd = isFolder ? start : inside;
    const state = stateOf(world, one.path, { home, cwd, isWindows, what: one.what, isFolder });
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

/** The folder that relative paths are of; null where nothing says it. */
function knownFolder(
  entry: ServerEntry,
  launch: Launch,
  home: string,
  isWindows: boolean,
): string | null {
  if (isWindows) {
    const { cwd } = launch;
    return cwd !== null && win32.isAbsolute(cwd) ? cwd : null;
  }
  const { cwd, isAssumed } = workingFolder(entry, launch, home);
  return isAssumed ? null : cwd;
}

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

import { basename, dirname, join } from "node:path";

import { PinfoldError } from "../errors.ts";
import { type FileDigest, h1Of, sha256Of } from "../model/digest.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import type { FileToPlace, OwnProgram } from "../ports/own-program.ts";
import { foldersOf } from "../state/folders.ts";
import type { State } from "../state/state.ts";
import { checkPrivateCopy, filesIn } from "./check.ts";
import { programFiles } from "./files.ts";
import { knownCopies, rememberCopy } from "./known.ts";
import { type CopyUser, type PrivateCopy, prefixOf } from "../state/private-copies.ts";

export interface CopyContext {
  readonly machine: Machine;
  readonly disk: Disk;
  readonly state: State;
  readonly ownProgram: OwnProgram;
  readonly version: string;
}

/** Libraries that only the system's administrator replaces; all others can move under a copy. */
const SYSTEM_LIBRARY =
  /^(?:linux-(?:vdso|gate)|\/(?:usr\/)?lib(?:32|64|x32|exec)?\/|\/System\/|[A-Za-z]:\\Windows\\)/i;

/**
 * Brings the Node and the pinfold that run now into the data folder, in folders named by their content,
 * and remembers their digests: from then on nothing on PATH, no version manager and no update of a
 * package has a say in what `node cli` starts. Does nothing where the same copy is there and whole; one
 * that was changed is made anew.
 *
 * @throws {PinfoldError} where it cannot be copied, or where the copy would not start
 */
export function installPrivateCopy(context: CopyContext, user: CopyUser): PrivateCopy {
  const { disk, state, ownProgram } = context;
  const { copy, runtime, program } = planCopy(context);
  const known = knownCopies(state).find(({ id }) => id === copy.id);
  if (known !== undefined && checkPrivateCopy(disk, state.manifests, known).length === 0)
    return rememberCopy(state, known, user);

  place(context, dirname(copy.node), runtime);
  const said = ownProgram.versionOf(copy.node);
  if (said !== `v${copy.nodeVersion}`)
    throw new PinfoldError(
      "refused",
      `${copy.node}, a copy of ${ownProgram.interpreter}, does not start`,
      "let programs run from that folder, or choose another one with XDG_DATA_HOME",
    );
  place(context, copy.folder, program);
  state.manifests.write(prefixOf(copy), program.digests);
  return rememberCopy(state, { ...copy, users: known?.users ?? [] }, user);
}

/** The copy that would be made, to show where things will be. Nothing is written. */
export function privateCopyToBe(context: CopyContext): PrivateCopy {
  return planCopy(context).copy;
}

function planCopy(context: CopyContext) {
  const { disk, ownProgram } = context;
  refuseMovable(ownProgram);
  const runtime = plan(disk, [
    { to: basename(ownProgram.interpreter), from: ownProgram.interpreter, isProgram: true },
  ]);
  const program = plan(disk, [
    ...programFiles(disk, ownProgram.root),
    { to: "folders.json", from: { text: foldersText(context.machine) }, isProgram: false },
  ]);
  return { copy: copyOf(context, runtime, program), runtime, program };
}

interface Planned {
  readonly files: readonly FileToPlace[];
  readonly digests: readonly FileDigest[];
  readonly bytes: number;
}

function plan(disk: Disk, files: readonly FileToPlace[]): Planned {
  const readings = files.map(({ to, from }) => {
    if (typeof from !== "string")
      return { path: to, sha256: sha256Of(from.text).slice("sha256:".length), size: 0 };
    const reading = readingOf(disk, from);
    if (reading === null) throw moved(from);
    return { path: to, sha256: reading.sha256, size: reading.size };
  });
  const digests = readings.map(({ path, sha256 }) => ({ path, sha256 }));
  return { files, digests, bytes: readings.reduce((sum, { size }) => sum + size, 0) };
}

function copyOf(
  { machine, version, ownProgram }: CopyContext,
  runtime: Planned,
  program: Planned,
): PrivateCopy {
  const { data } = foldersOf(machine);
  const [{ path, sha256 } = { path: "", sha256: "" }] = runtime.digests;
  const files = h1Of(prefixOf({ version }), program.digests);
  const runtimeId = sha256.slice(0, 16);
  const programId = Buffer.from(files.slice("h1:".length), "base64").toString("hex").slice(0, 16);
  const folder = join(data, "program", programId);
  return {
    id: `${runtimeId}-${programId}`,
    version,
    nodeVersion: ownProgram.nodeVersion,
    node: join(data, "runtime", runtimeId, path),
    cli: join(folder, "dist", "cli.js"),
    folder,
    nodeSha256: `sha256:${sha256}`,
    files,
    count: program.files.length,
    bytes: runtime.bytes + program.bytes,
    madeAt: machine.now.toISOString(),
    users: [],
  };
}

/**
 * Where state, pins and private copies are. A client's entry can set HOME and the XDG variables; they
 * must not choose the pins that `run` obeys.
 */
function foldersText(machine: Machine): string {
  const { config, state, data, cache } = foldersOf(machine);
  return `${JSON.stringify({ home: machine.home, config, state, data, cache }, null, 1)}\n`;
}

/** Nothing is written where the folder is what it is to be: it may be running. */
function place({ disk, ownProgram }: CopyContext, folder: string, content: Planned): void {
  const wanted = h1Of("", content.digests);
  if (h1Of("", filesIn(disk, folder)) === wanted) return;
  ownProgram.place(folder, content.files, (made) => {
    // What was written is what counts, whatever was read before.
    if (h1Of("", filesIn(disk, made)) !== wanted) throw moved(folder);
  });
}

/** A copy of such a Node would start until somebody updates what it loads (Homebrew's `node`). */
function refuseMovable(ownProgram: OwnProgram): void {
  const movable = ownProgram
    .libraries()
    .find((path) => path !== ownProgram.interpreter && !SYSTEM_LIBRARY.test(path));
  if (movable !== undefined)
    throw new PinfoldError(
      "refused",
      `this Node (${ownProgram.interpreter}) loads ${movable}, which stays where it can be moved`,
      "start pinfold with a Node that comes in one file, as nodejs.org and most version managers have it",
    );
}

function readingOf(disk: Disk, path: string): ReturnType<Disk["digest"]> {
  try {
    return disk.digest(path, 0);
  } catch (thrown) {
    if (!(thrown instanceof DiskError)) throw thrown;
    throw new PinfoldError(
      "input",
      `${thrown.message}: pinfold cannot copy itself`,
      "install it anew",
    );
  }
}

function moved(path: string): PinfoldError {
  return new PinfoldError(
    "input",
    `${path} changed while pinfold was copied`,
    "run the command again when nothing else installs",
  );
}

import { messageOf, PinfoldError } from "../../errors.ts";
import type { Launch } from "../../model/launch.ts";
import type { ServerEntry } from "../../model/server.ts";
import { shimEnv } from "../../path-search/shims/index.ts";
import type { ProgramRequest } from "../../path-search/real-program.ts";
import { type ClientPath, clientPath } from "../../path-search/client-path.ts";
import type { Disk } from "../../ports/disk.ts";
import type { Machine } from "../../ports/machine.ts";
import type { NpmSettings, NpmSettingsReader } from "../../ports/npm-settings.ts";
import { refuseEndlessFiles } from "./config-files.ts";
import { findNpx, type NpxSite } from "./npx-site.ts";
import { npxFolderName, specsOf } from "./npx-tree.ts";
import { workingFolder } from "../../path-search/working-folder.ts";

/** Where and how one npx launch would start: everything but the packages. */
export interface NpxLocation {
  readonly specs: readonly string[];
  /** The folder of `_npx` that this launch uses. */
  readonly root: string;
  readonly cwd: string;
  readonly site: NpxSite;
  readonly settings: NpmSettings;
  /** Two folders above the judged Node; null where there is none. */
  readonly nodePrefix: string | null;
  /** The entry has npm work in another home folder than the user's. */
  readonly isOtherHome: boolean;
  readonly unjudged: readonly string[];
  readonly assumptions: readonly string[];
}

export interface LocateWorld {
  readonly disk: Disk;
  readonly machine: Machine;
  readonly npmSettings: NpmSettingsReader;
  readonly clientPath: string | null;
  /** What was captured for a client; absent where nothing is remembered. */
  readonly capturedPath?: (client: string) => string | null;
  /** Finds npx once for all that ask the same; absent where each is looked for. */
  readonly findSite?: (request: ProgramRequest) => NpxSite | null;
}

/** Finds npx, its settings and its tree. Throws a PinfoldError where there is no npx to judge. */
export async function locateNpx(
  world: LocateWorld,
  entry: ServerEntry,
  launch: Launch,
): Promise<NpxLocation> {
  const { disk, machine, npmSettings } = world;
  const path = clientPath(entry, {
    disk,
    machine,
    given: world.clientPath,
    captured: world.capturedPath ?? (() => null),
  });
  const { cwd, isAssumed, unjudged } = workingFolder(entry, launch, machine.home);
  const home = homeOf(entry, machine);
  // Behind a wrapper the entry's own command is the wrapper.
  const command = launch.wrappers.length === 0 ? (entry.command ?? "npx") : "npx";
  const { findSite = (request) => findNpx(disk, request) } = world;
  const site = findSite({ name: command, path: path.path, cwd, home, env: shimEnv(entry.env) });
  if (site === null) throw missing(command, path);
  const node = site.node === null ? null : (disk.realPath(site.node) ?? site.node);
  refuseEndlessFiles(disk, { cwd, home, env: entry.env });
  const settings = await npmSettings.read({
    npmRoot: site.npmRoot,
    node,
    cwd,
    home,
    env: entry.env,
  });
  const specs = specsOf(launch);
  return {
    specs,
    root: `${settings.npxCache}/${npxFolderName(specs)}`,
    cwd,
    site,
    settings,
    nodePrefix: node?.match(/^(.*)\/[^/]+\/[^/]+$/)?.[1] ?? null,
    isOtherHome: home !== machine.home,
    unjudged: [...launch.unjudged, ...unjudged],
    assumptions: [
      ...(path.assumption === null ? [] : [path.assumption]),
      ...(isAssumed ? ["entries without a working directory are judged in the home folder"] : []),
    ],
  };
}

/** npm's home is the entry's HOME, where it sets one. */
function homeOf({ env }: ServerEntry, { home }: Machine): string {
  const own = env["HOME"];
  return own?.startsWith("/") === true ? own.replace(/(?<=.)\/+$/, "") : home;
}

function missing(command: string, { path }: ClientPath): PinfoldError {
  return new PinfoldError(
    "input",
    `${command} is not to be found on the PATH that the client has`,
    `install Node.js with npm, or say which PATH the client has: --client-path; searched: ${path === "" ? "nothing" : path}`,
  );
}

/** Runs work for one server; a failure of ours is its answer, never the end of the run. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | PinfoldError> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return thrown;
    return new PinfoldError(
      "internal",
      messageOf(thrown),
      "please report this as a defect of pinfold",
      thrown,
    );
  }
}

import { dirname } from "node:path/posix";
import { win32 } from "node:path";

import { programName } from "../../../launchers/define.ts";
import { clientPath } from "../../../path-search/client-path.ts";
import type { DiskView } from "../../../path-search/disk-view.ts";
import { parseEnv, parseShebang } from "../../../path-search/shebang.ts";
import { workingFolder } from "../../../path-search/working-folder.ts";
import { DiskError } from "../../../ports/disk.ts";
import { startedBy } from "../../../verify/find-chains.ts";
import type { KnownServer } from "../../../verify/servers.ts";
import type { LauncherFacts } from "../../facts.ts";
import type { DoctorWorld } from "../../world.ts";
import type { EntryPlaces } from "../entry-places.ts";
import { findElsewhere, findOnPath, type FoundProgram } from "./find.ts";
import { unmetRequirements } from "./requirements.ts";
import { nodeVersionOf } from "./versions.ts";

/** What one entry is started with. */
export interface StartSite {
  readonly server: KnownServer;
  readonly path: string;
  readonly cwd: string;
  readonly isPathKnown: boolean;
  /** `--client-path`. */
  readonly given: string | null;
  /** What was taken for granted to know the PATH. */
  readonly assumption: string | null;
}

/** The PATH and folder that a server is started with, as far as anybody can know. */
export function startSite(
  world: DoctorWorld,
  server: KnownServer,
  given: string | null,
): StartSite {
  const { disk, machine } = world;
  const { entry, launch } = server;
  const { path, origin, assumption } = clientPath(entry, {
    disk,
    machine,
    given,
    captured: world.capturedPath,
  });
  const cwd =
    machine.platform === "win32"
      ? (launch.cwd ?? machine.home)
      : workingFolder(entry, launch, machine.home).cwd;
  return { server, path, cwd, isPathKnown: origin !== "assumed", given, assumption };
}

/** Whether everything is there that the client has to find before the server's first byte runs. */
export async function launcherFacts(
  world: DoctorWorld,
  view: DiskView,
  site: StartSite,
  places: EntryPlaces,
): Promise<LauncherFacts | null> {
  const { entry } = site.server;
  const commands = startedBy(site.server).filter(({ purpose }) => purpose !== "script");
  const [own] = commands;
  if (own === undefined) return null;
  const missing: LauncherFacts["missing"][number][] = [];
  const notExecutable: string[] = [];
  for (const { command } of commands) {
    // Behind `cmd` the shell of Windows looks further.
    const found = lookFor(world, view, site, command);
    if (found.path === null && found.latent !== null) notExecutable.push(found.latent);
    else if (found.path === null && !isUnknowable(command))
      missing.push(missingProgram(world, view, site, command, null));
    else missing.push(...missingInterpreters(world, view, site, found, 0));
  }
  return {
    launcher: site.server.launch.launcher,
    clientName: entry.clientName,
    isPathKnown: site.isPathKnown,
    place: places.command,
    missing,
    notExecutable,
    misreadWord: misreadWord(site.server, places),
    differing: differingNode(world, view, site),
    unmet: await unmetRequirements(world, view, site),
    windowsScript: windowsScript(world, view, site),
  };
}

/** Commands of `uv`, `npm` and `bun`, which their runners of packages take for a package. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  uvx: ["run", "tool", "pip", "sync", "venv"],
  npx: ["run", "exec", "start", "install"],
  bunx: ["run", "x"],
};

function misreadWord(
  { entry, launch }: KnownServer,
  places: EntryPlaces,
): LauncherFacts["misreadWord"] {
  const { spec, launcher } = launch;
  if (spec === null || COMMANDS[launcher ?? ""]?.includes(spec) !== true) return null;
  return { word: spec, place: places.argument(entry.args.indexOf(spec)) };
}

function lookFor(
  { machine }: DoctorWorld,
  view: DiskView,
  { path, cwd }: StartSite,
  name: string,
): FoundProgram {
  return findOnPath(view, machine, { name, path, cwd });
}

/** Where it is depends on what its client replaces; a path that is missing is a named file. */
function isUnknowable(command: string): boolean {
  return /[$%~{]/.test(command) || /[/\\]/.test(command);
}

function missingProgram(
  { machine }: DoctorWorld,
  view: DiskView,
  { path, cwd }: StartSite,
  name: string,
  neededBy: string | null,
): LauncherFacts["missing"][number] {
  const isCarriageReturn = name.endsWith("\r");
  const elsewhere = findElsewhere(view, machine, name);
  const asks = elsewhere === null ? null : interpreterOf(view, elsewhere);
  const isAlone =
    asks === null || findOnPath(view, machine, { name: asks, path, cwd }).path !== null;
  const pathFolder = elsewhere === null || isAlone ? null : dirname(elsewhere);
  return { name, neededBy, elsewhere, pathFolder, isCarriageReturn };
}

/** Interpreters of interpreters: nobody has more. */
const DEEPEST = 3;

function missingInterpreters(
  world: DoctorWorld,
  view: DiskView,
  site: StartSite,
  { path, real }: FoundProgram,
  depth: number,
): readonly LauncherFacts["missing"][number][] {
  if (path === null || real === null || depth > DEEPEST || world.machine.platform === "win32")
    return [];
  const asked = interpreterOf(view, real);
  if (asked === null) return [];
  const found = lookFor(world, view, site, asked);
  if (found.path !== null) return missingInterpreters(world, view, site, found, depth + 1);
  return [missingProgram(world, view, site, asked, path)];
}

/** What the first line of a script asks for, as the kernel and `env` read it. */
function interpreterOf(view: DiskView, real: string): string | null {
  try {
    const head = view.disk.readAt(real, 0, 256);
    const shebang = head === null ? null : parseShebang(head);
    if (shebang === null) return null;
    const { interpreter, argument } = shebang;
    if (!/(?:^|\/)env$/.test(interpreter)) return interpreter;
    return argument === null ? null : (parseEnv(argument)?.program ?? null);
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

const NODES: readonly string[] = ["npx", "npm", "node", "pnpm", "pnpx", "yarn"];

/** The Node of the client against that of the shell: servers fail under the one and not the other. */
function differingNode(
  world: DoctorWorld,
  view: DiskView,
  site: StartSite,
): LauncherFacts["differing"] {
  const { machine } = world;
  const { launch, entry } = site.server;
  const command = programName(launch.launcher ?? entry.command ?? "");
  const shell = machine.env["PATH"];
  if (!site.isPathKnown || shell === undefined || !NODES.includes(command)) return [];
  const here = nodeOn(world, view, site.path, site.cwd);
  const inShell = nodeOn(world, view, shell, site.cwd);
  if (here === null || inShell === null || here.version === inShell.version) return [];
  return [{ program: "Node", here, inShell }];
}

/** The Node that a PATH leads to, where its version can be told. */
export function nodeOn(
  { machine }: DoctorWorld,
  view: DiskView,
  path: string,
  cwd: string,
): { readonly path: string; readonly version: string } | null {
  const found = findOnPath(view, machine, { name: "node", path, cwd });
  const version = found.real === null ? null : nodeVersionOf(view, found.real);
  return found.path === null || version === null ? null : { path: found.path, version };
}

/** `npx` of Windows is npx.cmd: CreateProcess starts no script, and only some clients ask a shell. */
function windowsScript(
  { machine, clients }: DoctorWorld,
  view: DiskView,
  site: StartSite,
): string | null {
  const { entry } = site.server;
  if (machine.platform !== "win32" || entry.command === null) return null;
  if (clients.find(({ id }) => id === entry.client)?.startsScripts === true) return null;
  const found = findOnPath(view, machine, { name: entry.command, path: site.path, cwd: site.cwd });
  const file = found.path === null ? entry.command : win32.basename(found.path);
  const isScript =
    found.path === null ? /^(?:npx|npm|pnpm|pnpx|yarn)$/i.test(file) : /\.(?:cmd|bat)$/i.test(file);
  return isScript && !/\.(?:cmd|bat|exe)$/i.test(entry.command) ? entry.command : null;
}

import { posix, win32 } from "node:path";

import { DiskError } from "../../ports/disk.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { Place, ScopeFacts } from "../facts.ts";
import { grantsOf } from "../scope/container.ts";
import { tooWide } from "../scope/folders.ts";
import { remoteKinds } from "../scope/remote.ts";
import type { DoctorWorld } from "../world.ts";
import type { EntryPlaces } from "./entry-places.ts";
import { containerRun } from "./start/container.ts";
import { isLoopback, parsed, urlAmong } from "./start/endpoint.ts";

/** Options of launchers whose folder is where something is run, and not what a server may use. */
const OF_LAUNCHER =
  /^(?:--directory|--project|--prefix|--cwd|-C|--env-file|--config|--cache|--cache-dir|--cwd-path)$/;

/** Variables that hold folders for a server's own use. */
const OF_FOLDERS =
  /(?:^|_)(?:roots?|dirs?|directory|directories|folders?|paths?|allowed|workspaces?|vaults?|base)(?:_|$)/i;
const NOT_OF_FOLDERS =
  /^(?:PATH|HOME|PWD|USERPROFILE|XDG_\w+|NODE_PATH|PYTHONPATH|TMPDIR|TEMP|TMP|LD_\w+)$/i;

/** Folders, rights and addresses that an entry gives its server, where they are too wide. */
export function scopeFacts(
  world: DoctorWorld,
  server: KnownServer,
  places: EntryPlaces,
): ScopeFacts {
  return {
    folders: foldersOf(world, server, places),
    container: containerOf(world, server, places),
    remote: remoteOf(server, places),
  };
}

function foldersOf(
  world: DoctorWorld,
  { entry, launch }: KnownServer,
  places: EntryPlaces,
): ScopeFacts["folders"] {
  if (launch.kind === "image") return [];
  const words = entry.args.flatMap((word, index) => {
    const isLaunchers = word === launch.file || OF_LAUNCHER.test(entry.args[index - 1] ?? "");
    const [, option = "", attached] = /^(--?[\w-]+)=(.*)$/.exec(word) ?? [];
    if (isLaunchers || OF_LAUNCHER.test(option)) return [];
    return [{ path: attached ?? word, place: places.argument(index) }];
  });
  const variables = Object.entries(entry.env).flatMap(([name, value]) => {
    if (!OF_FOLDERS.test(name) || NOT_OF_FOLDERS.test(name)) return [];
    const separator = world.machine.platform === "win32" ? /[;,]/ : /[:;,]/;
    return value
      .split(separator)
      .map((path) => ({ path: path.trim(), place: places.variable(name) }));
  });
  return [...words, ...variables].flatMap(({ path, place }) => folderOf(world, path, place) ?? []);
}

function folderOf(
  { disk, machine }: DoctorWorld,
  written: string,
  place: Place,
): ScopeFacts["folders"][number] | null {
  const { home, platform } = machine;
  const paths = platform === "win32" ? win32 : posix;
  const path = written.replace(/^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%)(?=[/\\]|$)/, () => home);
  if (!paths.isAbsolute(path)) return null;
  const own = tooWide(path, home, platform);
  if (own !== null) return { path: written, what: own, real: null, ...place };
  try {
    const real = disk.realPath(path);
    const what = real === null || real === path ? null : tooWide(real, home, platform);
    return what === null ? null : { path: written, what, real, ...place };
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

function containerOf(
  world: DoctorWorld,
  server: KnownServer,
  places: EntryPlaces,
): ScopeFacts["container"] {
  const run = containerRun(server);
  if (run === null) return [];
  return grantsOf(run.flags).flatMap(({ option, gives, isGrave, folder }) => {
    const index = server.entry.args.findIndex(
      (word) =>
        word === option.split(" ")[0] ||
        (folder ?? gives) === "" ||
        word.includes(folder ?? option.split(" ").at(-1) ?? option),
    );
    const place = places.argument(index);
    if (folder === null) return [{ option, gives, isGrave, ...place }];
    const wide = folderOf(world, folder, place);
    return wide === null ? [] : [{ option, gives: wide.what, isGrave, ...place }];
  });
}

function remoteOf({ entry, launch }: KnownServer, places: EntryPlaces): ScopeFacts["remote"] {
  const address = entry.url ?? (launch.endpoint === null ? null : urlAmong(entry.args));
  const url = address === null ? null : parsed(address);
  if (url === null || isLoopback(url.hostname)) return [];
  const index = address === null ? -1 : entry.args.indexOf(address);
  const place = entry.url === null && index >= 0 ? places.argument(index) : places.url;
  return remoteKinds(url).map((kind) => ({ kind, host: url.host, ...place }));
}

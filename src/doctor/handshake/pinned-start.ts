import type { Subject } from "../../model/subject.ts";
import { subjectLabel } from "../../model/subject.ts";
import type { Disk } from "../../ports/disk.ts";
import type { Machine } from "../../ports/machine.ts";
import { adoptedPin } from "../../run/adopted-pin.ts";
import type { Folders } from "../../state/folders.ts";
import type { State } from "../../state/state.ts";
import { KEEPERS } from "../../store/index.ts";
import { keptOf, platformOf } from "../../store/place.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { PinnedStart } from "./speak.ts";

/** The launchers whose place `pinfold run` takes. */
const REPLACED: readonly string[] = ["npx", "uvx", "uv tool run", "pipx run"];

/** Where pinfold's own files are is said by these: the started one must find the same pins. */
const OWN_FOLDERS = ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"];

export interface PinnedWorld {
  readonly disk: Disk;
  readonly machine: Machine;
  readonly state: State;
  readonly folders: Folders;
  /** The command line that starts this pinfold. */
  readonly self: readonly string[];
}

/**
 * How a server is started from its pin, so that nothing but what was agreed on runs; null where it has
 * none that `run` would take, or where its entry does more than `run` does.
 */
export function pinnedStart(world: PinnedWorld, server: KnownServer): PinnedStart | null {
  const { disk, machine, state, folders, self } = world;
  const { entry, launch, npm, pypi } = server;
  const subject = npm ?? pypi;
  const from = ownWords(server);
  const isPlain =
    machine.platform !== "win32" &&
    launch.wrappers.length === 0 &&
    launch.cwd === entry.cwd &&
    !["HOME", ...OWN_FOLDERS].some((name) => Object.hasOwn(entry.env, name));
  if (subject === null || from === null || !isPlain) return null;
  if (npm !== null && !isKept({ disk, machine, state, folders }, npm)) return null;
  if (pypi !== null && !isKept({ disk, machine, state, folders }, pypi)) return null;
  const [command = "", ...words] = self;
  const env = OWN_FOLDERS.flatMap((name): [string, string][] => {
    const value = machine.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    command,
    args: [...words, "run", subjectLabel(subject), "--"],
    ownFrom: from,
    env: Object.fromEntries(env),
  };
}

function isKept<Kind extends "npm" | "pypi">(
  { disk, machine, state, folders }: Omit<PinnedWorld, "self">,
  subject: Subject<Kind>,
): boolean {
  const { lockfile } = adoptedPin({ disk, state, folders }, subject);
  if (lockfile === null) return false;
  const name = subjectLabel(subject);
  const { folder } = keptOf(disk, folders, platformOf(machine), { subject, lockfile, name });
  return KEEPERS[subject.ecosystem].fillsAtStart || disk.stat(folder) !== null;
}

/** Where the server's own arguments begin; null where that is not certain. */
function ownWords({ entry, launch }: KnownServer): number | null {
  const { spec, bin, launcher } = launch;
  if (spec === null || bin !== null || !REPLACED.includes(launcher ?? "")) return null;
  const at = entry.args.indexOf(spec);
  const isOnce = at !== -1 && entry.args.indexOf(spec, at + 1) === -1;
  const isNamed = /^(?:-p|--package|--from|--spec)$/.test(entry.args[at - 1] ?? "");
  return isOnce && !isNamed && entry.args[at + 1] !== "--" ? at + 1 : null;
}

import { basename } from "node:path";

import type { Launch } from "../../model/launch.ts";
import type { ServerEntry } from "../../model/server.ts";
import type { Subject } from "../../model/subject.ts";
import type { Disk } from "../../ports/disk.ts";
import type { Machine } from "../../ports/machine.ts";
import { workingFolder } from "../../path-search/working-folder.ts";
import { normalName } from "./names.ts";
import { NOWHERE, type Places, type PlaceWorld } from "./places/define.ts";
import { pipxPlaces } from "./places/pipx.ts";
import { uvCachePlaces } from "./places/uv-cache.ts";
import { uvToolPlaces } from "./places/uv-tool.ts";
import { venvPlaces } from "./places/venv.ts";

export interface LocatePypi {
  readonly disk: Disk;
  readonly machine: Machine;
  readonly entry: ServerEntry;
  readonly launch: Launch;
  readonly subject: Subject<"pypi">;
  /** What the lockfile has for programs of the server. */
  readonly programs: readonly string[];
  /** The Python of `python -m`, as its client finds it; null where there is none. */
  readonly python: string | null;
  /** Whether an environment was judged on this machine before: it is one of its servers. */
  readonly isKnown: (root: string) => boolean;
}

export interface PypiLocation extends Places {
  readonly cwd: string;
  readonly assumptions: readonly string[];
}

/** The environments that a launch may start a server from, found without starting anything. */
export function locatePypi(input: LocatePypi): PypiLocation {
  const { entry, launch, machine } = input;
  const { cwd, isAssumed, unjudged } = workingFolder(entry, launch, machine.home);
  const places = placesOf(input);
  return {
    ...places,
    unjudged: [...places.unjudged, ...unjudged],
    cwd,
    assumptions: isAssumed
      ? ["entries without a working directory are judged in the home folder"]
      : [],
  };
}

function placesOf(input: LocatePypi): Places {
  const { disk, machine, entry, launch, subject, programs, python, isKnown } = input;
  const { home, platform } = machine;
  const world: PlaceWorld = { disk, home, platform, env: entry.env };
  const packages = [subject.name, ...subject.extras].map((name) =>
    normalName(name.replace(/[[.].*$/, "")),
  );
  const version = launch.pinLevel === "exact" ? launch.versionSpec : null;
  const wanted = { packages, programs, version };
  switch (launch.launcher) {
    case "uvx":
    case "uv tool run":
    case "uv run": {
      const isNewest = launch.pinLevel === "tag" || launch.launcher === "uv run";
      return join(isNewest ? [] : [uvToolPlaces(world, wanted)], uvCachePlaces(world, wanted));
    }
    case "pipx run": {
      const own = pipxPlaces(world, wanted);
      // Where there is uv, pipx has it make the environment.
      return own.isFixed ? own : join([own], uvCachePlaces(world, wanted));
    }
    case "python -m":
      return python === null
        ? NOWHERE
        : venvPlaces(world, python, { name: packages[0] ?? "", isKnown });
    default:
      return NOWHERE;
  }
}

function join(before: readonly Places[], last: Places): Places {
  const all = [...before, last];
  return {
    searched: all.flatMap(({ searched }) => searched),
    found: all.flatMap(({ found }) => found),
    problems: all.flatMap(({ problems }) => problems),
    unjudged: all.flatMap(({ unjudged }) => unjudged),
    isFixed: false,
  };
}

/** The Python of a command as written; a version manager's shim is followed by the chain. */
export function pythonNameOf(command: string | null): string {
  return command === null || basename(command) === "" ? "python" : command;
}

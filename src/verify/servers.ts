import { type Discovery, discover } from "../clients/discover.ts";
import { npmSubjectOf } from "../ecosystems/npm/npx-tree.ts";
import { pypiSubjectOf } from "../ecosystems/pypi/subject.ts";
import { PinfoldError } from "../errors.ts";
import { resolveLaunch } from "../launchers/index.ts";
import type { Launch } from "../model/launch.ts";
import type { ServerEntry } from "../model/server.ts";
import { type Subject, subjectLabel } from "../model/subject.ts";
import type { Machine } from "../ports/machine.ts";
import { foldersOf } from "../state/folders.ts";
import { type LocalProgram, localProgramOf } from "./local-program.ts";
import { selectServers } from "./select.ts";
import { unjudgedParts, withoutPasswords } from "./launch-parts.ts";
import type { Scope, World } from "./world.ts";

/** A configured server and how its command line was understood. */
export interface KnownServer {
  readonly entry: ServerEntry;
  readonly launch: Launch;
  readonly npm: Subject<"npm"> | null;
  readonly pypi: Subject<"pypi"> | null;
  /** How a user names what it runs: `npm:NAME`, `pypi:NAME`. */
  readonly subject: string | null;
  /** The file that is the server, where no package is. */
  readonly program: LocalProgram | null;
}

export interface KnownServers {
  readonly discovery: Discovery;
  readonly servers: readonly KnownServer[];
}

/** Discover, parse, resolve: the first half of every command. */
export function knownServers(
  world: Pick<World, "machine" | "disk" | "clients">,
  scope: Scope,
): KnownServers {
  const ids = world.clients.map(({ id }) => id);
  for (const id of [scope.client, ...scope.configs.keys()]) {
    if (id !== null && !ids.includes(id))
      throw new PinfoldError(
        "usage",
        `no client is named ${JSON.stringify(id)}`,
        `known are: ${ids.join(", ")}`,
      );
  }
  const discovery = discover(world.disk, world.machine, {
    clients: world.clients,
    only: scope.client,
    overrides: scope.configs,
    projects: scope.projects,
  });
  const where = whereOf(world.machine);
  const all = discovery.servers.map((entry) => understood(entry, where));
  return { discovery, servers: selectServers(all, scope.servers) };
}

/** Folders that a command line is read by. */
export interface Where {
  readonly home: string;
  /** pinfold's data folder, whose copies of pinfold are a launcher; null where there is none. */
  readonly data: string | null;
}

export function whereOf(machine: Machine): Where {
  return { home: machine.home, data: foldersOf(machine).data };
}

/** What an entry starts, as far as its command line says. */
export function understood(entry: ServerEntry, { home, data }: Where): KnownServer {
  const resolved = resolveLaunch(entry, data);
  const npm = npmSubjectOf(resolved);
  const pypi = pypiSubjectOf(resolved);
  const subject = npm ?? pypi;
  const unjudged = [...resolved.unjudged, ...unjudgedParts(entry, resolved)];
  const launch = withoutPasswords({ ...resolved, unjudged }, subject !== null);
  const program = localProgramOf(entry, launch, home);
  const label = subject === null ? null : subjectLabel(subject);
  return { entry, launch, npm, pypi, subject: label, program };
}

import type { Discovery } from "../clients/discovery.ts";
import type { DiskView } from "../path-search/disk-view.ts";
import { type KnownServer, understood, type Where, whereOf } from "../verify/servers.ts";
import type { Gathered } from "./apply.ts";
import { entryFacts } from "./collect/entries.ts";
import { isCutShort } from "./collect/files.ts";
import { EntryPlaces } from "./collect/entry-places.ts";
import type { FileTexts } from "./collect/file-texts.ts";
import { logFacts } from "./collect/logs.ts";
import { scopeFacts } from "./collect/scope.ts";
import { secretFacts } from "./collect/secrets.ts";
import { containerFacts } from "./collect/start/container.ts";
import { endpointFacts } from "./collect/start/endpoint.ts";
import { launcherFacts, startSite } from "./collect/start/launcher.ts";
import { namedFilesFacts } from "./collect/start/named-files.ts";
import { variableFacts } from "./collect/start/variables.ts";
import type { Place } from "./facts.ts";
import { type Aim, aimOf } from "./handshake/aim.ts";
import type { DoctorWorld } from "./world.ts";

/** One run of `doctor`. */
export interface Examination {
  readonly world: DoctorWorld;
  readonly view: DiskView;
  readonly discovery: Discovery;
  readonly texts: FileTexts;
  readonly assumptions: Set<string>;
  /** `--client-path`. */
  readonly given: string | null;
}

/** Everything that is known of one server without starting it. */
export interface ServerFacts {
  readonly server: KnownServer;
  readonly gathered: readonly Gathered[];
  readonly place: Place;
  /** How it would be spoken to; null where it certainly does not start. Only a handshake asks. */
  readonly aim: () => Aim | null;
}

/** Null for a server of which nothing was read. */
export async function serverFacts(
  { world, view, discovery, texts, assumptions, given }: Examination,
  whole: KnownServer,
): Promise<ServerFacts | null> {
  const written = discovery.written.get(whole.entry.id);
  if (written === undefined) return null;
  const about = aboutOf(whole);
  const places = new EntryPlaces(whole.entry, written, discovery, texts);
  const server = withoutUnread(whole, places, whereOf(world.machine));
  const { entry } = server;
  const place = places.entry;
  const secrets: Gathered = {
    kind: "secrets",
    facts: await secretFacts(world, server, places),
    ...about,
  };
  // A server that is switched off does not start, and its secrets stand in the file all the same.
  if (entry.disabled) return { server, gathered: [secrets], place, aim: noAim };
  const isPart = isCutShort(discovery, entry.source.file);
  const ofEntry: Gathered = { kind: "entry", facts: entryFacts(entry, places, isPart), ...about };
  if (written.problems.length > 0)
    return { server, gathered: [ofEntry, secrets], place, aim: noAim };
  const site = startSite(world, server, given);
  if (site.assumption !== null && entry.command !== null) assumptions.add(site.assumption);
  const launcher = await launcherFacts(world, view, site, places);
  const container = await containerFacts(world, server, places);
  const endpoint = await endpointFacts(world, server, places);
  const log = logFacts(world, server, places);
  const gathered: readonly Gathered[] = [
    ofEntry,
    ...(launcher === null ? [] : [{ kind: "launcher" as const, facts: launcher, ...about }]),
    { kind: "namedFiles", facts: namedFilesFacts(world, server, places), ...about },
    { kind: "variables", facts: variableFacts(world, server, places), ...about },
    ...(container === null ? [] : [{ kind: "container" as const, facts: container, ...about }]),
    secrets,
    { kind: "scope", facts: scopeFacts(world, server, places), ...about },
    ...(log === null ? [] : [{ kind: "log" as const, facts: log, ...about }]),
    ...(endpoint === null ? [] : [{ kind: "endpoint" as const, facts: endpoint, ...about }]),
  ];
  const isLost =
    endpoint?.isListening === false ||
    (launcher !== null &&
      (launcher.misreadWord !== null ||
        launcher.missing.length + launcher.notExecutable.length > 0));
  return { server, gathered, place, aim: () => (isLost ? null : aimOf(world, site, places)) };
}

function noAim(): null {
  return null;
}

/** What every fact of a server says of whom it concerns. */
export function aboutOf({ entry }: KnownServer) {
  return { subject: entry.name, servers: [entry.id], clients: [entry.client] };
}

/** `verify` believes of an entry what any client could; here a member that its client has not is nothing. */
function withoutUnread(server: KnownServer, places: EntryPlaces, where: Where): KnownServer {
  const { cwd, envFile } = server.entry;
  const own = {
    cwd: places.has("cwd") ? cwd : null,
    envFile: places.has("envFile") ? envFile : null,
  };
  if (own.cwd === cwd && own.envFile === envFile) return server;
  return understood({ ...server.entry, ...own }, where);
}

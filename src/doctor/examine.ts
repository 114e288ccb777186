import type { Discovery } from "../clients/discovery.ts";
import type { Diagnosed, DoctorReport, ExaminedServer } from "../model/diagnosis.ts";
import { findingsOf } from "../model/findings-of.ts";
import { DiskView } from "../path-search/disk-view.ts";
import type { NpmSettingsQuery } from "../ports/npm-settings.ts";
import { memoize } from "../verify/memoize.ts";
import {
  type KnownServer,
  type KnownServers,
  knownServers,
  understood,
  type Where,
  whereOf,
} from "../verify/servers.ts";
import type { Scope } from "../verify/world.ts";
import { diagnose, exitCodeOf, type Gathered } from "./apply.ts";
import { clientFacts } from "./collect/clients.ts";
import { FileTexts } from "./collect/file-texts.ts";
import { fileFacts } from "./collect/files.ts";
import { mendedFiles } from "./collect/mends.ts";
import { handshakes } from "./handshake/handshakes.ts";
import type { Speaker } from "./handshake/speak.ts";
import { DIAGNOSES } from "./index.ts";
import { type ServerFacts, serverFacts } from "./server-facts.ts";
import type { DoctorWorld } from "./world.ts";

/**
 * Looks for reasons why servers do not start, and for what their configuration should not say:
 * discover → gather facts → diagnose → report. Writes nothing, and starts nothing unless there is a
 * speaker, who asks first.
 */
export async function examine(
  given: DoctorWorld,
  scope: Scope,
  speaker: Speaker | null = null,
): Promise<DoctorReport> {
  // The same for all servers of a folder.
  const read = memoize(
    (query: NpmSettingsQuery) => given.npmSettings.read(query),
    (query) => JSON.stringify(query),
  );
  const world = { ...given, npmSettings: { read } };
  const { discovery, servers } = knownServers(world, scope);
  const where = whereOf(world.machine);
  const readable = servers.map((server) => asIfReadable(server, discovery, where));
  const texts = new FileTexts(world.disk);
  const view = new DiskView(world.disk, world.machine.home);
  const assumptions = new Set<string>();
  const examination = { world, view, discovery, texts, assumptions, given: scope.clientPath };
  const facts: ServerFacts[] = [];
  for (const server of readable)
    facts.push(...[await serverFacts(examination, server)].flatMap(there));
  const spoken =
    speaker === null ? { gathered: [], reports: [] } : await handshakes(facts, speaker);
  const gathered = [
    ...filesOf(world, { discovery, servers }, scope, texts),
    ...clientsOf(world, scope),
    ...facts.flatMap((one) => one.gathered),
    ...spoken.gathered,
  ];
  const findings = diagnose(DIAGNOSES, gathered).map((one) => inItsWords(one, discovery, texts));
  const ownOf = findingsOf(findings);
  return {
    version: world.version,
    now: world.machine.now.toISOString(),
    assumptions: [...assumptions, ...discovery.notes],
    gaps: discovery.gaps,
    files: discovery.files,
    servers: readable.map((server) =>
      examined(
        server,
        ownOf(server.entry.id).flatMap((at) => findings[at] ?? []),
      ),
    ),
    findings,
    handshakes: spoken.reports,
    exitCode: exitCodeOf(findings, servers.length),
  };
}

/** What the message names is no secret, so that it may stand in the line too. */
function inItsWords(found: Diagnosed, { readings }: Discovery, texts: FileTexts): Diagnosed {
  const { location, excerpt, consequence, message } = found;
  const { file, line, column } = location ?? {};
  const format = readings.find((reading) => reading.file === file)?.format;
  if (excerpt === null || consequence === "leak" || format === undefined) return found;
  if (file === undefined || line === undefined || column === undefined) return found;
  return { ...found, excerpt: texts.excerpt(file, format, { line, column }, message) ?? excerpt };
}

function there<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}

/** What its file's fault hides of a server is looked at all the same: one run tells everything. */
function asIfReadable(server: KnownServer, { written }: Discovery, where: Where): KnownServer {
  const { entry } = server;
  const own = written.get(entry.id);
  if (entry.problem === null || own === undefined || own.problems.length > 0) return server;
  return understood({ ...entry, problem: null }, where);
}

function filesOf(
  { disk }: DoctorWorld,
  { discovery, servers }: KnownServers,
  scope: Scope,
  texts: FileTexts,
): readonly Gathered[] {
  const isOfServers = (file: string): boolean =>
    scope.servers.length === 0 || servers.some(({ entry }) => entry.source.file === file);
  return fileFacts(discovery, texts, mendedFiles(disk, discovery))
    .filter(({ file }) => isOfServers(file))
    .map((facts) => ({
      kind: "file",
      facts,
      subject: baseOf(facts.file),
      servers: [],
      clients: [],
    }));
}

function clientsOf(
  world: DoctorWorld,
  { client: only, servers, configs }: Scope,
): readonly Gathered[] {
  if (servers.length > 0) return [];
  return world.clients
    .filter(({ id }) => (only === null || only === id) && !configs.has(id))
    .flatMap((client) => {
      const facts = clientFacts(world, client);
      const { id, name: subject } = client;
      return facts === null ? [] : { kind: "client", facts, subject, servers: [], clients: [id] };
    });
}

function examined({ entry, launch }: KnownServer, own: readonly Diagnosed[]): ExaminedServer {
  if (entry.disabled) return { entry, launch, state: null };
  const fails = own.some(
    ({ severity, consequence }) => severity === "error" && consequence === "no-start",
  );
  if (fails) return { entry, launch, state: "fails" };
  const isOpen = own.some(({ consequence }) => consequence === "unsettled");
  return { entry, launch, state: isOpen ? "unsettled" : "nothing-found" };
}

function baseOf(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

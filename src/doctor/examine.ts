import type { Discovery } from "../clients/discovery.ts";
import { DiskView } from "../path-search/disk-view.ts";
import type { Diagnosed, DoctorReport, ExaminedServer } from "../model/diagnosis.ts";
import {
  type KnownServer,
  type KnownServers,
  knownServers,
  understood,
} from "../verify/servers.ts";
import type { Scope } from "../verify/world.ts";
import { diagnose, exitCodeOf, type Gathered } from "./apply.ts";
import { clientFacts } from "./collect/clients.ts";
import { entryFacts } from "./collect/entries.ts";
import { EntryPlaces } from "./collect/entry-places.ts";
import { FileTexts } from "./collect/file-texts.ts";
import { fileFacts } from "./collect/files.ts";
import { mendedFiles } from "./collect/mends.ts";
import { scopeFacts } from "./collect/scope.ts";
import { secretFacts } from "./collect/secrets.ts";
import { containerFacts } from "./collect/start/container.ts";
import { endpointFacts } from "./collect/start/endpoint.ts";
import { launcherFacts, startSite } from "./collect/start/launcher.ts";
import { namedFilesFacts } from "./collect/start/named-files.ts";
import { variableFacts } from "./collect/start/variables.ts";
import { DIAGNOSES } from "./index.ts";
import type { DoctorWorld } from "./world.ts";

/**
 * Looks for reasons why servers do not start, and for what their configuration should not say:
 * discover → gather facts → diagnose → report. Starts nothing and writes nothing.
 */
export async function examine(world: DoctorWorld, scope: Scope): Promise<DoctorReport> {
  const { discovery, servers } = knownServers(world, scope);
  const readable = servers.map((server) => asIfReadable(server, discovery, world.machine.home));
  const texts = new FileTexts(world.disk);
  const view = new DiskView(world.disk, world.machine.home);
  const assumptions = new Set<string>();
  const examination = { world, view, discovery, texts, assumptions, given: scope.clientPath };
  const ofServers: Gathered[] = [];
  for (const server of readable) ofServers.push(...(await serverFacts(examination, server)));
  const gathered = [
    ...filesOf(world, { discovery, servers }, scope, texts),
    ...clientsOf(world, scope),
    ...ofServers,
  ];
  const findings = diagnose(DIAGNOSES, gathered);
  return {
    version: world.version,
    now: world.machine.now.toISOString(),
    assumptions: [...assumptions, ...discovery.notes],
    gaps: discovery.gaps,
    files: discovery.files,
    servers: readable.map((server) => examined(server, findings)),
    findings,
    exitCode: exitCodeOf(findings, servers.length),
  };
}

/** What its file's fault hides of a server is looked at all the same: one run tells everything. */
function asIfReadable(server: KnownServer, { written }: Discovery, home: string): KnownServer {
  const { entry } = server;
  const own = written.get(entry.id);
  if (entry.problem === null || own === undefined || own.problems.length > 0) return server;
  return understood({ ...entry, problem: null }, home);
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

interface Examination {
  readonly world: DoctorWorld;
  readonly view: DiskView;
  readonly discovery: Discovery;
  readonly texts: FileTexts;
  readonly assumptions: Set<string>;
  readonly given: string | null;
}

async function serverFacts(
  { world, view, discovery, texts, assumptions, given }: Examination,
  server: KnownServer,
): Promise<readonly Gathered[]> {
  const { entry } = server;
  const written = discovery.written.get(entry.id);
  if (entry.disabled || written === undefined) return [];
  const about = { subject: entry.name, servers: [entry.id], clients: [entry.client] };
  const places = new EntryPlaces(entry, written, discovery, texts);
  const gathered: Gathered[] = [{ kind: "entry", facts: entryFacts(entry, places), ...about }];
  if (written.problems.length > 0) return gathered;
  const site = startSite(world, server, given);
  if (site.assumption !== null && entry.command !== null) assumptions.add(site.assumption);
  const launcher = await launcherFacts(world, view, site, places);
  const container = await containerFacts(world, server, places);
  const endpoint = await endpointFacts(world, server, places);
  const secrets = await secretFacts(world, server, places);
  return [
    ...gathered,
    ...(launcher === null ? [] : [{ kind: "launcher" as const, facts: launcher, ...about }]),
    { kind: "namedFiles", facts: namedFilesFacts(world, server, places), ...about },
    { kind: "variables", facts: variableFacts(world, server, places), ...about },
    ...(container === null ? [] : [{ kind: "container" as const, facts: container, ...about }]),
    { kind: "secrets", facts: secrets, ...about },
    { kind: "scope", facts: scopeFacts(world, server, places), ...about },
    ...(endpoint === null ? [] : [{ kind: "endpoint" as const, facts: endpoint, ...about }]),
  ];
}

function examined({ entry, launch }: KnownServer, findings: readonly Diagnosed[]): ExaminedServer {
  if (entry.disabled) return { entry, launch, state: null };
  const own = findings.filter(({ servers }) => servers.includes(entry.id));
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

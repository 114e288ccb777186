import type { PinfoldError } from "../errors.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import type { FailureEvidence } from "../model/evidence.ts";
import type { Checked } from "../model/report.ts";
import type { PythonCompiler } from "../ports/python-compiler.ts";
import type { Evidence } from "../rules/apply.ts";
import type { State } from "../state/state.ts";
import type { ChainReading } from "./find-chains.ts";
import type { Pins } from "./pins.ts";
import type { KnownServer } from "./servers.ts";
import type { World } from "./world.ts";

/** What collectors are given beside the world. */
export interface CollectContext extends World {
  readonly state: State;
  readonly pins: Pins;
  readonly clientPath: string | null;
  readonly capturedPath: (client: string) => string | null;
  /** Whether baselines may be recorded: not where `--config` invents the entries. */
  readonly mayWrite: boolean;
  /** A lockfile directory nearby that has a path and was not adopted. */
  readonly nearby: (path: string) => string | null;
  readonly onProgress: (text: string) => void;
  /** Finds what servers start; what they share is read once. */
  readonly chains: ChainReading;
  /** Settled once chains that another thread reads are among those that were read. */
  readonly chainsRead: Promise<void>;
  /** Compiles sources again to compare: only where programs may be started. */
  readonly compiler: PythonCompiler | null;
}

/** What was found out about what one server runs, behind its launcher. */
export interface Collected {
  readonly evidence: Evidence;
  /** The next start may fetch another version than the installed one. */
  readonly isFloating: boolean;
  readonly unjudged: readonly string[];
  /** The pin that is in force; null where there is none, or it cannot be used. */
  readonly lockfile: Lockfile | null;
  readonly version: string | null;
  readonly checked: Checked;
  /** Programs that are started beside the entry's own: what the package's first line asks for. */
  readonly interpreters: readonly string[];
}

export interface Collection {
  /** By the entry's id; one for each server that was given. */
  readonly servers: ReadonlyMap<string, Collected>;
  readonly assumptions: readonly string[];
}

/** How the installed form of one kind of package is found, read and compared with its pin. */
export interface Collector {
  takes(server: KnownServer): boolean;
  /** All its servers in one go, so that what they share is read once. */
  collect(context: CollectContext, servers: readonly KnownServer[]): Promise<Collection>;
}

/** Every server to the first collector that takes it; what none takes is absent. */
export async function collectAll(
  collectors: readonly Collector[],
  context: CollectContext,
  servers: readonly KnownServer[],
): Promise<Collection> {
  const found = new Map<string, Collected>();
  const assumptions = new Set<string>();
  let rest = servers;
  for (const collector of collectors) {
    const own = rest.filter((server) => collector.takes(server));
    rest = rest.filter((server) => !own.includes(server));
    const { servers: answers, assumptions: more } = await collector.collect(context, own);
    for (const [id, collected] of answers) found.set(id, collected);
    for (const text of more) assumptions.add(text);
  }
  return { servers: found, assumptions: [...assumptions] };
}

export function failureOf(error: PinfoldError): FailureEvidence {
  const { message, hint, code, file } = error;
  return {
    message,
    hint,
    isDamagedState: code === "state",
    tampered: code === "tampered" ? file : null,
  };
}

import { PinfoldError } from "../errors.ts";
import type { ChainEvidence, FailureEvidence, LauncherEvidence } from "../model/evidence.ts";
import { isKept } from "../model/launch.ts";
import type { ChainHazard } from "../model/launcher-chain.ts";
import { compareChain } from "../path-search/compare-chain.ts";
import { DpkgDatabase } from "../path-search/dpkg.ts";
import { eitherOf, type PackageDatabase } from "../path-search/package-database.ts";
import { RpmDatabase } from "../path-search/rpm.ts";
import type { Evidence } from "../rules/apply.ts";
import { attested } from "./attested.ts";
import { explainCode } from "./chain-code.ts";
import { failureOf } from "./collect.ts";
import { type ChainContext, ChainReading, type FoundChain } from "./find-chains.ts";
import { settle } from "./pinned-chain.ts";
import type { KnownServer } from "./servers.ts";

/** Commands that a server needs beside those of its entry. */
export type ExtraCommands = (server: KnownServer) => readonly string[];

export interface JudgedChains {
  /** By the entry's id; absent for what starts no program. */
  readonly evidence: ReadonlyMap<string, Pick<Evidence, "chain" | "failures">>;
  readonly assumptions: readonly string[];
}

/** The chains of all servers compared with their pins, by the entry's id. */
export function judgeChains(
  context: ChainContext,
  servers: readonly KnownServer[],
  extra: ExtraCommands = () => [],
  reading = new ChainReading(context),
): JudgedChains {
  const database = eitherOf([
    new DpkgDatabase(reading.view),
    new RpmDatabase(reading.view, context.rpmQuery),
  ]);
  const found = new Map<string, readonly FoundChain[] | FailureEvidence>();
  for (const server of servers)
    found.set(
      server.entry.id,
      findOrFail(() => reading.find(server, extra(server))),
    );
  const all = [...found.values()].flatMap((one) => ("message" in one ? [] : one));
  const today = context.machine.now.toISOString().slice(0, 10);
  const answers = servers.map(({ entry }): [string, Pick<Evidence, "chain" | "failures">] => {
    const own = found.get(entry.id) ?? [];
    if ("message" in own) return [entry.id, { failures: [own] }];
    const chains = own.map((one) => judgeChain(context, one, all, { database, today }));
    const chain: ChainEvidence = { name: entry.name, chains };
    return [entry.id, chains.length === 0 ? {} : { chain }];
  });
  const assumptions = all.map(({ path }) => path.assumption).filter((text) => text !== null);
  return { evidence: new Map(answers), assumptions: [...new Set(assumptions)] };
}

function findOrFail(find: () => readonly FoundChain[]): readonly FoundChain[] | FailureEvidence {
  try {
    return find();
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    return failureOf(thrown);
  }
}

function judgeChain(
  { state }: ChainContext,
  found: FoundChain,
  all: readonly FoundChain[],
  { database, today }: { database: PackageDatabase; today: string },
): LauncherEvidence {
  const { command, purpose, chain, path, isExpected } = found;
  const { launch } = found.server;
  const settled = settle(found, (pin) => compareChain(pin, chain));
  const changes = settled.changes
    .flatMap((change) => explainCode(change, chain.trees, state.manifests))
    .map((change) => ({ ...change, isAttested: attested(change, chain, database) }));
  const isAllowed = ({ kind, path: at, detail }: ChainHazard) =>
    settled.pin?.allowed.some(
      (one) =>
        one.hazard === kind &&
        one.path === at &&
        (one.detail === undefined || one.detail === detail) &&
        one.until >= today,
    ) === true;
  const [launcher] = chain.programs;
  // A PATH that stands in an entry is that entry's choice, and no surprise.
  const others = all.filter(
    (other) =>
      other.command === command &&
      purpose === "launcher" &&
      path.origin !== "entry" &&
      other.path.origin !== "entry" &&
      other.server.entry.client !== found.server.entry.client &&
      other.chain.programs[0]?.real !== launcher?.real &&
      other.path.origin !== path.origin,
  );
  return {
    command,
    purpose,
    servers: all.filter((other) => other.command === command && other.chain === chain).length,
    isPinned: settled.pin !== null,
    ...(isKept(launch) && launch.file !== null ? { isOwnCopy: true } : {}),
    isExpected,
    isPathKnown: path.origin !== "assumed" || command.startsWith("/"),
    changes,
    hazards: found.hazards.filter((hazard) => !isAllowed(hazard)),
    elsewhere:
      settled.pin !== null
        ? []
        : others.flatMap(({ server, chain: { programs } }) => {
            const real = programs[0]?.real ?? null;
            return real === null ? [] : [{ clientName: server.entry.clientName, real }];
          }),
  };
}

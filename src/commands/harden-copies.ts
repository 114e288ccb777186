import type { Decision, Start } from "../harden/define.ts";
import { isKept } from "../model/launch.ts";
import { installPrivateCopy, privateCopyToBe } from "../private-copy/install.ts";
import { knownCopies } from "../private-copy/known.ts";
import { releasePrivateCopies } from "../private-copy/release.ts";
import type { PrivateCopy } from "../state/private-copies.ts";
import { type KnownServer, knownServers } from "../verify/servers.ts";
import type { HardenSession } from "./harden-session.ts";

/** pinfold's own private copy, looked for once and only where an entry is to start it. */
export class CopyToBe {
  readonly #session: HardenSession;
  #copy: PrivateCopy | null = null;

  constructor(session: HardenSession) {
    this.#session = session;
  }

  /** Looked for when an entry is really to be written. */
  get start(): Start {
    const find = (): PrivateCopy => (this.#copy ??= privateCopyToBe(this.#context));
    return {
      by: "copy",
      get copy() {
        return find();
      },
    };
  }

  /** Texts that are no secrets, however long they are. */
  get known(): ReadonlySet<string> {
    return new Set(this.#copy === null ? [] : [this.#copy.node, this.#copy.cli]);
  }

  install(): void {
    if (this.#copy !== null) installPrivateCopy(this.#context, "harden");
  }

  get #context() {
    const { world, state, ownProgram } = this.#session;
    const { machine, disk, version } = world;
    return { machine, disk, state, ownProgram, version };
  }
}

/**
 * The private copies that the entries are to start from, made where they are missing: a client must not
 * find out at its next start. Answers by the entry's id what became none.
 */
export async function makeCopies(
  session: HardenSession,
  servers: readonly KnownServer[],
): Promise<ReadonlyMap<string, Decision>> {
  const { openSyncSession } = await import("./sync-session.ts");
  const { syncServer } = await import("./sync-servers.ts");
  const sync = await openSyncSession(session);
  const missing = new Map<string, Decision>();
  for (const server of servers) {
    if (isKept(server.launch)) continue;
    const row = await syncServer(sync, server, true);
    if (row === null || (row.outcome !== "synced" && row.outcome !== "right")) {
      const { id, name } = server.entry;
      const why = row?.reason ?? "its private copy could not be made";
      missing.set(id, { kind: "left", reason: why, remedy: `pinfold sync ${name}` });
    }
  }
  return missing;
}

/**
 * Lets go of the copies that no entry of any client starts any more. Where a configuration cannot be
 * read, what it starts is not known, and everything stays.
 */
export function dropUnusedCopies({ world, state, ownProgram, options }: HardenSession): void {
  const { projects } = options.scope;
  const everything = {
    servers: [],
    lockfiles: null,
    client: null,
    configs: new Map<string, string>(),
    clientPath: null,
    projects,
  };
  const { discovery } = knownServers(world, everything);
  if (discovery.problems.some(({ isTolerated }) => !isTolerated)) return;
  const words = new Set(discovery.servers.flatMap(({ args }) => args));
  const used = knownCopies(state).filter(({ cli }) => words.has(cli));
  releasePrivateCopies({ state, ownProgram }, "harden", new Set(used.map(({ id }) => id)));
}

import { isKept } from "../model/launch.ts";
import type { CollectContext, Collection, Collector } from "./collect.ts";
import { isKeptOnDisk } from "./local-program.ts";
import type { KnownServer } from "./servers.ts";

type Collect = (context: CollectContext, servers: readonly KnownServer[]) => Promise<Collection>;

/**
 * Every ecosystem whose installed form is judged; what pinfold itself starts goes first. The code of
 * each is loaded where a server needs it.
 */
export const COLLECTORS: readonly Collector[] = [
  whenNeeded(
    ({ launch, subject }) => isKept(launch) && subject !== null,
    async () => (await import("./collect-kept.ts")).collectKept,
  ),
  whenNeeded(
    ({ npm }) => npm !== null,
    async () => (await import("./npm-servers.ts")).collectNpm,
  ),
  whenNeeded(
    ({ pypi }) => pypi !== null,
    async () => (await import("./python-servers.ts")).collectPypi,
  ),
  whenNeeded(isKeptOnDisk, async () => (await import("./program-servers.ts")).collectPrograms),
];

function whenNeeded(takes: Collector["takes"], load: () => Promise<Collect>): Collector {
  return {
    takes,
    async collect(context, servers) {
      if (servers.length === 0) return { servers: new Map(), assumptions: [] };
      const collect = await load();
      return collect(context, servers);
    },
  };
}

import type { OnlineEvidence } from "../../model/online.ts";
import type { KnownServer } from "../servers.ts";
import type { OnlineCheck, OnlineContext } from "./define.ts";
import { disagreements } from "./disagreements.ts";
import { npmCheck } from "./npm.ts";
import { pypiCheck } from "./pypi.ts";

/** Every ecosystem whose registries are asked. */
const CHECKS: readonly OnlineCheck[] = [npmCheck, pypiCheck];

/** Asks for all servers side by side; answers by the entry's id. */
export async function askRegistries(
  context: OnlineContext,
  servers: readonly KnownServer[],
): Promise<ReadonlyMap<string, OnlineEvidence>> {
  const answers = await Promise.all(
    servers.map(async (server): Promise<[string, OnlineEvidence | null]> => {
      const check = CHECKS.find((one) => one.takes(server));
      return [
        server.entry.id,
        check === undefined ? unasked(server) : await check.ask(context, server),
      ];
    }),
  );
  const known = answers.flatMap(([id, evidence]): [string, OnlineEvidence][] =>
    evidence === null ? [] : [[id, evidence]],
  );
  return disagreements(new Map(known));
}

/** A package of a registry that nobody asks must not look as if it had been. */
function unasked({ entry, launch }: KnownServer): OnlineEvidence | null {
  if (launch.kind !== "package" || launch.ecosystem === null) return null;
  return {
    name: entry.name,
    isFloating: false,
    resolvesAnew: false,
    cooldownDays: 0,
    packages: [],
    closure: null,
    statuses: [],
    disagreements: [],
    problems: [
      {
        message: `registries of ${launch.ecosystem} are not asked yet`,
        hint: "nothing is known of what the next start would fetch",
      },
    ],
  };
}

import { PinfoldError } from "../errors.ts";
import { EXIT } from "../model/verdict.ts";
import { knownServers } from "../verify/servers.ts";
import { acceptLauncher, isPinnedLauncher, launchersNamed } from "./accept-launcher.ts";
import { acceptServer } from "./accept-server.ts";
import type { Run } from "./define.ts";
import { usageError } from "./options.ts";

/**
 * Accepts one change of this machine: a launcher's chain, or a server's entry. A server goes first
 * where both have the name, since servers are what a user named.
 */
export const run: Run = async (context) => {
  const { options, world } = context;
  const [wanted, ...more] = options.positionals;
  if (wanted === undefined || more.length > 0)
    throw usageError("accept takes one server or launcher", "pinfold accept npx");
  if (options.scope.configs.size > 0)
    throw usageError(
      "no pin is written from --config",
      "put the servers into the client's own configuration first",
    );
  const { servers } = knownServers(world, { ...options.scope, servers: [] });
  const isServer = servers.some(
    ({ entry, subject }) => entry.name === wanted || entry.id === wanted || subject === wanted,
  );
  const isLauncher =
    launchersNamed(servers, wanted).length > 0 || isPinnedLauncher(context, wanted);
  if (!isServer && isLauncher)
    return (await acceptLauncher(context, servers, wanted)) ? EXIT.clean : EXIT.unsettled;
  if (isServer) return (await acceptServer(context)) ? EXIT.clean : EXIT.unsettled;
  throw new PinfoldError(
    "usage",
    `no server is named ${JSON.stringify(wanted)}, and no launcher of one`,
    "pinfold list shows the servers and their commands",
  );
};

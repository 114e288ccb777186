import { PinfoldError } from "../errors.ts";
import { printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headJson } from "../reporters/json.ts";
import { knownServers } from "../verify/servers.ts";
import { acceptLauncher, isPinnedLauncher, launchersNamed } from "./accept-launcher.ts";
import { acceptServer } from "./accept-server.ts";
import type { CommandContext, Run } from "./define.ts";
import { dropTampered } from "./drop-tampered.ts";
import { usageError } from "./options.ts";

/**
 * Accepts one change of this machine: a launcher's chain, or a server's entry. A server goes first
 * where both have the name, since servers are what a user named.
 */
export const run: Run = async (context) => {
  const { io, options, world } = context;
  const [wanted, ...more] = options.positionals;
  if (wanted === undefined || more.length > 0)
    throw usageError("accept takes one server or launcher", "pinfold accept npx");
  if (options.scope.configs.size > 0)
    throw usageError(
      "no pin is written from --config",
      "put the servers into the client's own configuration first",
    );
  const { servers } = knownServers(world, { ...options.scope, servers: [] });
  const named = servers.filter(
    ({ entry, subject }) => entry.name === wanted || entry.id === wanted || subject === wanted,
  );
  const isLauncher = (): boolean =>
    launchersNamed(servers, wanted).length > 0 || isPinnedLauncher(context, wanted);
  if (named.length === 0 && !isLauncher())
    throw new PinfoldError(
      "usage",
      `no server is named ${JSON.stringify(wanted)}, and no launcher of one`,
      "pinfold list shows the servers and their commands",
    );
  const concerned = named.length > 0 ? named : launchersNamed(servers, wanted);
  const records = await dropTampered(context, wanted, concerned);
  if (records === "declined") return answer(context, false, {});
  // A digest speaks for what was looked at: what is pinned in the place of the records was not yet.
  if (records === "dropped" && options.has("digest")) {
    if (options.format === "text")
      io.out(`the records are dropped; now pin anew: pinfold accept ${printable(wanted, 200)}\n`);
    return answer(context, true, { records });
  }
  if (named.length === 0) {
    const { isDone, chains } = await acceptLauncher(context, servers, wanted);
    return answer(context, isDone, { chains });
  }
  const { isDone, servers: entries } = await acceptServer(context);
  const chains = [];
  let isAll = isDone;
  // A program of the disk is the server: accepting the one accepts the other.
  const files = named.flatMap(({ entry, program }) =>
    program === null || entry.disabled ? [] : [program.file],
  );
  for (const file of isDone ? new Set(files) : []) {
    const accepted = await acceptLauncher(context, named, file);
    chains.push(...accepted.chains);
    isAll &&= accepted.isDone;
  }
  return answer(context, isAll, { servers: entries, ...(files.length === 0 ? {} : { chains }) });
};

function answer({ io, options, world }: CommandContext, isAccepted: boolean, more: object): number {
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: world.machine.now.toISOString() });
    io.out(`${printableJson({ ...head, isAccepted, ...more })}\n`);
  }
  return isAccepted ? EXIT.clean : EXIT.unsettled;
}

import { PinfoldError } from "../errors.ts";
import { parseSubjectLabel, type Subject } from "../model/subject.ts";
import { runServer } from "../run/run-server.ts";
import type { CommandContext, Run } from "./define.ts";
import { usageError } from "./options.ts";

/** Nothing is printed on standard output: that is the server's. */
export const run: Run = async (context) => {
  const { options, world } = context;
  const [server, ...more] = options.positionals;
  if (server === undefined || more.length > 0)
    throw usageError(
      "run starts one server",
      "the server's own arguments stand behind --: pinfold run SERVER -- ARGS",
    );
  const starting = context.starting();
  return runServer(
    {
      ...world,
      ...starting,
      lockWorld: context.lockWorld,
      subjectOf: (name) => subjectOf(context, name),
    },
    { server, bin: options.one("bin"), args: options.rest },
  );
};

/** What the configured servers of a name run; it must be one thing. */
async function subjectOf(context: CommandContext, name: string): Promise<Subject> {
  const { knownServers } = await import("../verify/servers.ts");
  const world = { ...context.world, clients: await context.clients() };
  const { servers } = knownServers(world, { ...context.options.scope, servers: [name] });
  const labels = new Set(servers.map(({ subject }) => subject));
  const [label, ...others] = labels;
  const subject = label == null ? null : parseSubjectLabel(label);
  if (subject !== null && others.length === 0) return subject;
  const named = [...labels].filter((one) => one !== null).join(", ");
  throw new PinfoldError(
    "usage",
    others.length === 0
      ? `${name} starts nothing that could be kept in a private copy`
      : `${name} names servers that start different things`,
    named === "" ? "pinfold list shows what it starts" : `name one of them: ${named}`,
  );
}

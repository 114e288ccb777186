import { PinfoldError } from "../errors.ts";
import { subjectLabel } from "../model/subject.ts";
import type { Started } from "../run/define.ts";
import { runServer } from "../run/run-server.ts";
import type { KnownServer } from "../verify/servers.ts";
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
      configured: (name) => configured(context, name),
    },
    { server, bin: options.one("bin"), args: options.rest },
  );
};

/** What the configured servers of a name start; it must be one thing. */
async function configured(context: CommandContext, name: string): Promise<Started> {
  const { knownServers } = await import("../verify/servers.ts");
  const world = { ...context.world, clients: await context.clients() };
  const { servers } = knownServers(world, { ...context.options.scope, servers: [name] });
  const found = new Map(
    servers.map((server) => {
      const started = startedBy(server);
      return [started === null ? "" : labelOf(started), started];
    }),
  );
  const [started, ...others] = found.values();
  if (started != null && others.length === 0) return started;
  const labels = [...found.keys()].filter((label) => label !== "").join(", ");
  throw new PinfoldError(
    "usage",
    others.length === 0
      ? `${name} starts neither a package nor a program that could be pinned`
      : `${name} names servers that start different things`,
    labels === "" ? "pinfold list shows what it starts" : `name one of them: ${labels}`,
  );
}

function startedBy({ npm, pypi, program }: KnownServer): Started | null {
  const subject = npm ?? pypi;
  if (subject !== null) return { subject };
  const isProgram = program?.purpose === "program" && program.obstacle === null;
  return isProgram ? { program: program.file } : null;
}

function labelOf(started: Started): string {
  return "program" in started ? started.program : subjectLabel(started.subject);
}

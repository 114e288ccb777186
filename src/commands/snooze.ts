import { AgentFiles } from "../daemon/memory.ts";
import { parseDuration } from "../model/duration.ts";
import { printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headJson } from "../reporters/json.ts";
import { foldersOf } from "../state/folders.ts";
import { knownServers } from "../verify/servers.ts";
import type { Run } from "./define.ts";
import { usageError } from "./options.ts";

/** Quiet for longer is not quiet, it is forgotten. */
const MAX_MS = 90 * 86_400_000;

/** No notifications of a server for a while; what is wrong stays wrong, and the log has it. */
export const run: Run = async ({ askAgent, io, options, world }) => {
  const [wanted, length, ...more] = options.positionals;
  if (wanted === undefined || length === undefined || more.length > 0)
    throw usageError("snooze takes a server and a duration", "pinfold snooze filesystem 8h");
  const time = parseDuration(length);
  if (time === null || time > MAX_MS)
    throw usageError(`${length} is no duration`, "write it as 30m, 8h, 3d or 2w; 90 days at most");
  const { audit, machine, version } = world;
  const { servers } = knownServers(world, { ...options.scope, servers: [wanted] });
  const ids = servers.map(({ entry }) => entry.id);
  const until = new Date(machine.now.getTime() + time).toISOString();
  const files = new AgentFiles(world, foldersOf(machine));
  audit.append({
    event: "snoozed",
    message: `no notifications of ${wanted} until ${until}`,
    servers: ids,
    details: { until },
  });
  const others = files.snoozes(machine.now).filter(({ server }) => server !== wanted);
  files.keepSnoozes([...others, { server: wanted, ids, until }]);
  await askAgent({ op: "snoozed" });
  if (options.format === "json") {
    const head = headJson({ version, now: machine.now.toISOString() });
    io.out(`${printableJson({ ...head, servers: ids, until })}\n`);
  } else
    io.out(
      `no notifications of ${printable(wanted, 80)} until ${until.slice(0, 16).replace("T", " ")} UTC; verdicts and exit codes stay\n`,
    );
  return EXIT.clean;
};

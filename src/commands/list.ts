import { printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headJson, serverJson } from "../reporters/json.ts";
import { listText } from "../reporters/list.ts";
import { shortPath } from "../reporters/paths.ts";
import { applyRules } from "../rules/apply.ts";
import { RULES } from "../rules/index.ts";
import { knownServers } from "../verify/servers.ts";
import type { Run } from "./define.ts";

export const run: Run = async ({ io, world, options }) => {
  const { discovery, servers } = knownServers(world, options.scope);
  const { home, now } = world.machine;
  const findings = discovery.problems.flatMap((problem) =>
    applyRules(RULES, { config: problem }, null),
  );
  const isBroken = discovery.problems.some(({ isTolerated }) => !isTolerated);
  const exitCode = isBroken || servers.length === 0 ? EXIT.unsettled : EXIT.clean;
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: now.toISOString() });
    const listed = servers.map(({ entry, launch }) => serverJson(entry, launch));
    io.out(
      `${printableJson({ ...head, servers: listed, findings, gaps: discovery.gaps, exitCode })}\n`,
    );
    return exitCode;
  }
  io.out(servers.length === 0 ? "no MCP server is configured\n" : listText(servers, home));
  for (const { message, location } of findings) {
    const at = [location?.line, location?.column].filter((part) => part !== undefined).join(":");
    const file = printable(shortPath(location?.file ?? "", home), 300);
    io.err(`pinfold: ${file}${at === "" ? "" : `:${at}`}: ${printable(message)}\n`);
  }
  return exitCode;
};

import type { AgentStatus } from "../model/agent.ts";
import { ownFindings } from "../daemon/own-findings.ts";
import { foldersOf } from "../state/folders.ts";
import type { Report } from "../model/report.ts";
import { EXIT } from "../model/verdict.ts";
import { agentLines, agoText, nextLookText } from "../reporters/agent-lines.ts";
import { findingBlock } from "../reporters/finding-block.ts";
import { jsonReport } from "../reporters/json.ts";
import { styleFor } from "../reporters/style.ts";
import { statusText } from "../reporters/terminal.ts";
import { knownServers } from "../verify/servers.ts";
import { verify } from "../verify/verify.ts";
import { agentStatus } from "./agent-answer.ts";
import type { CommandContext, Options, Run } from "./define.ts";
import { silentSince } from "./silent-agent.ts";
import { selected } from "./status-selection.ts";

/**
 * What the running agent found; where none runs, or it does not know what is asked for, what is found
 * now. Named servers are shown with their findings.
 */
export const run: Run = async (context) => {
  const { io, options, world } = context;
  const agent = isForAgent(options) ? await agentStatus(context, options.has("now")) : null;
  const known = agent?.report ?? null;
  const isAgents = known !== null && knowsAll(context, known);
  const all = isAgents
    ? known
    : await verify(world, { ...options.scope, servers: [] }, (text) => io.progress(text));
  io.progress(null);
  const report = selected(all, options.positionals, agent?.alerts ?? []);
  const code = options.isExitCode ? report.exitCode : EXIT.clean;
  if (options.format === "sarif") {
    const { sarifReport } = await import("../reporters/sarif/report.ts");
    io.out(sarifReport(report, world.machine));
    return EXIT.clean;
  }
  if (options.format === "json") {
    io.out(jsonReport(report, { agent: agentJson(agent, isAgents) }));
    return code;
  }
  const { env, home, now } = world.machine;
  const block = { style: styleFor(io.isTerminal, env), home };
  const since = agent === null ? silentSince(world, foldersOf(world.machine)) : null;
  const own = ownFindings({ degraded: null, ownFiles: [], log: null, silentSince: since });
  const asked = agent?.askedAt == null ? "not asked" : `asked ${agoText(agent.askedAt, now)}`;
  const who = agent === null ? "no agent runs" : "agent running";
  const how = agent !== null && !isAgents ? ", which does not know all of these" : "";
  const head = [`${who}${how}`, `judged ${report.now.slice(11, 16)} UTC`, `registries ${asked}`];
  const lines = agent === null ? [] : agentLines(agent, { ours: world.version, home, now });
  const next = isAgents && agent !== null ? nextLookText(agent) : null;
  io.out(
    statusText(report, block, {
      isDetailed: options.positionals.length > 0,
      head,
      notes: [...lines, ...(next === null ? [] : [next])],
      blocks: own.map((finding) => findingBlock(finding, [], block)),
    }),
  );
  return code;
};

/** The agent judges by what is there, with nothing overridden. */
function isForAgent({ scope }: Options): boolean {
  const { client, clientPath, configs, lockfiles, projects } = scope;
  return (
    client === null &&
    clientPath === null &&
    lockfiles === null &&
    configs.size === 0 &&
    projects.length === 0
  );
}

/** The agent does not know the project that somebody stands in. */
function knowsAll({ options, world }: CommandContext, { servers }: Report): boolean {
  const ids = new Set(servers.map(({ entry }) => entry.id));
  const here = knownServers(world, { ...options.scope, servers: [] }).servers;
  return here.every(({ entry }) => ids.has(entry.id));
}

function agentJson(agent: AgentStatus | null, isAgents: boolean) {
  if (agent === null) return null;
  const { report: _, alerts, ...rest } = agent;
  const standing = alerts.map(({ id, ruleId, severity, since, notified, servers }) => ({
    id,
    ruleId,
    severity,
    since,
    notified,
    servers: servers.map((server) => server.id),
  }));
  return { ...rest, isSource: isAgents, alerts: standing };
}

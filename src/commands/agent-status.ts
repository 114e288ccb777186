import { PinfoldError } from "../errors.ts";
import type { PrivateCopy } from "../state/private-copies.ts";
import { printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { checkPrivateCopy } from "../private-copy/check.ts";
import { agentLines, agoText } from "../reporters/agent-lines.ts";
import { headJson } from "../reporters/json.ts";
import { shortPath } from "../reporters/paths.ts";
import { agentStatus } from "./agent-answer.ts";
import { installedCopy, stateOf, textOf } from "./agent-parts.ts";
import type { Run } from "./define.ts";

/**
 * Whether the agent is installed, runs, and is what was installed: its interpreter and program are
 * compared with their records from outside.
 */
export const run: Run = async (context) => {
  const { io, options, serviceManager, world } = context;
  const { disk, machine, version } = world;
  const state = stateOf(context);
  const service = await serviceManager();
  const { copy, damaged } = copyOrProblem(() => installedCopy(state));
  const unit = service === null ? null : textOf(context, service.file);
  const isInstalled = copy !== null && unit !== null;
  const problems = [
    ...damaged,
    ...(copy === null ? [] : checkPrivateCopy(disk, state.manifests, copy)),
    ...(copy !== null && unit !== null && !unit.includes(copy.cli)
      ? [`${service?.file ?? "the service"} starts something else than what was installed`]
      : []),
  ];
  const managed = service === null ? null : await service.state();
  const agent = await agentStatus(context);
  const isHealthy =
    agent !== null && agent.failure === null && agent.degraded === null && problems.length === 0;
  const exitCode = problems.length > 0 ? EXIT.violated : isHealthy ? EXIT.clean : EXIT.unsettled;
  if (options.format === "json") {
    const head = headJson({ version, now: machine.now.toISOString() });
    const { report, alerts, ...rest } = agent ?? { report: null, alerts: [] };
    io.out(
      `${printableJson({
        ...head,
        isInstalled,
        isRunning: agent !== null,
        service:
          service === null ? null : { manager: service.name, file: service.file, ...managed },
        copy: copy === null ? null : { id: copy.id, node: copy.node, cli: copy.cli },
        problems,
        agent:
          agent === null
            ? null
            : { ...rest, servers: report?.servers.length ?? null, alerts: alerts.length },
        exitCode,
      })}\n`,
    );
    return exitCode;
  }
  const { home, now } = machine;
  for (const problem of problems) io.out(`error: ${printable(shortPath(problem, home), 400)}\n`);
  if (agent === null) {
    const why =
      managed === null || managed.state === "unknown"
        ? ""
        : ` (${service?.name}: ${managed.state})`;
    io.out(
      isInstalled
        ? `the agent is installed and does not run${why}: pinfold agent restart\n`
        : "the agent is not installed: pinfold agent install\n",
    );
    return exitCode;
  }
  const { pid, started, folders, schedules, next, askedAt, delivery, alerts } = agent;
  const row = (label: string, text: string): void =>
    io.out(`${label.padEnd(14)}${printable(text, 300)}\n`);
  row("agent", `pinfold ${agent.version}, process ${pid}, since ${agoText(started, now)}`);
  row(
    "starts from",
    copy === null ? "where it was called: not installed" : shortPath(copy.cli, home),
  );
  row("watches", `${folders} folders; ${alerts.length} findings stand`);
  row("verifies", `${schedules.verify}${nextText(next["verify"])}`);
  row(
    "asks",
    schedules.updates === null
      ? "never"
      : `${schedules.updates}${nextText(next["updates"])}; ${askedAt === null ? "not yet" : `last ${agoText(askedAt, now)}`}`,
  );
  row(
    "notification",
    delivery === null
      ? "none was needed yet"
      : `${delivery.error === null ? "shown" : "NOT shown"} ${agoText(delivery.at, now)}: ${delivery.title}`,
  );
  for (const line of agentLines(agent, { ours: version, home, now })) io.out(`note: ${line}\n`);
  return exitCode;
};

function copyOrProblem(read: () => PrivateCopy | null): {
  readonly copy: PrivateCopy | null;
  readonly damaged: readonly string[];
} {
  try {
    return { copy: read(), damaged: [] };
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    return { copy: null, damaged: [thrown.message] };
  }
}

function nextText(time: string | null | undefined): string {
  return time == null ? "" : `, next ${time.slice(0, 16).replace("T", " ")} UTC`;
}

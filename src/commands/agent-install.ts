import { join } from "node:path";

import { injectedVariables } from "../daemon/injected.ts";
import { launchdPlist, systemdUnit, type UnitValues } from "../daemon/service/unit.ts";
import { PinfoldError } from "../errors.ts";
import { printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import type { ServiceManager } from "../ports/service.ts";
import { installPrivateCopy } from "../private-copy/install.ts";
import { releasePrivateCopies } from "../private-copy/release.ts";
import { headJson } from "../reporters/json.ts";
import { shortPath } from "../reporters/paths.ts";
import { agentStatus } from "./agent-answer.ts";
import { manager, stateOf, textOf } from "./agent-parts.ts";
import type { CommandContext, Run } from "./define.ts";
import { usageError } from "./options.ts";

/**
 * Where a user's files are, and the PATH that is taken for a client's where nothing better is known: the
 * service must look where the command does. It starts nothing by PATH itself.
 */
const KEPT_VARIABLES = [
  "PATH",
  "XDG_CONFIG_HOME",
  "XDG_STATE_HOME",
  "XDG_DATA_HOME",
  "XDG_CACHE_HOME",
] as const;

const WAIT_MS = 15_000;
const PAUSE_MS = 250;

interface Delivery {
  readonly error: string | null;
}

/**
 * Has the agent start with every session of this user, from private copies of Node and of pinfold. Run
 * again it renews what differs, and nothing where nothing does.
 */
export const run: Run = async (context) => {
  const { io, options, ownProgram, world } = context;
  const { machine, disk, version, audit } = world;
  const isText = options.format === "text";
  if (options.positionals.length > 0) throw usageError("agent install takes no arguments");
  await refuse(context);
  const service = await manager(context);
  if (!options.isYes) await ask(context, service);

  const state = stateOf(context);
  const copy = installPrivateCopy({ machine, disk, state, ownProgram, version }, "agent");
  const template = textOf(context, join(copy.folder, service.template));
  if (template === null)
    throw new PinfoldError(
      "input",
      `${service.template} is missing from pinfold's own package`,
      "install pinfold anew",
    );
  const text = unitText(service, template, {
    node: copy.node,
    cli: copy.cli,
    log: service.log,
    environment: keptVariables(machine.env),
  });
  const before = textOf(context, service.file);
  const running = await agentStatus(context);
  const isSame = before === text && running?.version === version && running.ownFiles.length === 0;
  if (!isSame) {
    audit.append({
      event: "agent-installed",
      message: `the agent of pinfold ${version} starts with this user's session`,
      file: service.file,
      digest: copy.files,
      details: { node: copy.node, nodeSha256: copy.nodeSha256, cli: copy.cli },
    });
    if (before !== text)
      world.files.replace(service.file, text, { expected: before, isPrivate: false });
    await service.enable();
  }
  releasePrivateCopies({ state, ownProgram }, "agent", new Set([copy.id]));
  const isReachable = await service.isReachable();
  const agent = isReachable ? await waitFor(context) : null;
  const delivery = agent === null ? null : await test(context);
  const isRunning = agent !== null;
  if (isText) {
    const { home } = machine;
    io.out(isSame ? "the agent is installed and runs already\n" : "the agent is installed\n");
    io.out(`  service  ${shortPath(service.file, home)}\n`);
    io.out(`  runs     ${shortPath(copy.node, home)} ${shortPath(copy.cli, home)} watch\n`);
    io.out(runningText(isReachable, agent?.pid ?? null));
    if (delivery !== null) io.out(deliveryText(delivery));
    io.out("  undo     pinfold agent uninstall\n");
  } else {
    const head = headJson({ version, now: machine.now.toISOString() });
    const { id, node, cli, nodeSha256, files } = copy;
    io.out(
      `${printableJson({ ...head, service: { manager: service.name, file: service.file }, copy: { id, node, cli, nodeSha256, files }, isChanged: !isSame, isReachable, isRunning, pid: agent?.pid ?? null, delivery })}\n`,
    );
  }
  return isRunning || !isReachable ? EXIT.clean : EXIT.failed;
};

async function refuse({ agentHost, world }: CommandContext): Promise<void> {
  if ((await agentHost()).isAdministrator)
    throw new PinfoldError(
      "refused",
      "the agent watches what one user's clients start, and root is not that user",
      "run it as the user: sudo -u USER pinfold agent install --yes",
    );
  const injected = injectedVariables(world.machine.env);
  if (injected.length > 0)
    throw new PinfoldError(
      "refused",
      `nothing is installed while ${injected.join(", ")} is set: what it loads would be asked first`,
      `unset it: env -u ${injected.join(" -u ")} pinfold agent install`,
    );
}

async function ask({ io, ownProgram, world }: CommandContext, service: ServiceManager) {
  const { home } = world.machine;
  io.err(
    `pinfold will copy ${shortPath(ownProgram.interpreter, home)} and itself to a folder of its own,\nwrite ${shortPath(service.file, home)}, and start the agent now and with every session.\n`,
  );
  if (!io.canAsk)
    throw new PinfoldError(
      "usage",
      "agent install asks before it writes, and there is no terminal to ask on",
      "say --yes to install without a question",
    );
  if (!/^y(?:es)?$/i.test((await io.ask("install it? [y/N] ")).trim()))
    throw new PinfoldError("refused", "nothing was installed", "pinfold watch runs it once");
}

function unitText(service: ServiceManager, template: string, values: UnitValues): string {
  return service.name === "systemd"
    ? systemdUnit(template, values)
    : launchdPlist(template, values);
}

function keptVariables(env: Readonly<Record<string, string | undefined>>) {
  const found = KEPT_VARIABLES.flatMap((name): [string, string][] => {
    const value = env[name];
    return value?.startsWith("/") === true ? [[name, value]] : [];
  });
  return Object.fromEntries(found);
}

/** Until the agent answers: it starts in the background. */
async function waitFor(context: CommandContext) {
  const { timers } = await context.agentHost();
  const end = timers.steady() + WAIT_MS;
  for (;;) {
    const agent = await agentStatus(context);
    if (agent?.version === context.world.version || timers.steady() > end) return agent;
    await new Promise<void>((resolve) => {
      timers.after(PAUSE_MS, resolve);
    });
  }
}

async function test({ askAgent }: CommandContext): Promise<Delivery | null> {
  const said = await askAgent({ op: "test" });
  if (typeof said !== "object" || said === null || !("delivery" in said)) return null;
  const { delivery } = said;
  if (typeof delivery !== "object" || delivery === null || !("error" in delivery)) return null;
  return { error: typeof delivery.error === "string" ? delivery.error : null };
}

function runningText(isReachable: boolean, pid: number | null): string {
  if (pid !== null) return `  running  process ${pid}\n`;
  return isReachable
    ? "  it does not answer yet: pinfold agent status, pinfold agent logs\n"
    : "  it starts with the next session: no service manager of this user answers now\n";
}

function deliveryText({ error }: Delivery): string {
  return error === null
    ? "  a test notification was sent: if you did not see it, allow notifications of pinfold (macOS: of Script Editor)\n"
    : `  a test notification could not be shown: ${printable(error, 300)}\n`;
}

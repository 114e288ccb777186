import { EditHistory } from "../edits/history.ts";
import { PinfoldError } from "../errors.ts";
import type { AuditEntry } from "../model/audit.ts";
import { printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import type { HardenedServer } from "../reporters/harden.ts";
import { headJson } from "../reporters/json.ts";
import { type Style, styleFor } from "../reporters/style.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import type { ChainContext } from "../verify/find-chains.ts";
import type { CommandContext } from "./define.ts";

/** Who made the changes, in their history. */
export const HARDEN = "harden";

/** One run of `harden`. */
export interface HardenSession extends CommandContext {
  readonly state: State;
  readonly history: EditHistory;
  readonly chains: ChainContext;
  readonly style: Style;
  /** For people; nothing where the answer is JSON. */
  readonly say: (text: string) => void;
}

export function openHardenSession(context: CommandContext): HardenSession {
  const { io, options, world } = context;
  const { disk, files, machine, rpmQuery } = world;
  const folders = foldersOf(machine);
  const state = new State(disk, files, folders);
  const { clientPath } = options.scope;
  return {
    ...context,
    state,
    history: new EditHistory(disk, files, folders),
    chains: { disk, machine, state, clientPath, rpmQuery },
    style: styleFor(io.isTerminal, machine.env),
    say: (text) => (options.format === "text" ? io.out(text) : undefined),
  };
}

/** A change that was made stays made where the log cannot be written. */
export function logChange({ io, world }: CommandContext, entry: AuditEntry): void {
  try {
    world.audit.append(entry);
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    io.err(`pinfold: the change is made and not in the log: ${printable(thrown.message, 600)}\n`);
  }
}

/** Some clients write their file themselves: over what we write, while they run. */
export function warnOfRunning(
  { io, clientEnvironment, world }: CommandContext,
  ids: readonly string[],
): void {
  for (const { id, name, processes = [] } of world.clients) {
    const [running] = ids.includes(id) ? clientEnvironment.running(processes) : [];
    if (running !== undefined)
      io.err(
        `pinfold: ${name} runs (process ${running.pid}): quit it first, since it may write its file over the change\n`,
      );
  }
}

/**
 * Whether what was shown is to be written.
 *
 * @throws {PinfoldError} `usage` where nobody can be asked
 */
export async function isWanted(
  { io, options }: CommandContext,
  question: string,
): Promise<boolean> {
  if (options.isYes) return true;
  if (!io.canAsk || options.format === "json")
    throw new PinfoldError(
      "usage",
      "harden asks before it writes, and there is no terminal to ask on",
      "say --yes to write without a question",
    );
  return /^y(?:es)?$/i.test((await io.ask(`${question} [y/N] `)).trim());
}

/** The exit code, after the answer for programs. */
export function answer(
  { io, options, world }: CommandContext,
  servers: readonly HardenedServer[],
): number {
  const isDone = servers.every(({ outcome }) =>
    ["hardened", "already", "restored"].includes(outcome),
  );
  const exitCode = isDone && servers.length > 0 ? EXIT.clean : EXIT.unsettled;
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: world.machine.now.toISOString() });
    io.out(`${printableJson({ ...head, servers, exitCode })}\n`);
  }
  return exitCode;
}

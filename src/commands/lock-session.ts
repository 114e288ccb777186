import type { LockContext } from "../lock/define.ts";
import { type LauncherPlan, recordLauncher } from "../lock/launcher-pins.ts";
import type { WriteContext } from "../lock/write.ts";
import type { Finding } from "../model/finding.ts";
import { chainText } from "../reporters/chain.ts";
import { findingBlock } from "../reporters/finding-block.ts";
import type { PlanSummary } from "../reporters/lock-plan.ts";
import { styleFor } from "../reporters/style.ts";
import type { ChainContext } from "../verify/find-chains.ts";
import type { KnownServer } from "../verify/servers.ts";
import type { CommandContext } from "./define.ts";

/** What became of the servers that share one subject. */
export type Outcome = "locked" | "already" | "declined" | "failed" | "skipped";

export interface Row {
  readonly servers: readonly string[];
  readonly subject: string | null;
  readonly outcome: Outcome;
  readonly file: string | null;
  readonly reason: string | null;
  readonly summary: PlanSummary | null;
}

/** One run of `lock`. */
export interface Session extends CommandContext {
  readonly write: WriteContext;
  readonly lock: LockContext;
}

export type NewRow = (outcome: Outcome, parts?: Partial<Row>) => Row;

export function showFindings(
  { io, options, world }: Session,
  { entry }: KnownServer,
  findings: readonly Finding[],
): void {
  if (options.format !== "text" || findings.length === 0) return;
  const { env, home } = world.machine;
  const block = { style: styleFor(io.isTerminal, env), home };
  io.progress(null);
  for (const finding of findings) io.err(findingBlock(finding, entry, block));
}

export function chainContext({ write, options, lock }: Session): ChainContext {
  const { clientPath } = options.scope;
  return { ...write.world, state: write.state, clientPath, reading: lock.reading };
}

/** The chain that would be pinned, or why it would not. */
export function showLaunchers(
  { io, options, world }: Session,
  { entry }: KnownServer,
  { chains, errors }: LauncherPlan,
): void {
  if (options.format !== "text") return;
  const { env, home } = world.machine;
  const texts = chains.map((found) => chainText(found, found.chain, { home, isWhole: false }));
  for (const text of new Set(texts)) io.out(text);
  const block = { style: styleFor(io.isTerminal, env), home };
  for (const finding of errors) io.err(findingBlock(finding, entry, block));
  if (errors.length > 0)
    io.err("pinfold: the launcher is not pinned: an error stands, see above\n");
}

export function recordLaunchers(session: Session, { chains }: LauncherPlan): void {
  for (const found of chains) recordLauncher(chainContext(session), found);
}

/** Whether the user wants what was shown to be written. */
export async function isWanted({ io, options }: Session): Promise<boolean> {
  return options.isYes || /^y(?:es)?$/i.test((await io.ask("pin it? [y/N] ")).trim());
}

import { judgeChains } from "./chains.ts";
import { type ChainContext, ChainReading } from "./find-chains.ts";
import { judgeEvidence } from "./judge.ts";
import type { KnownServer } from "./servers.ts";

/**
 * Whether a program that a server's environment stands on may be started: nothing of its chain is
 * wrong. It is pinned, or is about to be shown and pinned.
 */
export function isChainInOrder(
  context: ChainContext,
  server: KnownServer,
  { program, isPinnedOnly }: { readonly program: string; readonly isPinnedOnly: boolean },
): boolean {
  const reading = context.reading ?? new ChainReading(context);
  const { evidence } = judgeChains(context, [server], () => [program], reading);
  const { chain } = evidence.get(server.entry.id) ?? {};
  if (chain === undefined) return false;
  const named = chain.chains.filter(({ command }) => command === program);
  // One that the entry's own chain goes through is judged with it.
  const chains = named.length === 0 ? chain.chains : named;
  const { findings } = judgeEvidence({ chain: { ...chain, chains } }, server.entry.id);
  return (
    findings.every(({ severity }) => severity !== "error") &&
    (!isPinnedOnly || chains.every(({ isPinned }) => isPinned))
  );
}

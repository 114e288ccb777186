import type { LauncherEvidence } from "../model/evidence.ts";
import type { FileReading } from "../ports/disk.ts";
import { judgeInterpreter, type PinnedInterpreter } from "../store/interpreters.ts";
import type { RunWorld } from "./define.ts";

export interface Candidates {
  readonly first: PinnedInterpreter | undefined;
  readonly others: readonly PinnedInterpreter[];
  readonly path: string;
  readonly digest: FileReading | null;
}

/** The first pinned interpreter that is what it was; else the first one that only drifted. */
export async function settleInterpreter(
  { disk, machine, rpmQuery }: Pick<RunWorld, "disk" | "machine" | "rpmQuery">,
  { first, others, path, digest }: Candidates,
): Promise<{ evidence: LauncherEvidence; isClean: boolean; real: string }> {
  const { home, now } = machine;
  const today = now.toISOString().slice(0, 10);
  const judge = (one: PinnedInterpreter | undefined, known: FileReading | null) =>
    judgeInterpreter(disk, {
      command: one?.command ?? path,
      path: one?.program.path ?? path,
      pin: one?.chain ?? null,
      digest: known,
      home,
      today,
    });
  const judged = [judge(first, digest)];
  for (const other of others) {
    if (judged.some(({ isClean }) => isClean)) break;
    judged.push(judge(other, null));
  }
  const clean = judged.find(({ isClean }) => isClean);
  if (clean !== undefined) return clean;
  const { withAttestations } = await import("./drift.ts");
  const attested = judged.map((one) => ({
    ...one,
    evidence: withAttestations(one.evidence, one, rpmQuery),
  }));
  const drifted = attested.find(
    ({ evidence: { changes, hazards } }) =>
      changes.every(({ isAttested }) => isAttested) && hazards.every(({ isGrave }) => !isGrave),
  );
  const [any] = attested;
  const chosen = drifted ?? any;
  if (chosen === undefined) throw new Error("no interpreter was judged");
  return chosen;
}

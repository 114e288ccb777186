import type { PinfoldError } from "../errors.ts";
import type { Decided, PlannedFile } from "../harden/plan.ts";
import type { HardenedServer } from "../reporters/harden.ts";
import type { KnownServer } from "../verify/servers.ts";

/** What is not written: done already, or left. */
export function rowsOf(decided: readonly Decided[]): readonly HardenedServer[] {
  return decided.map(({ server, decision }) => ({
    ...base(server),
    outcome: decision.kind === "done" ? "already" : "left",
    reason: decision.kind === "left" ? decision.reason : null,
    remedy: decision.kind === "left" ? decision.remedy : null,
  }));
}

/** What became of what was to be written. */
export function writtenRows(
  files: readonly PlannedFile[],
  outcome: HardenedServer["outcome"],
  error: PinfoldError | null,
): readonly HardenedServer[] {
  return files.flatMap(({ servers }) =>
    servers.map(({ server }) => ({
      ...base(server),
      outcome,
      reason: error?.message ?? null,
      remedy: error?.hint ?? null,
    })),
  );
}

function base({ entry }: KnownServer): Pick<HardenedServer, "id" | "name" | "file"> {
  return { id: entry.id, name: entry.name, file: entry.source.file };
}

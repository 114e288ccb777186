import type { Finding } from "../model/finding.ts";
import type { Machine } from "../ports/machine.ts";
import type { Evidence } from "../rules/apply.ts";
import type { State } from "../state/state.ts";
import { readEntry } from "../verify/entry-evidence.ts";
import { judgeEvidence } from "../verify/judge.ts";
import type { KnownServer } from "../verify/servers.ts";

/**
 * What is wrong with an entry before its packages are looked at: a variable that injects code,
 * another server than the one that was pinned under its name. No pin is taken while an error stands;
 * warnings are what a person says yes to.
 */
export function findingsOfEntry(
  { state, machine }: { readonly state: State; readonly machine: Machine },
  server: KnownServer,
  more: Evidence = {},
): readonly Finding[] {
  const { entry, environment } = readEntry(server, state, machine);
  const { findings } = judgeEvidence({ entry, environment, ...more }, server.entry.id);
  return findings.filter(({ ruleId, severity }) => severity !== "note" && ruleId !== "new-server");
}

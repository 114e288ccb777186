import type { AgentStatus, Judgement } from "../model/agent.ts";
import type { AgentMemory } from "./memory.ts";

export function statusOf({
  started,
  judgement,
  due,
  ...rest
}: Omit<AgentStatus, "started" | "report" | "next" | "waiting"> & {
  readonly started: Date;
  readonly judgement: Judgement | null;
  readonly due: AgentMemory["due"];
}): AgentStatus {
  const next = Object.entries(due).map(([name, time]): [string, string | null] => [
    name,
    time === null ? null : new Date(time).toISOString(),
  ]);
  return {
    ...rest,
    started: started.toISOString(),
    report: judgement?.report ?? null,
    next: Object.fromEntries(next),
    waiting: judgement?.waiting ?? [],
  };
}

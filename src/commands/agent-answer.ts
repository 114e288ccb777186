import type { AgentStatus } from "../model/agent.ts";
import type { CommandContext } from "./define.ts";

/**
 * What the running agent says; null where none answers. One of another version may answer with less or
 * more: what every version has is looked at before it is believed to be a status.
 */
export async function agentStatus(
  { askAgent }: Pick<CommandContext, "askAgent">,
  isLookWanted = false,
): Promise<AgentStatus | null> {
  const said = await askAgent(isLookWanted ? { op: "look", isOnline: false } : { op: "status" });
  if (typeof said !== "object" || said === null) return null;
  const isStatus = "pid" in said && "version" in said && "report" in said && "alerts" in said;
  // Our own program's answer over a socket of this user's own.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return isStatus ? (said as AgentStatus) : null;
}

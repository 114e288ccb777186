import type { AgentEvidence } from "../model/agent.ts";
import type { Finding } from "../model/finding.ts";
import { applyRules } from "../rules/apply.ts";
import { RULES } from "../rules/index.ts";

/** What is wrong with the agent itself, by the same kind of rules as with a server. */
export function ownFindings(agent: AgentEvidence): readonly Finding[] {
  return applyRules(RULES, { agent }, null);
}

import type { CommandContext } from "../../src/commands/define.ts";

/** A machine on which no agent runs, and none can be installed. */
export const NO_AGENT: Pick<CommandContext, "agentHost" | "askAgent" | "serviceManager"> = {
  agentHost: () => Promise.reject(new Error("nothing here starts an agent")),
  askAgent: () => Promise.resolve(null),
  serviceManager: () => Promise.resolve(null),
};

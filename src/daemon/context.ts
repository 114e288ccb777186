import type { AuditLog } from "../audit/log.ts";
import type { Identify, SelfCheck } from "../ports/agent.ts";
import type { AgentHost } from "../ports/agent-host.ts";
import type { AgentFiles } from "./memory.ts";
import type { Schedules } from "./settings.ts";

/** Everything that the agent reaches the world through. */
export interface AgentContext extends Omit<AgentHost, "untilStopped" | "isAdministrator"> {
  readonly identify: Identify;
  readonly isFolder: (path: string) => boolean;
  readonly self: SelfCheck;
  readonly files: AgentFiles;
  readonly audit: AuditLog;
  readonly stateFolder: string;
  readonly home: string;
  readonly version: string;
  readonly schedules: Schedules;
  /** Told what a person at a terminal would see. */
  readonly say: (line: string) => void;
}

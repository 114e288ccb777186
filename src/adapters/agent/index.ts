import type { Machine } from "../../ports/machine.ts";
import type { ServiceManager } from "../../ports/service.ts";
import { launchdService } from "./launchd.ts";
import { systemdService } from "./systemd.ts";

export { askAgent } from "./ask.ts";

export async function nodeAgentHost(agentFolder: string) {
  const { nodeAgentHost: build } = await import("./host.ts");
  return build(agentFolder);
}

export function serviceManager(machine: Machine): ServiceManager | null {
  if (machine.platform === "linux") return systemdService(machine);
  return machine.platform === "darwin" ? launchdService(machine) : null;
}

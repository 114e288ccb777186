import { mkdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";

import { messageOf, PinfoldError } from "../../errors.ts";
import type { Machine } from "../../ports/machine.ts";
import type { ServiceManager } from "../../ports/service.ts";
import { runSystem, saidNo, type Said } from "./run-system.ts";

const LABEL = "dev.pinfold.agent";

/** A launchd agent. Source: launchctl(1), launchd.plist(5); not tried on a Mac yet. */
export function launchdService({ home }: Machine): ServiceManager {
  const file = `${home}/Library/LaunchAgents/${LABEL}.plist`;
  const log = `${home}/Library/Logs/pinfold/agent.log`;
  const domain = `gui/${userInfo().uid}`;
  const launchctl = (...args: readonly string[]): Promise<Said> =>
    runSystem("launchctl", ["/bin/launchctl"], args);
  const isReachable = async (): Promise<boolean> => (await launchctl("print", domain)).code === 0;
  return {
    name: "launchd",
    file,
    template: "launchd/dev.pinfold.agent.plist",
    log,
    isReachable,
    async state() {
      const { code, out } = await launchctl("print", `${domain}/${LABEL}`);
      if (code !== 0) return { state: "absent", pid: null };
      const pid = Number(/^\s*pid = (\d+)/m.exec(out)?.[1] ?? Number.NaN);
      return Number.isNaN(pid) ? { state: "stopped", pid: null } : { state: "running", pid };
    },
    async enable() {
      mkdirSync(dirname(log), { recursive: true, mode: 0o700 });
      if (!(await isReachable())) return;
      await launchctl("bootout", `${domain}/${LABEL}`);
      const said = await launchctl("bootstrap", domain, file);
      if (said.code !== 0) throw saidNo("launchd did not take the agent", said);
    },
    async restart() {
      const said = await launchctl("kickstart", "-k", `${domain}/${LABEL}`);
      if (said.code !== 0) throw saidNo("the agent did not start", said);
    },
    async disable() {
      await launchctl("bootout", `${domain}/${LABEL}`);
    },
    reload: () => Promise.resolve(),
    logs(lines) {
      try {
        const all = readFileSync(log, "utf8").trimEnd().split("\n");
        return Promise.resolve(`${all.slice(-lines).join("\n")}\n`);
      } catch (thrown) {
        return Promise.reject(
          new PinfoldError(
            "input",
            `${log} cannot be read: ${messageOf(thrown)}`,
            "pinfold agent status",
          ),
        );
      }
    },
  };
}

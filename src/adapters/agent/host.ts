import { mkdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import type { AgentHost } from "../../ports/agent-host.ts";
import { agentDoor } from "./door.ts";
import { childJudge } from "./judge.ts";
import { desktopNotifier } from "./notifier.ts";
import { cronScheduler } from "./scheduler.ts";
import { systemdSupervisor } from "./supervisor.ts";
import { nodeTimers } from "./timers.ts";
import { folderWatcher } from "./watcher.ts";

/** This machine, as the agent needs it. */
export function nodeAgentHost(agentFolder: string): AgentHost {
  const alive = `${agentFolder}/alive`;
  return {
    timers: nodeTimers,
    watcher: folderWatcher(),
    judge: childJudge,
    notify: desktopNotifier,
    schedule: cronScheduler,
    supervisor: systemdSupervisor(),
    door: agentDoor(agentFolder),
    alive: {
      touch() {
        const now = new Date();
        try {
          utimesSync(alive, now, now);
        } catch {
          try {
            mkdirSync(dirname(alive), { recursive: true, mode: 0o700 });
            writeFileSync(alive, "", { mode: 0o600 });
          } catch {
            // A state folder that cannot be written is told where something is written into it.
          }
        }
      },
      last: () => statSync(alive, { throwIfNoEntry: false })?.mtime ?? null,
    },
    pid: process.pid,
    isAdministrator: process.getuid?.() === 0,
    random: Math.random,
    untilStopped: () =>
      new Promise((resolve) => {
        for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
          process.once(signal, () => resolve(signal));
      }),
  };
}

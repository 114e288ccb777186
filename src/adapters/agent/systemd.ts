import { mkdirSync, rmdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Machine } from "../../ports/machine.ts";
import type { ServiceManager } from "../../ports/service.ts";
import { runSystem, saidNo, type Said } from "./run-system.ts";

const UNIT = "pinfold.service";

/** A user unit of systemd. */
export function systemdService({ env, home }: Machine): ServiceManager {
  const config =
    env["XDG_CONFIG_HOME"]?.startsWith("/") === true ? env["XDG_CONFIG_HOME"] : `${home}/.config`;
  const folder = join(config, "systemd/user");
  const file = join(folder, UNIT);
  const wanted = join(folder, "default.target.wants", UNIT);
  const systemctl = (...args: readonly string[]): Promise<Said> =>
    runSystem("systemctl", ["/usr/bin/systemctl", "/bin/systemctl"], ["--user", ...args]);
  const must = async (what: string, ...args: readonly string[]): Promise<void> => {
    const said = await systemctl(...args);
    if (said.code !== 0) throw saidNo(what, said);
  };
  const isReachable = async (): Promise<boolean> => {
    try {
      return (await systemctl("show-environment")).code === 0;
    } catch {
      return false;
    }
  };
  return {
    name: "systemd",
    file,
    template: "systemd/pinfold.service",
    log: "",
    isReachable,
    async state() {
      if (!(await isReachable())) return { state: "unknown", pid: null };
      const { out } = await systemctl("show", UNIT, "--property=ActiveState,LoadState,MainPID");
      const value = (name: string): string =>
        new RegExp(`^${name}=(.*)$`, "m").exec(out)?.[1] ?? "";
      if (value("LoadState") === "not-found") return { state: "absent", pid: null };
      const active = value("ActiveState");
      if (active === "active" || active === "activating")
        return { state: "running", pid: Number(value("MainPID")) || null };
      return { state: active === "failed" ? "failed" : "stopped", pid: null };
    },
    async enable() {
      // By hand, so that it also starts with the next session where none is there now.
      mkdirSync(dirname(wanted), { recursive: true });
      rmSync(wanted, { force: true });
      symlinkSync(file, wanted);
      if (!(await isReachable())) return;
      await must("systemd did not read the unit", "daemon-reload");
      await systemctl("reset-failed", UNIT);
      await must("the agent did not start", "restart", UNIT);
    },
    async restart() {
      await systemctl("reset-failed", UNIT);
      await must("the agent did not start", "restart", UNIT);
    },
    async disable() {
      if (await isReachable()) await systemctl("stop", UNIT);
      rmSync(wanted, { force: true });
      removeIfEmpty(dirname(wanted));
    },
    async reload() {
      if (!(await isReachable())) return;
      await systemctl("daemon-reload");
      await systemctl("reset-failed", UNIT);
    },
    async logs(lines) {
      const said = await runSystem(
        "journalctl",
        ["/usr/bin/journalctl", "/bin/journalctl"],
        ["--user", "--unit", UNIT, "--lines", String(lines), "--no-pager", "--output=short-iso"],
      );
      if (said.code !== 0) throw saidNo("the journal cannot be read", said);
      return said.out;
    },
  };
}

/** A folder that was only there for our link. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Others have something in it, or it is not there.
  }
}

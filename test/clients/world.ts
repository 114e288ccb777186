import { type Discovery, type DiscoverOptions, discover } from "../../src/clients/discover.ts";
import { CLIENTS } from "../../src/clients/index.ts";
import type { Platform } from "../../src/model/platform.ts";
import type { Disk } from "../../src/ports/disk.ts";
import type { Machine } from "../../src/ports/machine.ts";

const HOMES: Record<Platform, string> = {
  linux: "/home/ada",
  darwin: "/Users/ada",
  win32: "C:\\Users\\ada",
};

/** A machine of Ada's, who works in `shop`. */
export function machineOf(platform: Platform = "linux", facts: Partial<Machine> = {}): Machine {
  const home = HOMES[platform];
  const cwd = platform === "win32" ? `${home}\\shop` : `${home}/shop`;
  return { platform, arch: "x64", home, cwd, env: {}, now: new Date(0), ...facts };
}

/** What is found on a disk, by every client or by those that are named. */
export function find(
  disk: Disk,
  options: Partial<DiscoverOptions> = {},
  machine: Machine = machineOf(),
): Discovery {
  return discover(disk, machine, {
    clients: CLIENTS,
    only: null,
    overrides: new Map(),
    ...options,
  });
}

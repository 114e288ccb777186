import { CLIENTS } from "../../src/clients/index.ts";
import { examine } from "../../src/doctor/examine.ts";
import type { Diagnosed, DoctorReport } from "../../src/model/diagnosis.ts";
import type { Platform } from "../../src/model/platform.ts";
import type { Machine } from "../../src/ports/machine.ts";
import type { Scope } from "../../src/verify/world.ts";
import { MemoryDisk } from "./memory-disk.ts";

const HOMES: Record<Platform, string> = {
  linux: "/home/ada",
  darwin: "/Users/ada",
  win32: "C:\\Users\\ada",
};

/** Ada's machine in memory, for `doctor`: a PATH with Node and npx, and what a test puts there. */
export class DoctorHome {
  readonly disk = new MemoryDisk();
  readonly home: string;
  readonly machine: Machine;

  constructor(platform: Platform = "linux", facts: Partial<Machine> = {}) {
    this.home = HOMES[platform];
    const env = platform === "win32" ? {} : { HOME: this.home, PATH: "/usr/bin:/bin" };
    const now = new Date("2026-11-22T20:00:00Z");
    this.machine = { platform, arch: "x64", home: this.home, cwd: this.home, env, now, ...facts };
    this.disk.folder(this.home);
  }

  /** A file of the home folder, `~/…`, or of the machine. */
  has(path: string, content: string | Uint8Array, mode = 0o644): this {
    this.disk.file(path.replace(/^~/, this.home), content, { mode });
    return this;
  }

  examines(scope: Partial<Scope> = {}): DoctorReport {
    const nothing = { lockfiles: null, client: null, clientPath: null };
    const whole = { servers: [], configs: new Map(), projects: [], ...nothing, ...scope };
    const { disk, machine } = this;
    return examine({ disk, machine, clients: CLIENTS, version: "0.0.0-test" }, whole);
  }
}

/** `error[missing-comma] 4:5 a comma is missing before "b"`. */
export function briefly({ severity, ruleId, location, message }: Diagnosed): string {
  const { line, column } = location ?? {};
  const at = line === undefined ? "" : ` ${line}:${column ?? 0}`;
  return `${severity}[${ruleId}]${at} ${message}`;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { NpxHome } from "../test/support/npx-home.ts";
import { TestRegistry } from "../test/support/registry.ts";
import { RunningAgent } from "../test/support/running-agent.ts";

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

/** Ticks of a core's time in a second, as /proc counts them. Source: proc(5), sysconf(_SC_CLK_TCK). */
const TICKS = 100;

/** A home of small servers that are locked, for an agent to watch. Linux alone tells what it costs. */
export class AgentHome implements AsyncDisposable {
  readonly npx: NpxHome;
  readonly #registry: TestRegistry;
  readonly names: readonly string[];

  static async set(servers: number): Promise<AgentHome> {
    const registry = await TestRegistry.start();
    const names = Array.from({ length: servers }, (_, n) => `wave-${n}`);
    for (const name of names)
      registry.publish(
        { name, version: "1.0.0", bin: "cli.js" },
        { "cli.js": "#!/usr/bin/env node\nrise();\n", "lib/rise.js": "rise();\n" },
      );
    const home = new AgentHome(registry, names);
    home.configure();
    for (const name of names) home.npx.install(`${name}@1.0.0`);
    const child = spawn(process.execPath, [CLI, "lock", "--yes"], {
      cwd: home.npx.home,
      env: home.env,
      stdio: "ignore",
    });
    const [code] = (await once(child, "close")) as [number];
    if (code !== 0) throw new Error("the servers of the bench cannot be locked");
    return home;
  }

  private constructor(registry: TestRegistry, names: readonly string[]) {
    this.#registry = registry;
    this.names = names;
    this.npx = new NpxHome({ registry });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.npx[Symbol.dispose]();
    await this.#registry[Symbol.asyncDispose]();
  }

  get env(): Record<string, string> {
    const { env, home } = this.npx;
    return { ...env, PATH: `${home}/bin:${env["PATH"] ?? ""}` };
  }

  /** Every server as it was locked, but for one that is swapped. */
  configure(swapped: number | null = null): void {
    const entry = (name: string, n: number) =>
      ({ command: "npx", args: ["-y", n === swapped ? "evil@6.6.6" : `${name}@1.0.0`] }) as const;
    this.npx.configure(
      Object.fromEntries(this.names.map((name, n) => [name, entry(name, n)] as const)),
    );
  }

  shadow(isThere: boolean): void {
    const path = join(this.npx.home, "bin/npx");
    if (isThere) this.npx.write(path, "#!/bin/sh\n", 0o755);
    else rmSync(path, { force: true });
  }

  agent(): RunningAgent {
    return new RunningAgent(this.npx.home, this.env, { cli: CLI });
  }

  /** The records of the audit log's newest file. */
  records(): readonly {
    readonly event: string;
    readonly time: string;
    readonly message: string;
  }[] {
    const file = join(this.npx.home, ".local/state/pinfold/audit/000000000001.jsonl");
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    return lines.map(
      (line) => JSON.parse(line) as { event: string; time: string; message: string },
    );
  }
}

/** What a process holds in memory now, in MB (10^6 bytes). */
export function residentMb(pid: number): number {
  const [, kilobytes = "0"] =
    /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return (Number(kilobytes) * 1024) / 1e6;
}

/** Seconds of a core that a process and the children that it waited for have taken so far. */
export function coreSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15).map(Number);
  return (utime + stime + cutime + cstime) / TICKS;
}

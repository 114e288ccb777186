import type { AuditLog } from "../../src/audit/log.ts";
import type { AgentContext } from "../../src/daemon/context.ts";
import { Agent } from "../../src/daemon/agent.ts";
import { AgentFiles } from "../../src/daemon/memory.ts";
import { PinfoldError } from "../../src/errors.ts";
import type { Judgement, Notice } from "../../src/model/agent.ts";
import type { Files } from "../../src/ports/files.ts";
import { foldersOf } from "../../src/state/folders.ts";
import { machineOf } from "../clients/world.ts";
import { memoryAudit } from "../support/memory-audit.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { judgement, NOW } from "./alert.ts";

interface Timer {
  at: number;
  readonly every: number | null;
  readonly work: () => void;
}

/**
 * A machine for an agent: what it finds is set, time passes when it is told to, and everything that
 * it says and writes is kept. It outlives its agents, as a disk does.
 */
export class FakeHost {
  readonly disk = new MemoryDisk();
  readonly folders = foldersOf(machineOf("linux"));
  readonly audit: AuditLog = memoryAudit(this.disk, `${this.folders.state}/audit`);
  finds: Judgement | Error = judgement([]);
  readonly notices: Notice[] = [];
  readonly said: string[] = [];
  readonly looks: boolean[] = [];
  watched: ReadonlySet<string> = new Set();
  /** Why the desktop shows nothing. */
  isMute: string | null = null;
  isFull = false;
  /** Looks begin, and never end. */
  isSlow = false;
  isDoorTaken = false;
  /** How often an agent has stood at the door. */
  doors = 0;
  schedule = "0 * * * *";
  isDoorOurs = true;
  ownFiles: readonly string[] = [];
  /** Paths that changed since they were looked at. */
  readonly touched = new Set<string>();
  readonly systemd: string[] = [];
  /** When the clock on the wall and the steady one differ from when this began, in milliseconds. */
  #wall = 0;
  #steady = 0;
  #timers = new Set<Timer>();
  #alive: Date | null = null;
  #change = (_path: string): void => undefined;
  #trouble = (_code: string): void => undefined;

  get agent(): Agent {
    return new Agent(this.context);
  }

  /** Started, and the first look over. */
  async start(): Promise<Agent> {
    const { agent } = this;
    await agent.start();
    await settle();
    return agent;
  }

  /** The process is gone, with its timers, and wrote nothing more. */
  kill(): void {
    this.#timers = new Set();
  }

  get now(): Date {
    return new Date(NOW.getTime() + this.#wall);
  }

  /** Both clocks go on, and timers run. */
  async passes(seconds: number): Promise<void> {
    const end = this.#steady + seconds * 1000;
    for (;;) {
      const next = [...this.#timers].toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#wall += next.at - this.#steady;
      this.#steady = next.at;
      if (next.every === null) this.#timers.delete(next);
      else next.at += next.every;
      next.work();
      await settle();
    }
    this.#wall += end - this.#steady;
    this.#steady = end;
    await settle();
  }

  /** The lid is closed: only the clock on the wall goes on. */
  sleeps(seconds: number): void {
    this.#wall += seconds * 1000;
  }

  changes(path: string): void {
    this.#change(path);
  }

  runsOutOfWatches(): void {
    this.#trouble("ENOSPC");
  }

  events(): readonly string[] {
    return [...this.audit.records()].map(({ event }) => event);
  }

  titles(): readonly string[] {
    return this.notices.map(({ title }) => title);
  }

  get context(): AgentContext {
    const files: Files = {
      replace: (path, text, { around = (put) => put() }) => {
        if (this.isFull) throw new PinfoldError("input", `${path} cannot be written`, "free some");
        around(() => this.disk.file(path, text));
      },
      keep: (path, text) => void this.disk.file(path, text),
      believe: (_path, text) => text,
      forget: (path) => void this.disk.remove(path),
    };
    const { audit } = this;
    return {
      timers: {
        now: () => this.now,
        steady: () => this.#steady,
        after: (milliseconds, work) => this.#timer(milliseconds, null, work),
        every: (milliseconds, work) => this.#timer(milliseconds, milliseconds, work),
      },
      watcher: {
        watch: (folders) => void (this.watched = folders),
        onChange: (listener) => void (this.#change = listener),
        onTrouble: (listener) => void (this.#trouble = listener),
        close: () => Promise.resolve(),
      },
      judge: ({ isOnline, unless }) => {
        this.looks.push(isOnline);
        if (this.isSlow) return Promise.withResolvers<null>().promise;
        if (this.finds instanceof Error) return Promise.reject(this.finds);
        this.touched.clear();
        return Promise.resolve(unless === this.finds.entries ? null : { ...this.finds, isOnline });
      },
      identify: (path) => (this.touched.has(path) ? "other" : "same"),
      isFolder: (path) => !path.endsWith(".json"),
      notify: (notice) => {
        if (this.isMute !== null) return Promise.reject(new Error(this.isMute));
        this.notices.push(notice);
        return Promise.resolve();
      },
      schedule: (_name, expression) => {
        if (expression === "never?") throw new PinfoldError("usage", "is no schedule", "");
        return {
          start: () => undefined,
          next: () => new Date(Math.floor(this.now.getTime() / 3_600_000 + 1) * 3_600_000),
          stop: () => undefined,
        };
      },
      supervisor: {
        interval: 60_000,
        ready: () => void this.systemd.push("ready"),
        alive: () => void this.systemd.push("alive"),
        stopping: () => void this.systemd.push("stopping"),
      },
      door: () => {
        this.doors += 1;
        const server = {
          isOurs: () => Promise.resolve(this.isDoorOurs),
          close: () => Promise.resolve(),
        };
        return Promise.resolve(this.isDoorTaken ? null : server);
      },
      self: () => ({ ownFiles: this.ownFiles }),
      files: new AgentFiles({ disk: this.disk, files }, this.folders),
      alive: { touch: () => void (this.#alive = this.now), last: () => this.#alive },
      audit: {
        folder: audit.folder,
        append: (entry: Parameters<AuditLog["append"]>[0]) => {
          if (this.isFull) throw new PinfoldError("input", "the audit log cannot be written", "");
          return audit.append(entry);
        },
        head: () => audit.head(),
        records: (...args: Parameters<AuditLog["records"]>) => audit.records(...args),
      } as unknown as AuditLog,
      stateFolder: this.folders.state,
      home: "/home/ada",
      pid: 4711,
      version: "0.0.0-test",
      schedules: { verify: this.schedule, updates: "0 */6 * * *" },
      random: () => 0.5,
      say: (line) => void this.said.push(line),
    };
  }

  #timer(milliseconds: number, every: number | null, work: () => void): () => void {
    const timer = { at: this.#steady + milliseconds, every, work };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }
}

/** Everything that was promised has come. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

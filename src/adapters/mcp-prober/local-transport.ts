import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";

import {
  deserializeMessage,
  type JSONRPCMessage,
  type Transport,
} from "@modelcontextprotocol/client";

import type { StrayOutput } from "../../model/handshake.ts";
import type { LocalTarget } from "../../ports/mcp-prober.ts";
import { LineReader } from "./line-reader.ts";
import { endGroup, endOne, MARK, ProcessTree } from "./process-tree.ts";

/** What is kept of standard error: its end, where the reason stands. */
const STDERR_BYTES = 16 * 1024;

/** How often processes are looked for while the server runs. */
const LOOK_MS = 50;

/** How long it is waited for after its input was closed, and after SIGTERM. */
const POLITE_MS = 500;
const FIRM_MS = 1_000;

/**
 * A server as a process of this machine, in a group of its own. The SDK's own transport ends the process
 * alone, waits without a limit for lines, and says nothing of what was no message.
 */
export class LocalTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Told once, when waiting for an answer has become pointless. */
  onflood?: () => void;
  exit: { readonly code: number | null; readonly signal: string | null } | null = null;
  /** The process could not be started. */
  failure: Error | null = null;
  wasKilled = false;
  leftBehind = 0;
  readonly #target: LocalTarget;
  readonly #mark = randomUUID();
  readonly #reader = new LineReader((line) => this.#take(line));
  #stderr: Buffer = Buffer.alloc(0);
  #child: ChildProcessWithoutNullStreams | null = null;
  #tree: ProcessTree | null = null;
  #looking: NodeJS.Timeout | null = null;
  #ended: Promise<void> = Promise.resolve();
  #closing: Promise<void> | null = null;

  constructor(target: LocalTarget) {
    this.#target = target;
  }

  get stderr(): string {
    return this.#stderr.toString("utf8");
  }

  get isFlooded(): boolean {
    return this.#reader.isFlooded;
  }

  get stray(): StrayOutput | null {
    return this.#reader.stray;
  }

  start(): Promise<void> {
    const { command, args, env, cwd } = this.#target;
    return new Promise((resolve, reject) => {
      const child = spawn(command, [...args], {
        cwd,
        env: { ...env, [MARK]: this.#mark },
        detached: process.platform !== "win32",
        windowsHide: true,
      });
      this.#child = child;
      this.#ended = new Promise((ended) => {
        child.once("exit", (code, signal) => {
          this.exit = { code, signal };
          ended();
        });
        child.once("error", (error) => {
          if (this.exit === null && child.pid === undefined) this.failure = error;
          reject(error);
          ended();
        });
      });
      child.once("spawn", () => {
        this.#watch(child);
        resolve();
      });
    });
  }

  send(message: JSONRPCMessage): Promise<void> {
    const { stdin } = this.#child ?? {};
    if (stdin === undefined || !stdin.writable) return Promise.resolve();
    return new Promise((resolve) => {
      stdin.write(`${JSON.stringify(message)}\n`, () => resolve());
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#end().finally(() => this.onclose?.());
    return this.#closing;
  }

  #watch(child: ChildProcessWithoutNullStreams): void {
    const { pid } = child;
    if (pid !== undefined) this.#tree = new ProcessTree(pid, this.#mark);
    this.#looking = setInterval(() => this.#tree?.look(), LOOK_MS);
    // A server that has gone takes nothing any more: that it has gone is told by itself.
    child.stdin.on("error", () => undefined);
    child.stdout.on("data", (part: Buffer) => {
      this.#reader.add(part);
      if (!this.#reader.isFlooded) return;
      child.stdout.destroy();
      this.onflood?.();
    });
    child.stderr.on("data", (part: Buffer) => {
      const all = Buffer.concat([this.#stderr, part]);
      this.#stderr = all.subarray(Math.max(0, all.length - STDERR_BYTES));
    });
    child.stdout.on("error", () => undefined);
    child.stderr.on("error", () => undefined);
    // Only after its streams have ended everything that it wrote is here.
    child.once("close", () => {
      this.#reader.finish();
      void this.close();
    });
    child.once("exit", () => {
      // A process that it left behind holds the streams open.
      setTimeout(() => void this.close(), POLITE_MS);
    });
  }

  #take(line: string): boolean {
    let message: JSONRPCMessage;
    try {
      message = deserializeMessage(line);
    } catch {
      return false;
    }
    this.onmessage?.(message);
    return true;
  }

  async #end(): Promise<void> {
    const child = this.#child;
    const pid = child?.pid;
    if (child === null || pid === undefined) return;
    this.#tree?.look();
    child.stdin.end();
    if (!(await this.#hasEnded(POLITE_MS))) {
      // As a client does it: the process alone, so that what stays behind is seen.
      endOne(pid, "SIGTERM");
      if (!(await this.#hasEnded(FIRM_MS))) this.wasKilled = true;
    }
    // What it started is given the time to notice.
    if (!this.wasKilled) await this.#tree?.hasGone(POLITE_MS);
    if (this.#looking !== null) clearInterval(this.#looking);
    this.leftBehind = this.#tree?.alive().length ?? 0;
    if (this.leftBehind > 0) {
      endGroup(pid, "SIGTERM");
      this.#tree?.end("SIGTERM");
      await this.#tree?.hasGone(POLITE_MS);
    }
    endGroup(pid, "SIGKILL");
    this.#tree?.end("SIGKILL");
    await this.#hasEnded(FIRM_MS);
    await this.#tree?.hasGone(FIRM_MS);
    child.stdout.destroy();
    child.stderr.destroy();
    this.#reader.finish();
  }

  #hasEnded(limitMs: number): Promise<boolean> {
    if (this.exit !== null) return Promise.resolve(true);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), limitMs);
    });
    return Promise.race([this.#ended.then(() => true), late]).finally(() => clearTimeout(timer));
  }
}

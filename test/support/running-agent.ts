import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { CLI } from "./built-cli.ts";
import { askAgent } from "../../src/adapters/agent/ask.ts";
import type { AgentStatus } from "../../src/model/agent.ts";
import type { AgentRequest } from "../../src/ports/agent.ts";

const PATIENCE_MS = 30_000;

interface RunningOptions {
  readonly args?: readonly string[];
  /** Somebody else than who runs the tests. */
  readonly uid?: number;
  /** In place of the sources. */
  readonly cli?: string;
}

/** `pinfold watch` in a home, as a process of its own. Gone with `await using`. */
export class RunningAgent implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly #folder: string;
  readonly #owner: number | undefined;
  /** Settles with its exit code. */
  readonly exited: Promise<number | null>;
  err = "";

  constructor(
    home: string,
    env: Readonly<Record<string, string>>,
    { args = [], uid, cli = CLI }: RunningOptions = {},
  ) {
    this.#owner = uid;
    this.#folder = join(home, ".local/state/pinfold/agent");
    this.child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", cli, "watch", ...args],
      {
        cwd: "/",
        env,
        stdio: ["ignore", "ignore", "pipe"],
        ...(uid === undefined ? {} : { uid, gid: uid }),
      },
    );
    this.exited = new Promise((resolve) => {
      this.child.once("close", resolve);
    });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.err += text));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ends("SIGKILL");
  }

  /** Ends it and waits for it; answers its exit code. */
  async ends(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    this.child.kill(signal);
    return this.exited;
  }

  async asks(request: AgentRequest): Promise<unknown> {
    return askAgent(this.#folder, request, this.#owner);
  }

  /** Its status once `isSo` is so of it. */
  async until(
    what: string,
    isSo: (status: AgentStatus) => boolean = () => true,
  ): Promise<AgentStatus> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const status = (await this.asks({ op: "status" })) as AgentStatus | null;
      if (status?.report != null && isSo(status)) return status;
      assert.ok(Date.now() < end, `never ${what}: ${JSON.stringify(status?.alerts)} ${this.err}`);
      assert.equal(this.child.exitCode, null, this.err);
      await setTimeout(100);
    }
  }
}

/** Alerts that somebody was told of. */
export function toldOf({ alerts }: AgentStatus): readonly string[] {
  return alerts.filter(({ notified }) => notified !== null).map(({ ruleId }) => ruleId);
}

import { messageOf } from "../errors.ts";
import type { Alert } from "../model/agent.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { AgentContext } from "./context.ts";
import { type AgentMemory, NOTHING_REMEMBERED } from "./memory.ts";
import { isTold } from "./notices.ts";

/** What the agent remembers, and what it writes down for people. Neither can stop it from speaking. */
export class Journal {
  memory: AgentMemory;
  /** No agent has run for this user before. */
  readonly isNew: boolean;
  /** Why each of the two cannot be written; null while it can. */
  readonly #failures: Record<"log" | "memory", string | null> = { log: null, memory: null };
  readonly #context: Pick<AgentContext, "audit" | "files">;

  constructor(context: Pick<AgentContext, "audit" | "files">) {
    this.#context = context;
    const memory = context.files.memory();
    this.isNew = memory === null;
    this.memory = memory ?? NOTHING_REMEMBERED;
  }

  get failure(): string | null {
    return this.#failures.log ?? this.#failures.memory;
  }

  update(parts: Partial<AgentMemory>): void {
    this.memory = { ...this.memory, ...parts };
  }

  record(entry: AuditEntry): void {
    this.#attempt("log", () => this.update({ head: this.#context.audit.append(entry) }));
  }

  recordAlert(event: "finding" | "resolved", alert: Alert): void {
    const { ruleId: rule, severity, message, servers, file, wouldRun, key } = alert;
    this.record({
      event,
      message,
      servers: servers.map(({ id }) => id),
      rule,
      ...(file === null ? {} : { file }),
      details: { severity, wouldRun, key, isTold: isTold(alert) },
    });
  }

  keep(): void {
    this.#attempt("memory", () => this.#context.files.remember(this.memory));
  }

  #attempt(what: "log" | "memory", work: () => void): void {
    try {
      work();
      this.#failures[what] = null;
    } catch (thrown) {
      this.#failures[what] = messageOf(thrown);
    }
  }
}

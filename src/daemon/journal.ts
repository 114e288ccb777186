import { messageOf } from "../errors.ts";
import type { Alert } from "../model/agent.ts";
import type { AuditEntry, AuditHead } from "../model/audit.ts";
import type { AgentContext } from "./context.ts";
import { type AgentMemory, NOTHING_REMEMBERED } from "./memory.ts";
import { isTold } from "./notices.ts";

/** What the agent remembers, and what it writes down for people. Neither can stop it from speaking. */
export class Journal {
  memory: AgentMemory;
  /** No agent has run for this user before. */
  readonly isNew: boolean;
  /** The log ended with a record, and does so no more: what was seen of that first. */
  cut: string | null = null;
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
    this.#attempt("log", () => {
      const { head: before } = this.memory;
      const head = this.#context.audit.append(entry);
      if (before !== null && head.seq <= before.seq) this.#cutAt(before);
      this.update({ head });
    });
  }

  /** Whether the log still goes as far as this agent saw it go: a cheap question, asked each minute. */
  checkLog(): void {
    const { head: before } = this.memory;
    this.#attempt("log", () => {
      const now = this.#context.audit.head();
      if (before !== null && (now?.seq ?? 0) < before.seq) this.#cutAt(before);
    });
  }

  #cutAt({ seq }: AuditHead): void {
    this.cut ??= `the log was cut off or begun anew: record ${seq} is not there any more`;
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

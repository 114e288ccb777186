import { messageOf, PinfoldError } from "../errors.ts";
import type { AgentStatus, EndedAlert, Judgement, Notice } from "../model/agent.ts";
import type { AgentRequest, AgentServer } from "../ports/agent.ts";
import { TEST_NOTICE } from "../reporters/notification.ts";
import { advance } from "./alerts.ts";
import { type Instant, type Jump, jumpBetween, TICK_MS } from "./clock.ts";
import type { AgentContext } from "./context.ts";
import { followedLog } from "./follow-log.ts";
import { incidentsOf } from "./incidents.ts";
import { type JobName, Jobs } from "./jobs.ts";
import { Journal } from "./journal.ts";
import { Lookout } from "./lookout.ts";
import { NOTHING_TOLD, planNotices, type Told } from "./notices.ts";
import { ownFindings } from "./own-findings.ts";
import { statusOf } from "./status.ts";

const SWEEP_TICKS = 2;
/** So long a command waits for a look that is under way; on a machine that is busy one takes longer. */
const PATIENCE_MS = 10_000;

/**
 * The agent: compares what each look found with what is known, and says what is new. The looking is the
 * same verification as the command's, in a process of its own.
 */
export class Agent {
  readonly #context: AgentContext;
  readonly #journal: Journal;
  readonly #lookout: Lookout;
  readonly #jobs: Jobs;
  readonly #started: Date;
  readonly #cancels: (() => void)[] = [];
  #server: AgentServer | null = null;
  #instant: Instant;
  #ticks = 0;
  #isFirst: boolean;
  #told: Told = NOTHING_TOLD;
  #resolved: readonly EndedAlert[] = [];
  #degraded: string | null = null;
  #lostLog: string | null = null;
  #ownFiles: readonly string[] = [];
  #gap: AgentStatus["gap"] = null;
  readonly #lost = Promise.withResolvers<string>();

  /**
   * Touches nothing: what cannot start is told so before it claims anything.
   *
   * @throws {PinfoldError} `usage` for a schedule that is none
   */
  constructor(context: AgentContext) {
    this.#context = context;
    this.#journal = new Journal(context);
    this.#isFirst = this.#journal.isNew;
    this.#lookout = new Lookout(context, {
      judged: (judgement) => this.#take(judgement),
      ended: () => this.#speak(),
    });
    this.#jobs = new Jobs(context, this.#journal, (name) => void this.#verify(name));
    this.#started = context.timers.now();
    this.#instant = this.#now();
    context.watcher.onTrouble((code) => this.#degrade(code));
  }

  /** @throws {PinfoldError} `refused` where another agent runs for this user */
  async start(): Promise<void> {
    const { alive, audit, door, pid, schedules, self, supervisor, timers, version } = this.#context;
    this.#server = await door((request) => this.answer(request));
    if (this.#server === null)
      throw new PinfoldError(
        "refused",
        "an agent runs already for this user",
        "pinfold agent status tells of it",
      );
    this.#ownFiles = self().ownFiles;
    this.#lostLog = followedLog(audit, this.#journal.memory.head);
    this.#tellGap();
    const details = { pid, verify: schedules.verify, updates: schedules.updates };
    const message = `pinfold ${version} watches`;
    this.#journal.record({ event: "agent-started", message, details });
    if (this.#lostLog !== null)
      this.#journal.record({ event: "log-tampered", message: this.#lostLog });
    this.#jobs.start();
    this.#cancels.push(timers.every(TICK_MS, () => this.tick()));
    const { interval } = supervisor;
    if (interval !== null) this.#cancels.push(timers.every(interval, () => supervisor.alive()));
    this.#journal.update({ stoppedAt: null });
    this.#journal.keep();
    alive.touch();
    supervisor.ready();
    void this.#lookout.look();
  }

  /** Settles with the reason when there is nothing left to do here. */
  get lost(): Promise<string> {
    return this.#lost.promise;
  }

  async stop(why: string): Promise<void> {
    const { supervisor, timers, watcher } = this.#context;
    supervisor.stopping();
    for (const cancel of this.#cancels) cancel();
    this.#lookout.stop();
    this.#jobs.stop();
    this.#journal.record({ event: "agent-stopped", message: why });
    this.#journal.update({ stoppedAt: timers.now().toISOString() });
    this.#journal.keep();
    await this.#server?.close();
    await watcher.close();
  }

  /** Every half minute: what no timer can be trusted with. */
  tick(): void {
    const before = this.#instant;
    this.#instant = this.#now();
    this.#ticks += 1;
    const jump = jumpBetween(before, this.#instant);
    if (jump !== null) this.#onJump(jump);
    this.#jobs.tick(jump?.kind === "set-back");
    if (this.#ticks % SWEEP_TICKS === 0 || jump !== null) {
      this.#context.alive.touch();
      this.#lookout.sweep();
      this.#checkLog();
      void this.#checkDoor();
    }
    this.#speak();
  }

  async answer(request: AgentRequest): Promise<unknown> {
    switch (request.op) {
      case "status":
        // Who asks right after a change wants to hear of it, and to hear something in any case.
        await this.#withPatience(this.#lookout.settled());
        return this.status();
      case "look":
        await this.#lookout.look(request.isOnline);
        return this.status();
      case "snoozed":
        this.#speak();
        return {};
      case "test":
        await this.#deliver(TEST_NOTICE);
        return { delivery: this.#journal.memory.delivery };
      default:
        return request satisfies never;
    }
  }

  status(): AgentStatus {
    const { pid, version, files, timers, schedules } = this.#context;
    const { alerts, askedAt, delivery, due } = this.#journal.memory;
    return statusOf({
      pid,
      version,
      started: this.#started,
      judgement: this.#lookout.judgement,
      alerts,
      snoozes: files.snoozes(timers.now()),
      schedules,
      due,
      askedAt,
      delivery,
      degraded: this.#degraded,
      failure: this.#lookout.failure ?? this.#journal.failure,
      gap: this.#gap,
      ownFiles: this.#ownFiles,
      folders: this.#lookout.watched.size,
      isLooking: this.#lookout.isLooking,
    });
  }

  async #withPatience(work: Promise<void>): Promise<void> {
    const { timers } = this.#context;
    await new Promise<void>((resolve) => {
      const cancel = timers.after(PATIENCE_MS, resolve);
      void work.finally(() => {
        cancel();
        resolve();
      });
    });
  }

  #take(judgement: Judgement): void {
    const now = this.#context.timers.now();
    if (judgement.isOnline) this.#journal.update({ askedAt: now.toISOString() });
    const { folder } = this.#context.audit;
    const log = this.#lostLog === null ? null : { folder, message: this.#lostLog };
    const own = ownFindings({
      degraded: this.#degraded,
      ownFiles: this.#ownFiles,
      log,
      silentSince: null,
    });
    const found = incidentsOf(judgement, own, now);
    const { alerts, raised, resolved } = advance(this.#journal.memory.alerts, found, judgement);
    this.#journal.update({ alerts });
    this.#resolved = [...this.#resolved, ...resolved];
    for (const alert of raised) this.#journal.recordAlert("finding", alert);
    for (const alert of resolved) this.#journal.recordAlert("resolved", alert);
  }

  /** Says what is due, after it was recorded. */
  #speak(): void {
    const { files, home, timers } = this.#context;
    if (this.#lookout.judgement === null) return;
    const now = timers.now();
    const { notices, alerts, told } = planNotices({
      alerts: this.#journal.memory.alerts,
      resolved: this.#resolved,
      snoozes: files.snoozes(now),
      told: this.#told,
      isFirst: this.#isFirst,
      home,
      now,
    });
    this.#isFirst = false;
    this.#resolved = [];
    this.#told = told;
    this.#journal.update({ alerts });
    this.#journal.keep();
    for (const notice of notices) void this.#deliver(notice);
  }

  async #deliver(notice: Notice): Promise<void> {
    const { notify, say, timers } = this.#context;
    const { title, body, kind } = notice;
    say(`${title}: ${body.replaceAll("\n", " ")}`);
    let error: string | null = null;
    try {
      await notify(notice);
    } catch (thrown) {
      error = messageOf(thrown);
    }
    this.#journal.update({ delivery: { at: timers.now().toISOString(), title, error } });
    const details = { kind, body };
    this.#journal.record(
      error === null
        ? { event: "notified", message: title, details }
        : { event: "notification-failed", message: `${title}: ${error}`, details },
    );
    this.#journal.keep();
  }

  async #verify(name: JobName): Promise<void> {
    const isOnline = name === "updates";
    await this.#lookout.look(isOnline);
    const servers = this.#lookout.judgement?.report.servers ?? [];
    const violated = servers.filter(({ verdict }) => verdict === "violated").length;
    this.#journal.record({
      event: "verified",
      message: `${servers.length} servers, ${violated} violated`,
      details: { isOnline, servers: servers.length, violated },
    });
    this.#journal.keep();
  }

  /** The watcher says that it is ready all the same, and tells of nothing. */
  #degrade(code: string): void {
    if (this.#degraded !== null) return;
    this.#degraded = `the system gives no more watches (${code}): changes are seen within a minute`;
    this.#journal.record({ event: "watching-degraded", message: this.#degraded });
    void this.#lookout.look();
  }

  #onJump({ kind, from, to }: Jump): void {
    if (kind === "set-back") {
      // What was told in a future that is none any more would never be told again.
      const stamp = this.#context.timers.now().toISOString();
      const alerts = this.#journal.memory.alerts.map((alert) =>
        alert.notified !== null && alert.notified > stamp ? { ...alert, notified: stamp } : alert,
      );
      this.#journal.update({ alerts });
    }
    this.#recordGap(kind === "set-back" ? "the clock was set back" : kind, from, to);
  }

  #tellGap(): void {
    const { stoppedAt } = this.#journal.memory;
    const last = stoppedAt === null ? this.#context.alive.last() : new Date(stoppedAt);
    if (last === null || this.#journal.isNew) return;
    const why = stoppedAt === null ? "killed" : "stopped";
    this.#recordGap(why, last.getTime(), this.#instant.wall);
  }

  #recordGap(why: string, from: number, to: number): void {
    const gap = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), why };
    this.#gap = gap;
    const message = `nobody watched from ${gap.from} to ${gap.to}: ${why}`;
    this.#journal.record({ event: "monitoring-gap", message, details: gap });
  }

  #checkLog(): void {
    this.#journal.checkLog();
    if (this.#lostLog !== null || this.#journal.cut === null) return;
    this.#lostLog = this.#journal.cut;
    this.#journal.record({ event: "log-tampered", message: this.#lostLog });
    void this.#lookout.look();
  }

  /** A state folder that was deleted takes the socket with it. */
  async #checkDoor(): Promise<void> {
    if ((await this.#server?.isOurs()) !== false) return;
    await this.#server?.close();
    this.#server = await this.#context.door((request) => this.answer(request));
    if (this.#server === null) this.#lost.resolve("another agent answers in its place");
  }

  #now(): Instant {
    const { timers } = this.#context;
    return { wall: timers.now().getTime(), steady: timers.steady() };
  }
}

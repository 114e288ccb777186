import { messageOf } from "../errors.ts";
import type { Judgement } from "../model/agent.ts";
import type { AgentContext } from "./context.ts";
import { addChange, type Look, lookAt, type Pending, recentLooks } from "./pace.ts";
import { isWatched, watchSet, type WatchSet } from "./watch-set.ts";

/** What comes of looking. */
export interface LookoutEvents {
  /** A look that judged everything anew. */
  judged(judgement: Judgement): void;
  /** A look has ended, whatever came of it. */
  ended(): void;
}

/**
 * Decides when to look at the machine: soon after a change of anything that the last look depended on,
 * one look at a time, and seldom in a storm.
 */
export class Lookout {
  judgement: Judgement | null = null;
  /** Why the last look gave no answer. */
  failure: string | null = null;
  watched: WatchSet = new Map();
  readonly #context: AgentContext;
  readonly #events: LookoutEvents;
  readonly #changed = new Set<string>();
  #pending: Pending | null = null;
  #looks: readonly Look[] = [];
  #looking: Promise<void> | null = null;
  #wanted: "look" | "online" | null = null;
  #cancel: () => void = () => undefined;

  constructor(context: AgentContext, events: LookoutEvents) {
    this.#context = context;
    this.#events = events;
    context.watcher.onChange((path) => {
      if (isWatched(this.watched, path)) this.changed(path);
    });
  }

  get isLooking(): boolean {
    return this.#looking !== null;
  }

  /** Looks now, or once more after the look that is under way. */
  async look(isOnline = false): Promise<void> {
    this.#wanted = isOnline || this.#wanted === "online" ? "online" : "look";
    this.#looking ??= this.#lookOn().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Ends when everything that is known to have changed was looked at. */
  async settled(): Promise<void> {
    if (this.sweep() || this.#pending !== null) await this.look();
    else await this.#looking;
  }

  /** Something may be another there: looks when it has been quiet for a moment. */
  changed(path: string): void {
    const { timers } = this.#context;
    this.#changed.add(path);
    this.#pending = addChange(this.#pending, timers.steady());
    this.#cancel();
    const wait = lookAt(this.#pending, this.#looks) - timers.steady();
    this.#cancel = timers.after(Math.max(0, wait), () => void this.look());
  }

  /** Asks everything that was looked at whether it is still what it was. */
  sweep(): boolean {
    const { identify } = this.#context;
    const changed = (this.judgement?.seen ?? []).filter(
      ([path, as, identity]) => identify(path, as) !== identity,
    );
    for (const [path] of changed) this.changed(path);
    return changed.length > 0;
  }

  stop(): void {
    this.#cancel();
  }

  async #lookOn(): Promise<void> {
    while (this.#wanted !== null) {
      const isOnline = this.#wanted === "online";
      const changed = [...this.#changed];
      this.#wanted = null;
      this.#pending = null;
      this.#changed.clear();
      this.#cancel();
      await this.#lookOnce(isOnline, changed);
    }
  }

  async #lookOnce(isOnline: boolean, changed: readonly string[]): Promise<void> {
    const { judge, say, timers } = this.#context;
    const before = timers.steady();
    const last = this.judgement;
    const isOfConfigs =
      last !== null && changed.length > 0 && changed.every((path) => last.configs.includes(path));
    try {
      const unless = isOfConfigs && !isOnline ? last.entries : null;
      const judgement = await judge({ isOnline, unless });
      this.failure = null;
      if (judgement !== null) this.#take(judgement);
      else if (last !== null) this.judgement = this.#seenAgain(last, changed);
    } catch (thrown) {
      if (this.failure === null) say(`could not look: ${messageOf(thrown)}`);
      this.failure = messageOf(thrown);
    }
    const ended = timers.steady();
    this.#looks = recentLooks([...this.#looks, { ended, took: ended - before }], ended);
    this.#events.ended();
  }

  #take(judgement: Judgement): void {
    const { isFolder, stateFolder, watcher } = this.#context;
    this.judgement = judgement;
    this.watched = watchSet(judgement.seen, isFolder, `${stateFolder}/agent`);
    watcher.watch(new Set(this.watched.keys()));
    this.#events.judged(judgement);
  }

  /** Files whose entries are the same are not asked about again until they change again. */
  #seenAgain(last: Judgement, changed: readonly string[]): Judgement {
    const { identify } = this.#context;
    const seen = last.seen.map(([path, as, identity]) =>
      changed.includes(path)
        ? ([path, as, identify(path, as)] as const)
        : ([path, as, identity] as const),
    );
    return { ...last, seen };
  }
}

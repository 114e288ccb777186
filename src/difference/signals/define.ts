import type { FileChange } from "../difference.ts";
import type { Demands, PackagePair } from "../package-state.ts";

export interface Seen {
  readonly pair: PackagePair;
  readonly files: readonly FileChange[];
  readonly demands: Demands;
}

export interface SignalDraft {
  readonly message: string;
  readonly blockedBy?: string;
}

/**
 * One way in which a new version can be worse than the one before. It looks at one package that is
 * part of the new tree; what is removed runs no more.
 */
export interface Signal<Id extends string = string> {
  readonly id: Id;
  /** A few words for the report's column. */
  readonly title: string;
  check(seen: Seen): Iterable<SignalDraft>;
}

export function defineSignal<const Id extends string>(signal: Signal<Id>): Signal<Id> {
  return signal;
}

/** Where a policy denies scripts. */
export function deniedBy(policy: string | null): Pick<SignalDraft, "blockedBy"> {
  return policy === null ? {} : { blockedBy: `${policy} denies install scripts` };
}

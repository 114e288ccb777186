import type { FileChange } from "../difference.ts";
import { type Block, blockOf } from "../../policy/block.ts";
import { dayOf, type Demands, type PackagePair, type PackageState } from "../package-state.ts";

export interface Seen {
  readonly pair: PackagePair;
  readonly files: readonly FileChange[];
  readonly demands: Demands;
}

export interface SignalDraft {
  readonly message: string;
  readonly block?: Block;
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

/** What an exception in a policy would name. */
export function liftable(
  rule: string,
  { purl, digest }: PackageState,
): { readonly rule: string; readonly subject: string; readonly observed: string | null } {
  return { rule, subject: purl, observed: digest };
}

/** Where a policy denies scripts. */
export function denied({ pair: { to }, demands }: Seen): Pick<SignalDraft, "block"> {
  const what = liftable("denied-install-script", to);
  const at = demands.policies.deniesScripts(to.purl, to.scriptsDigest, dayOf(demands));
  if (at === null) return {};
  const block = blockOf(at, "denies install scripts", { ...what, observed: to.scriptsDigest });
  return { block };
}

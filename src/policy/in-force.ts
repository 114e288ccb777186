import type { Location } from "../model/finding.ts";
import { type AcceptableEntry, coversEntry } from "./entry-pattern.ts";
import { coversSubject } from "./pattern.ts";
import {
  type Acceptance,
  type Exception,
  type Exemption,
  type Lifted,
  type MoveAnswer,
  type Policy,
  type Stated,
} from "./policy.ts";
import type { Source } from "./schema.ts";

/** What a finding or a block must equal to be lifted by an exception. */
export interface Liftable {
  readonly rule: string;
  readonly subject: string;
  readonly observed: string | null;
}

export interface CooldownDemand {
  readonly days: number;
  readonly at: Required<Location>;
}

/**
 * The policies of one run, the strictest of each demand. A team's policy is the base; where there is
 * none, the person's own is. The others are overlays, and only tighten:
 *
 * - what each policy demands is demanded, and only its own exceptions lift its own demands;
 * - what pinfold demands by itself is softened by the base alone.
 *
 * `today` is a day (`2027-01-31`): until and with its last day an exception holds.
 */
export class PoliciesInForce {
  readonly all: readonly Policy[];
  readonly #base: readonly Policy[];

  constructor(all: readonly Policy[]) {
    this.all = all;
    const teams = all.filter(({ owner }) => owner === "team");
    this.#base = teams.length > 0 ? teams : all.filter(({ owner }) => owner === "personal");
  }

  /**
   * The longest cooldown that is stated for a package and not lifted, of no days where all are; null
   * where no policy states one.
   */
  cooldown(purl: string, today: string): CooldownDemand | null {
    const stated = this.all.flatMap(({ cooldown, cooldownExceptions }): CooldownDemand[] => {
      if (cooldown === null) return [];
      const lifted = lifting(cooldownExceptions, purl, today);
      return [
        lifted === null ? { days: cooldown.value, at: cooldown.at } : { days: 0, at: lifted.at },
      ];
    });
    return stated.toSorted((a, b) => b.days - a.days)[0] ?? null;
  }

  /** The longest cooldown of all, without a look at packages: for what is said in general. */
  longestCooldown(): CooldownDemand | null {
    const stated = this.all.flatMap(({ cooldown }) =>
      cooldown === null ? [] : [{ days: cooldown.value, at: cooldown.at }],
    );
    return stated.toSorted((a, b) => b.days - a.days)[0] ?? null;
  }

  /** The line that denies a package's install script. */
  deniesScripts(
    subject: string,
    observed: string | null,
    today: string,
  ): Required<Location> | null {
    const what = { rule: "denied-install-script", subject, observed };
    return this.#first(what, today, ({ installScripts }) =>
      installScripts?.value === "deny" ? installScripts.at : null,
    );
  }

  /** The line whose list of sources lacks one. */
  deniesSource(source: Source, what: Omit<Liftable, "rule">, today: string) {
    return this.#first({ rule: "denied-source", ...what }, today, ({ sources }) =>
      sources === null || sources.value.includes(source) ? null : sources.at,
    );
  }

  /** The line that wants provenance of a package. */
  wantsProvenance(what: Omit<Liftable, "rule">, today: string): Required<Location> | null {
    return this.#first(
      { rule: "demanded-provenance", ...what },
      today,
      ({ provenance }) => covering(provenance, what.subject)?.at ?? null,
    );
  }

  /** Which line blocks a move that loses evidence; without a policy it is blocked by pinfold itself. */
  answersLoss(what: Omit<Liftable, "rule">, today: string): Answered {
    return this.#answers({ rule: "weaker-evidence", ...what }, today, ({ onLoss }) => onLoss);
  }

  answersIdentityChange(what: Omit<Liftable, "rule">, today: string): Answered {
    return this.#answers(
      { rule: "identity-changed", ...what },
      today,
      ({ onIdentityChange }) => onIdentityChange,
    );
  }

  /** The line that wants the pinned tree and no other. */
  exactTree(): Required<Location> | null {
    return this.all.find(({ tree }) => tree?.value === "exact")?.tree?.at ?? null;
  }

  /** Every platform that pins must be for; empty where no policy names any. */
  platforms(): readonly Stated<string>[] {
    const all = this.all.flatMap(({ platforms }) => platforms);
    return all.filter(({ value }, index) => all.findIndex((one) => one.value === value) === index);
  }

  /** The line that says that a subject must have a pin. */
  requiresPin(purl: string): Required<Location> | null {
    for (const { require } of this.all) {
      const found = covering(require, purl);
      if (found !== null) return found.at;
    }
    return null;
  }

  /** The acceptance that covers an entry: of those that hold the longest, else one that has ended. */
  acceptanceOf(entry: AcceptableEntry): Stated<Acceptance> | null {
    const found = this.#base.flatMap(({ accepted }) =>
      accepted.filter(({ value }) => coversEntry(value.entry, entry)),
    );
    return found.toSorted((a, b) => (a.value.until < b.value.until ? 1 : -1))[0] ?? null;
  }

  /**
   * The exception that lifts a finding of pinfold's own. Only of the base, and not where another
   * policy demands by itself what is lifted.
   */
  exceptionFor(what: Liftable, today: string): Stated<Exception> | null {
    if (this.#demands(what, today)) return null;
    for (const policy of this.#base) {
      const found = exceptionOf(policy, what, today);
      if (found !== null) return found;
    }
    return null;
  }

  /** Whether a policy wants by itself what a rule of pinfold's own also says. */
  #demands(what: Liftable, today: string): boolean {
    const at = this.#first(what, today, ({ tree, installScripts }) => {
      if (what.rule === "other-tree" && tree?.value === "exact") return tree.at;
      const isScript = what.rule === "unapproved-install-script";
      return isScript && installScripts?.value === "deny" ? installScripts.at : null;
    });
    return at !== null;
  }

  /** The exception that covered something and has ended, for a sentence. */
  endedException(what: Liftable, today: string): Stated<Lifted> | null {
    const all = this.all.flatMap(({ exceptions }) => exceptions);
    return all.find(({ value }) => covers(value, what) && value.until < today) ?? null;
  }

  #first(
    what: Liftable,
    today: string,
    demand: (policy: Policy) => Required<Location> | null,
  ): Required<Location> | null {
    for (const policy of this.all) {
      const at = demand(policy);
      if (at !== null && exceptionOf(policy, what, today) === null) return at;
    }
    return null;
  }

  #answers(
    what: Liftable,
    today: string,
    stated: (policy: Policy) => Stated<MoveAnswer> | null,
  ): Answered {
    const at = this.#first(what, today, (policy) => {
      const own = stated(policy);
      return own?.value === "block" ? own.at : null;
    });
    if (at !== null) return { isBlocked: true, at };
    // Silence of the base is pinfold's own answer: to block.
    const isSoftened =
      this.#base.length > 0 &&
      this.#base.every(
        (policy) => stated(policy) !== null || exceptionOf(policy, what, today) !== null,
      );
    return { isBlocked: !isSoftened, at: null };
  }
}

export interface Answered {
  readonly isBlocked: boolean;
  /** The line that blocks; null where pinfold does by itself. */
  readonly at: Required<Location> | null;
}

function covering(patterns: readonly Stated<string>[], purl: string): Stated<string> | null {
  return patterns.find(({ value }) => coversSubject(value, purl)) ?? null;
}

function lifting(
  exemptions: readonly Stated<Exemption>[],
  purl: string,
  today: string,
): Stated<Exemption> | null {
  return (
    exemptions.find(({ value }) => value.until >= today && coversSubject(value.subject, purl)) ??
    null
  );
}

function exceptionOf(policy: Policy, what: Liftable, today: string): Stated<Exception> | null {
  return policy.exceptions.find(({ value }) => value.until >= today && covers(value, what)) ?? null;
}

function covers(exception: Exception, { rule, subject, observed }: Liftable): boolean {
  return (
    exception.rule === rule &&
    exception.observed === observed &&
    coversSubject(exception.subject, subject)
  );
}

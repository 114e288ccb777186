import type { Location } from "../model/finding.ts";
import { exceptionText } from "./block.ts";
import type { PoliciesInForce } from "./in-force.ts";
import { packagePurl } from "./pattern.ts";
import { placeOf } from "./policy.ts";
import type { Source } from "./schema.ts";

/** Rules for what a policy demands of pins, whoever breaks it. */
export type BreachRule =
  | "denied-install-script"
  | "denied-source"
  | "demanded-provenance"
  | "uncovered-platform";

/** A pin that is not what a policy demands. */
export interface Breach {
  readonly rule: BreachRule;
  /** The package's key in the lockfile; null where it is about the whole. */
  readonly key: string | null;
  /** Package URL of the package concerned. */
  readonly subject: string;
  /** What an exception must name; null where none can be made. */
  readonly observed: string | null;
  readonly message: string;
  /** The line of the policy that decided. */
  readonly at: Required<Location>;
  /** How to make an exception. */
  readonly exception: string;
}

/** A package of a lockfile, reduced to what policies demand something of. */
export interface PinnedFacts {
  readonly key: string;
  readonly name: string;
  readonly version: string;
  /** Names the very archive: its integrity or its sha256. */
  readonly digest: string | null;
  readonly source: Source;
  /** Code of it that runs when it is installed, as it was approved; null where none does. */
  readonly atInstall: { readonly digest: string | null; readonly what: string } | null;
  readonly hasProvenance: boolean;
}

/** A lockfile, reduced in the same way. */
export interface PinFacts {
  readonly ecosystem: "npm" | "pypi" | "executable";
  readonly subject: string;
  readonly packages: readonly PinnedFacts[];
  /** Platforms that it can be installed on, of those that are asked about. */
  readonly lacksPlatform: (platform: string) => string | null;
}

/** Everything that policies demand of a lockfile and that it does not have. */
export function breachesOf(
  policies: PoliciesInForce,
  pin: PinFacts,
  today: string,
): readonly Breach[] {
  return policies.all.length === 0 ? [] : [...breaches(policies, pin, today)];
}

function* breaches(policies: PoliciesInForce, pin: PinFacts, today: string): Generator<Breach> {
  for (const one of pin.packages) {
    const { name, version, atInstall, digest, source } = one;
    const subject = packagePurl(pin.ecosystem, name);
    const label = `${name} ${version}`.trim();
    const draft = (rule: BreachRule, observed: string | null, at: Required<Location>) => ({
      rule,
      key: one.key,
      subject,
      observed,
      at,
      exception: exceptionText(at.file, { rule, subject, observed }),
    });
    if (atInstall !== null) {
      const at = policies.deniesScripts(subject, atInstall.digest, today);
      if (at !== null)
        yield {
          ...draft("denied-install-script", atInstall.digest, at),
          message: `${label} ${atInstall.what}, and ${placeOf(at)} denies what runs at install`,
        };
    }
    const denied = policies.deniesSource(source, { subject, observed: digest }, today);
    if (denied !== null)
      yield {
        ...draft("denied-source", digest, denied),
        message: `${label} comes from ${SOURCE_WORDS[source]}, which is none of the sources of ${placeOf(denied)}`,
      };
    if (one.hasProvenance) continue;
    const wanted = policies.wantsProvenance({ subject, observed: digest }, today);
    if (wanted !== null)
      yield {
        ...draft("demanded-provenance", digest, wanted),
        message: `${label} is pinned without provenance, which ${placeOf(wanted)} demands`,
      };
  }
  for (const { value, at } of policies.platforms()) {
    const lacking = pin.lacksPlatform(value);
    if (lacking !== null)
      yield {
        rule: "uncovered-platform",
        key: null,
        subject: pin.subject,
        observed: null,
        message: `${lacking}, and ${placeOf(at)} demands ${value}`,
        at,
        exception: `pin it for ${value}, or take the platform out of ${at.file}`,
      };
  }
}

const SOURCE_WORDS: Readonly<Record<Source, string>> = {
  registry: "a registry",
  git: "a repository",
  url: "an address",
  local: "the disk",
};

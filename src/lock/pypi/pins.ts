import { chooseArtifacts, type ChosenArtifacts } from "../../ecosystems/pypi/choose-artifacts.ts";
import { normalName } from "../../ecosystems/pypi/names.ts";
import { PinfoldError } from "../../errors.ts";
import { evidencePin } from "../../lockfile/evidence-pin.ts";
import type { PypiPackagePin } from "../../lockfile/pypi-schema.ts";
import type { PlannedPin } from "../../model/lock-plan.ts";
import type { ObservedEvidence } from "../../model/provenance.ts";
import type { Resolution, ResolvedArtifact, ResolvedPackage } from "../../ports/python-resolver.ts";
import type { WheelFacts } from "../../state/state.ts";

/** A package of a closure, with what of it is pinned. */
export interface ChosenPackage {
  readonly resolved: ResolvedPackage;
  readonly chosen: ChosenArtifacts;
}

/**
 * The archives of every package of a closure. What would be built on each machine needs a person's
 * word, by name: its build is code of somebody that runs here.
 */
export function choosePackages(
  { packages, python }: Pick<Resolution, "packages" | "python">,
  platforms: readonly string[],
  allowScripts: readonly string[],
): readonly ChosenPackage[] {
  const allowed = new Set(allowScripts.map(normalName));
  return packages.map((resolved) => {
    const { name, version } = resolved;
    const chosen = chooseArtifacts(resolved, platforms, python);
    if (chosen.isBuilt && version === "")
      throw new PinfoldError(
        "refused",
        `the version of ${name} is only known after a build`,
        "pin a release of it, or ask its authors for a version that stands in its pyproject.toml",
      );
    if (chosen.isBuilt && !allowed.has(name))
      throw new PinfoldError(
        "refused",
        `${name} ${version} has no wheel that fits, so each machine would run its build`,
        `look at what its build does, then allow it by name: pinfold lock SERVER --allow-scripts ${name}`,
      );
    return { resolved, chosen };
  });
}

/** What was found out about the archives of a closure. */
export interface ClosureFacts {
  /** By the sha256 of the archive. */
  readonly wheels: ReadonlyMap<string, WheelFacts>;
  readonly evidence: ReadonlyMap<ChosenPackage, ObservedEvidence>;
}

/** The lockfile's `packages`: by name, and by `NAME@VERSION` where markers choose between versions. */
export function pinsOf(
  packages: readonly ChosenPackage[],
  facts: ClosureFacts,
): Record<string, PypiPackagePin> {
  const names = packages.map(({ resolved }) => resolved.name);
  return Object.fromEntries(
    packages.map((one): [string, PypiPackagePin] => {
      const { name, version } = one.resolved;
      const isAlone = names.filter((other) => other === name).length === 1;
      return [isAlone ? name : `${name}@${version}`, pinOf(one, facts)];
    }),
  );
}

function pinOf(one: ChosenPackage, { wheels: facts, evidence }: ClosureFacts): PypiPackagePin {
  const {
    resolved: { version, marker, source },
    chosen,
  } = one;
  const known = evidence.get(one);
  const wheels = chosen.wheels
    .map(({ file, sha256 }) => ({ file, files: facts.get(sha256)?.files ?? "", sha256 }))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const sdist =
    chosen.sdist === null ? [] : [{ file: chosen.sdist.file, sha256: chosen.sdist.sha256 }];
  const hooks = new Set(
    chosen.wheels.flatMap(({ sha256 }) => facts.get(sha256)?.startupHooks ?? []),
  );
  return {
    version,
    ...(marker === null ? {} : { marker }),
    artifacts: [...wheels, ...sdist],
    ...(chosen.isBuilt ? { builtLocally: true as const } : {}),
    ...(source === null ? {} : { source: sourceOf(source) }),
    ...(hooks.size === 0 ? {} : { startupHooks: [...hooks].toSorted() }),
    ...(known === undefined ? {} : { evidence: evidencePin(known) }),
  };
}

function sourceOf(source: NonNullable<ResolvedPackage["source"]>): PypiPackagePin["source"] {
  if ("url" in source) return { url: withoutUser(source.url) };
  const { git, commit, subdirectory } = source;
  return { git, commit, ...(subdirectory === null ? {} : { subdirectory }) };
}

function withoutUser(address: string): string {
  return address.replace(/^([a-z+]+:\/\/)[^/@]*@/i, "$1");
}

/** The same for whoever is asked to trust it. */
export function plannedPin(
  one: ChosenPackage,
  { wheels: facts, evidence }: ClosureFacts,
): PlannedPin {
  const { resolved, chosen } = one;
  const { name, version, source } = resolved;
  const own = chosen.wheels.flatMap(({ sha256 }) => facts.get(sha256) ?? []);
  const built = chosen.sdist?.file ?? (source !== null && "git" in source ? source.commit : "");
  return {
    name,
    version,
    publishedBy: "registry",
    published: youngest([...chosen.wheels, ...(chosen.sdist === null ? [] : [chosen.sdist])]),
    publisher: null,
    source: source === null ? "registry" : "git" in source ? "git" : "url",
    scripts: chosen.isBuilt ? { build: built } : {},
    isApproved: chosen.isBuilt,
    startupHooks: [...new Set(own.flatMap(({ startupHooks }) => startupHooks))].toSorted(),
    evidence: evidence.get(one) ?? null,
    files: Math.max(0, ...own.map(({ count }) => count)),
    bytes: Math.max(0, ...own.map(({ bytes }) => bytes)),
  };
}

/** A file that is added to an old version years later is as young as it is. */
function youngest(artifacts: readonly ResolvedArtifact[]): string | null {
  const times = artifacts.map(({ published }) => published ?? "");
  const latest = times.reduce((a, b) => (a > b ? a : b), "");
  return latest === "" || times.includes("") ? null : latest;
}

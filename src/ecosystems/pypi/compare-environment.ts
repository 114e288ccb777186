import { h1Of } from "../../model/digest.ts";
import type { Baseline } from "../../model/baseline.ts";
import type {
  ChangedPackage,
  MissingPackage,
  TreeDifference,
  UnaccountedPackage,
  UnvettedPackage,
} from "../../model/npm-difference.ts";
import type { EnvironmentLayout } from "../../model/python-environment.ts";
import { type ObservedPackage, type ObservedTree, prefixOf } from "../../model/npm-tree.ts";
import { withDataPrograms } from "./install-paths.ts";

/** One package of a lockfile, as far as an installed copy can be compared with it. */
export interface PinnedDistribution {
  readonly version: string;
  /** The h1 of every wheel of that version that is pinned. */
  readonly files: readonly string[];
  /** Whether one of these wheels is for an interpreter: else what it has comes from another one. */
  readonly isFor: (interpreter: Interpreter) => boolean;
  /** Only some Pythons or platforms install it: its absence says nothing. */
  readonly isConditional: boolean;
  /** Its files come from a build on this machine, and no lockfile has them. */
  readonly isBuiltHere: boolean;
}

/** What an environment runs on: the Python and the machine that wheels are for. */
export interface Interpreter {
  /** `linux-x64` */
  readonly platform: string;
  /** `3.12`; null where the environment does not say it. */
  readonly python: string | null;
}

export interface EnvironmentPin {
  /** By name; several where markers choose between versions. */
  readonly packages: ReadonlyMap<string, readonly PinnedDistribution[]>;
  readonly baseline: Baseline | null;
  /** Packages that the maker of the environment puts in by itself. */
  readonly seeds: ReadonlySet<string>;
  readonly interpreter: Interpreter;
  /** Its user fills it: what is in it at first sight is the user's, whoever asks for it. */
  readonly isOfUser: boolean;
  /** The closure is not for this Python: what its packages ask for besides is no surprise. */
  readonly isOtherPython: boolean;
}

export type EnvironmentDifference = Omit<TreeDifference, "odd" | "links" | "changed"> & {
  /** With the h1 of every wheel that it could have come from. */
  readonly changed: readonly (ChangedPackage & { readonly wheels: readonly string[] })[];
  /** Names of packages that equal their pin, or what was first seen. */
  readonly known: ReadonlySet<string>;
  /** Pinned packages whose files only this machine has. */
  readonly builtHere: readonly string[];
};

/**
 * Compares what an environment has with its pin, distribution by distribution. A version that the
 * lockfile has is judged by the lockfile; any other by the baseline, or at first sight by whether a
 * package that moved to another version explains it. Nothing that no other package asks for comes
 * by itself into an environment that was made for the server.
 */
export function compareEnvironment(
  { packages, baseline, seeds, interpreter, isOfUser, isOtherPython }: EnvironmentPin,
  tree: ObservedTree,
  layout: EnvironmentLayout,
): EnvironmentDifference {
  const changed: (ChangedPackage & { readonly wheels: readonly string[] })[] = [];
  const unaccounted: UnaccountedPackage[] = [];
  const unvetted: UnvettedPackage[] = [];
  const candidates: ObservedPackage[] = [];
  const known = new Set<string>();
  const builtHere: string[] = [];
  let intact = 0;
  for (const observed of tree.packages.values()) {
    const { path: name, facts } = observed;
    const version = facts?.version ?? "";
    const pins = packages.get(name) ?? [];
    const pin = pins.find(
      (one) => isSameVersion(one.version, version) && (one.isBuiltHere || one.isFor(interpreter)),
    );
    const pinnedVersion = pins[0]?.version ?? null;
    const seen = baseline?.packages[name];
    if (pin?.isBuiltHere === true) {
      if (seen === undefined || seen.files === observed.files) {
        known.add(name);
        builtHere.push(name);
      } else changed.push(changedOf(observed, "baseline", [seen.files], observed.files));
    } else if (pin !== undefined) {
      const digests = digestsOf(observed, pin.version, layout);
      const [files = observed.files] = digests;
      if (digests.some((digest) => pin.files.includes(digest))) {
        intact += 1;
        known.add(name);
      } else changed.push(changedOf(observed, "lockfile", pin.files, files));
    } else if (baseline === null) candidates.push(observed);
    else if (seen === undefined)
      unaccounted.push({ path: name, name, version, why: "it was not there when first seen" });
    else if (seen.files === observed.files) {
      known.add(name);
      unvetted.push({ path: name, name, version, pinnedVersion });
    } else if (seen.version === version)
      changed.push(changedOf(observed, "baseline", [seen.files], observed.files));
    else
      unaccounted.push({
        path: name,
        name,
        version,
        why: `it was ${seen.version} when first seen, and is ${version} now`,
      });
  }
  const asking = isOtherPython ? [...tree.packages.values()] : [];
  const explained = explainedBy(candidates, packages, seeds, asking);
  for (const { path: name, facts } of candidates) {
    const version = facts?.version ?? "";
    const pinnedVersion = packages.get(name)?.[0]?.version ?? null;
    if (isOfUser || explained.has(name)) {
      known.add(name);
      unvetted.push({ path: name, name, version, pinnedVersion });
    } else {
      const why = "no package of another version than the pinned one asks for it";
      unaccounted.push({ path: name, name, version, why });
    }
  }
  const isOther = unvetted.some(({ name }) => !seeds.has(name));
  const { missing, absent } = whatIsGone({ packages, baseline }, tree, isOther);
  return {
    intact,
    changed,
    unaccounted,
    missing,
    unvetted,
    moved: [],
    absent,
    isFirstSight: baseline === null,
    known,
    builtHere,
  };
}

/** What an installed distribution may hash to, with the version spelled as its pin has it. */
function digestsOf(
  { path: name, entries, files }: ObservedPackage,
  version: string,
  layout: EnvironmentLayout,
): readonly string[] {
  if (entries === null) return [files];
  const asData = withDataPrograms(entries, layout);
  return [entries, ...(asData === null ? [] : [asData])].map((own) =>
    h1Of(prefixOf(name, version), own),
  );
}

/** Versions have several spellings: `1.0.post1` and `1.0-1` are rare enough to be told apart. */
function isSameVersion(pinned: string, observed: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/^v/, "").replaceAll("_", "-");
  return plain(pinned) === plain(observed);
}

function changedOf(
  { path: name, facts, entries }: ObservedPackage,
  against: ChangedPackage["against"],
  pinned: readonly string[],
  observed: string,
): ChangedPackage & { readonly wheels: readonly string[] } {
  const version = facts?.version ?? "";
  const [first = ""] = pinned;
  const base = { path: name, name, version, against, pinned: first, observed };
  return { ...base, wheels: pinned, entries, files: null };
}

/** What moved to another version, what that (or any of `asking`) asks for, and so on. */
function explainedBy(
  candidates: readonly ObservedPackage[],
  pinned: EnvironmentPin["packages"],
  seeds: ReadonlySet<string>,
  asking: readonly ObservedPackage[],
): ReadonlySet<string> {
  const explained = new Set<string>();
  const first = new Set(asking.flatMap(({ facts }) => facts?.dependencies ?? []));
  let wave = candidates.filter(
    ({ path }) => pinned.has(path) || seeds.has(path) || first.has(path),
  );
  while (wave.length > 0) {
    const asked = new Set(wave.flatMap(({ facts }) => facts?.dependencies ?? []));
    for (const { path } of wave) explained.add(path);
    wave = candidates.filter(({ path }) => !explained.has(path) && asked.has(path));
  }
  return explained;
}

function whatIsGone(
  { packages, baseline }: Pick<EnvironmentPin, "packages" | "baseline">,
  tree: ObservedTree,
  isOther: boolean,
): { missing: MissingPackage[]; absent: string[] } {
  const missing: MissingPackage[] = [];
  const absent: string[] = [];
  for (const [name, pins] of packages) {
    const [first] = pins;
    if (tree.packages.has(name) || first === undefined) continue;
    const { version } = first;
    const isConditional = pins.every((pin) => pin.isConditional);
    const wasSeen = baseline?.packages[name] !== undefined;
    if (wasSeen || (baseline === null && !isOther && !isConditional))
      missing.push({ path: name, name, version, against: "lockfile" });
    else if (!isConditional) absent.push(name);
  }
  for (const [name, { version }] of Object.entries(baseline?.packages ?? {})) {
    if (!tree.packages.has(name) && !packages.has(name))
      missing.push({ path: name, name, version, against: "baseline" });
  }
  return { missing, absent };
}

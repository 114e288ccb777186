import { judgeEnvironment, type JudgedEnvironment } from "../ecosystems/pypi/judge-environment.ts";
import type { ObservedEnvironment } from "../ecosystems/pypi/observe-environment.ts";
import { pinnedPackages } from "../ecosystems/pypi/pin.ts";
import type { EnvironmentPlace } from "../ecosystems/pypi/places/define.ts";
import { nextBaseline } from "../ecosystems/npm/judge-tree.ts";
import type { PythonEnvironmentEvidence } from "../model/evidence.ts";
import { PinfoldError } from "../errors.ts";
import { prefixOf } from "../model/npm-tree.ts";
import type { WheelFacts } from "../state/state.ts";
import { isOtherTree } from "../model/npm-difference.ts";
import { placeOf } from "../policy/policy.ts";
import type { ComparedFiles } from "../ports/python-compiler.ts";
import type { Evidence } from "../rules/apply.ts";
import type { CollectContext } from "./collect.ts";
import { judgeEvidence } from "./judge.ts";
import { recordBaseline } from "./npm-servers.ts";
import type { PinAnswer } from "./pins.ts";
import type { ReadEnvironment } from "./python-reading.ts";
import { rememberedPython } from "./python-replaced.ts";
import type { KnownServer } from "./servers.ts";

/** One environment of one server against its pin, and against what was first seen of it. */
export function judgeOne(
  context: Pick<CollectContext, "state" | "pins" | "disk" | "mayWrite" | "machine">,
  { entry, subject, pypi }: KnownServer,
  {
    pin,
    place: { root, maker, shared },
    environments,
    compared,
  }: {
    readonly pin: PinAnswer<"pypi">;
    readonly place: EnvironmentPlace;
    readonly environments: ReadonlyMap<string, ReadEnvironment>;
    readonly compared?: ReadonlyMap<string, ComparedFiles> | null;
  },
): PythonEnvironmentEvidence {
  const { state, pins, disk, mayWrite, machine } = context;
  const exact = pins.policies.exactTree();
  const input = {
    name: entry.name,
    subject: subject ?? pypi?.name ?? "",
    version: pin.lockfile?.version ?? "",
    maker,
    hasMachinePin: pin.evidence.hasMachinePin,
    exactTree: exact === null ? null : placeOf(exact),
  };
  const read = environments.get(root) ?? `${root} was not read`;
  if (typeof read === "string" || pin.lockfile === null) {
    const unreadable = typeof read === "string" ? read : "";
    const nothing = { problems: [], uncheckedBytecode: 0, builtHere: [], seeds: [] };
    const observedTree = null;
    return { ...input, ...nothing, observedTree, root, fileCount: 0, difference: null, unreadable };
  }
  const baseline = state.baselines.read(root);
  const judged = judgeEnvironment(
    { disk, manifests: state.manifests },
    {
      ...input,
      // What pipx shares is of no server's closure.
      packages: maker === "pipx shared" ? new Map() : pinnedPackages(pin.lockfile),
      lowestPython: pin.lockfile.resolver.python,
      platform: `${machine.platform}-${machine.arch}`,
      baseline,
      sharedPackages: shared,
      compared: compared?.get(root) ?? null,
      isReleased: (name, version, files) =>
        Object.values(knownWheels(state, prefixOf(name, version))).some(
          (wheel) => wheel.files === files,
        ),
    },
    read,
  );
  if (mayWrite) remember(context, judged, read, entry.id);
  return judged.evidence;
}

/** A damaged record says nothing. */
function knownWheels(state: CollectContext["state"], prefix: string): Record<string, WheelFacts> {
  try {
    return state.wheels.read(prefix) ?? {};
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return {};
    throw thrown;
  }
}

function remember(
  { state }: Pick<CollectContext, "state">,
  { evidence, remembered }: JudgedEnvironment,
  read: ObservedEnvironment,
  id: string,
): void {
  const { tree } = read;
  const alone = { name: "", version: "", isResolved: true, places: [], problems: [], shared: [] };
  const seen: Evidence = { python: { ...alone, environments: [evidence] } };
  const isClean = judgeEvidence(seen, id).verdict !== "violated";
  const next = nextBaseline(evidence, tree, isClean);
  if (next === null) return;
  // Of packages that a lockfile has, the manifests come with the lockfile.
  const { unvetted = [] } = evidence.difference ?? {};
  const own = new Set([...unvetted.map(({ name }) => name), ...evidence.builtHere]);
  const packages = new Map([...tree.packages].filter(([name]) => own.has(name)));
  const links = rememberedPython(state, state.baselines.read(next.root), read);
  recordBaseline(state, { ...next, ...remembered, links }, { ...tree, packages });
}

/**
 * The environments that say something: what was tampered with in any; and of those that are another
 * closure than the pinned one, the nearest, where none is the pinned one. uv keeps older ones.
 */
export function relevant(
  all: readonly PythonEnvironmentEvidence[],
): readonly PythonEnvironmentEvidence[] {
  const isOther = ({ difference }: PythonEnvironmentEvidence): boolean =>
    difference !== null && isOtherTree(difference);
  const isTampered = (one: PythonEnvironmentEvidence): boolean =>
    one.difference === null ||
    one.problems.length +
      one.difference.changed.length +
      one.difference.unaccounted.length +
      one.difference.missing.length +
      one.difference.odd.length >
      0;
  const others = all.filter((one) => isOther(one) && !isTampered(one));
  const rest = all.filter((one) => !others.includes(one));
  if (rest.some((one) => one.maker !== "pipx shared" && !isOther(one))) return rest;
  const distance = ({ difference }: PythonEnvironmentEvidence): number =>
    (difference?.unvetted.length ?? 0) + (difference?.absent.length ?? 0);
  const [nearest] = others.toSorted((a, b) => distance(a) - distance(b));
  return nearest === undefined ? rest : [...rest, nearest];
}

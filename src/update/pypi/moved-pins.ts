import { parsePrograms } from "../../ecosystems/pypi/entry-points.ts";
import { headerOf } from "../../ecosystems/pypi/metadata.ts";
import { refuseInvalid } from "../refuse-invalid.ts";
import { closureEvidence } from "../../lock/pypi/package-evidence.ts";
import { type ChosenPackage, pinsOf } from "../../lock/pypi/pins.ts";
import { digestWheels } from "../../lock/pypi/wheels.ts";
import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import type { ResolvedClosure } from "../../verify/python-resolve.ts";
import type { UpdateContext } from "../define.ts";

/** What uv resolved, and which of it is the server's own package. */
export interface MovingClosure {
  readonly closure: ResolvedClosure;
  readonly packages: readonly ChosenPackage[];
  readonly root: ChosenPackage | null;
}

/** Pins of a closure: those that are there already as they are, the rest fetched and digested. */
export async function movedPins(
  { world, state, cacheFolder, onProgress }: UpdateContext,
  existing: PypiLockfile,
  { closure, packages, root }: MovingClosure,
): Promise<PypiLockfile["packages"]> {
  const isKept = (key: string, version: string): boolean =>
    existing.packages[key]?.version === version;
  const names = packages.map(({ resolved }) => resolved.name);
  const keyOf = ({ resolved: { name, version } }: ChosenPackage): string =>
    names.filter((one) => one === name).length === 1 ? name : `${name}@${version}`;
  const fresh = packages.filter((one) => !isKept(keyOf(one), one.resolved.version));
  const wheels = await digestWheels(
    {
      ...world,
      state,
      cacheFolder: `${cacheFolder}/pypi`,
      onProgress: (done, total) => onProgress(`read ${done} of ${total} wheels that are new`),
    },
    fresh.flatMap(({ resolved: { name, version }, chosen }) =>
      chosen.wheels.map((artifact) => ({ name, version, artifact })),
    ),
  );
  const { of: evidence } = await closureEvidence(
    { ...world, state, now: world.machine.now, onProgress },
    closure,
    { packages: fresh, root },
  );
  for (const [{ resolved }, { invalid }] of evidence) refuseInvalid(resolved, invalid);
  const pins = pinsOf(packages, { wheels, evidence });
  return Object.fromEntries(
    Object.entries(pins).map(([key, pin]) => {
      const before = existing.packages[key];
      return [key, before !== undefined && isKept(key, pin.version) ? before : pin];
    }),
  );
}

/** What the server's own wheel says: its programs and the Pythons that it takes. */
export async function rootFacts(
  { world, cacheFolder }: UpdateContext,
  { resolver }: PypiLockfile,
  own: ChosenPackage | undefined,
): Promise<Partial<PypiLockfile>> {
  const [first] = own?.chosen.wheels ?? [];
  if (first === undefined) return {};
  const { file, url, sha256 } = first;
  const folder = `${cacheFolder}/pypi`;
  const wheel = await world.pythonIndex.wheel({
    file,
    url,
    sha256,
    cacheFolder: folder,
    keep: true,
  });
  const requiresPython = headerOf(wheel.metadata, "requires-python");
  return {
    entryPoints: parsePrograms(wheel.entryPoints),
    resolver: {
      ...resolver,
      ...(requiresPython === null ? {} : { requiresPython: requiresPython.slice(0, 256) }),
    },
  };
}

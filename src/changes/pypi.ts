import type { PackageState } from "../difference/package-state.ts";
import type { PypiLockfile, PypiPackagePin } from "../lockfile/pypi-schema.ts";
import { locateArtifacts } from "../lock/pypi/locate-artifacts.ts";
import { evidenceRecord } from "../lockfile/evidence-pin.ts";
import { subjectOf } from "../lockfile/parse.ts";
import { packagePurl } from "../policy/pattern.ts";
import { ofAll } from "../policy/pin-facts.ts";
import type { ResolvedArtifact } from "../ports/python-resolver.ts";
import { Sightings } from "../state/sightings.ts";
import { changedPackages } from "../update/changed-packages.ts";
import { namedPins } from "../update/pypi/named-pins.ts";
import { packageState } from "../update/pypi/package-states.ts";
import type { Differ } from "./define.ts";

export const pypiDiffer: Differ<"pypi", PypiPackagePin> = {
  ecosystem: "pypi",

  changed: (before, after) => changedPackages(pinsOf(before), pinsOf(after)),

  offline(lockfile, name, pin): PackageState {
    const { artifacts, builtLocally, startupHooks = [], version } = pin;
    const digest = ofAll(artifacts.map(({ sha256 }) => sha256));
    const isSubject = name === subjectOf(lockfile).name;
    return {
      name,
      purl: packagePurl("pypi", name),
      digest,
      version,
      published: null,
      publishedBy: "registry",
      publisher: null,
      deprecated: null,
      evidence: evidenceRecord(pin.evidence),
      scripts: {
        ...(builtLocally === true ? { build: artifacts[0]?.file ?? "its repository" } : {}),
        ...Object.fromEntries(
          startupHooks.map((file) => [`every start of Python (${file})`, file]),
        ),
      },
      scriptsDigest: builtLocally === true ? digest : null,
      outside: {},
      programs: isSubject ? lockfile.entryPoints : {},
      files: null,
    };
  },

  async online({ online, state, folders, demands }, lockfiles) {
    const places = new Map<string, ResolvedArtifact>();
    const where = { world: online, cacheFolder: folders.cache, dataFolder: folders.data };
    for (const lockfile of lockfiles)
      for (const [file, place] of await locateArtifacts(where, lockfile)) places.set(file, place);
    const context = {
      pythonIndex: online.pythonIndex,
      manifests: state.manifests,
      sightings: new Sightings(state, demands.now),
      cacheFolder: `${folders.cache}/pypi`,
      places,
      pageOf: () => null,
      platform: `${online.machine.platform}-${online.machine.arch}`,
      python: lockfiles[0]?.resolver.python ?? "3.12",
    };
    return (name, pin) => packageState(context, name, pin);
  },
};

function pinsOf(lockfile: PypiLockfile | null) {
  return lockfile === null ? [] : namedPins(lockfile);
}

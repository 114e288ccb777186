import type { PackageState } from "../difference/package-state.ts";
import type { NpmLockfile, PackagePin } from "../lockfile/schema.ts";
import { evidenceRecord } from "../lockfile/evidence-pin.ts";
import { subjectOf } from "../lockfile/parse.ts";
import { packagePurl } from "../policy/pattern.ts";
import { Sightings } from "../state/sightings.ts";
import { changedPackages } from "../update/changed-packages.ts";
import { namedPins } from "../update/npm/named-pins.ts";
import { packageState } from "../update/npm/package-states.ts";
import type { Differ } from "./define.ts";
import { userSettings } from "../ecosystems/npm/user-settings.ts";

export const npmDiffer: Differ<"npm", PackagePin> = {
  ecosystem: "npm",

  changed: (before, after) => changedPackages(pinsOf(before), pinsOf(after)),

  offline(lockfile, name, pin): PackageState {
    const { hooks, integrity, version } = pin;
    const isSubject = name === subjectOf(lockfile).name;
    return {
      name,
      purl: packagePurl("npm", name),
      digest: integrity,
      version,
      published: null,
      publishedBy: "registry",
      publisher: null,
      deprecated: null,
      evidence: evidenceRecord(pin.evidence),
      scripts: hooks === undefined ? {} : { "at install": `scripts of ${hooks.scripts}` },
      scriptsDigest: hooks?.scripts ?? null,
      outside: {},
      programs: isSubject ? lockfile.bin : {},
      files: null,
    };
  },

  async online({ online, state, demands }) {
    const { registry, npmSettings, machine } = online;
    const settings = await userSettings(npmSettings, machine.home);
    const sightings = new Sightings(state, demands.now);
    const logged = new Map<string, string>();
    const context = { registry, settings, manifests: state.manifests, sightings, logged };
    return (name, pin) => packageState(context, name, pin);
  },
};

function pinsOf(lockfile: NpmLockfile | null) {
  return lockfile === null ? [] : namedPins(lockfile);
}

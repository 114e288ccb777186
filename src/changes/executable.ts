import type { PackageState } from "../difference/package-state.ts";
import type { ExecutableLockfile, ProgramPin } from "../lockfile/schema.ts";
import { changedPackages, type NamedPin } from "../update/changed-packages.ts";
import type { Differ } from "./define.ts";

/** A program of the disk: each platform's digest is its version. */
export const executableDiffer: Differ<"executable", ProgramPin> = {
  ecosystem: "executable",

  changed: (before, after) => changedPackages(pinsOf(before), pinsOf(after)),

  offline: (lockfile, name, pin): PackageState => ({
    name,
    purl: lockfile.subject,
    digest: pin.sha256,
    version: versionOf(pin),
    published: null,
    publishedBy: "registry",
    publisher: null,
    deprecated: null,
    evidence: null,
    scripts: {},
    scriptsDigest: null,
    outside: {},
    programs: {},
    files: null,
  }),

  // No registry has it.
  online: () => Promise.resolve(null),
};

function pinsOf(lockfile: ExecutableLockfile | null): readonly NamedPin<ProgramPin>[] {
  return Object.entries(lockfile?.packages ?? {}).map(([platform, pin]) => ({
    id: `${platform} ${JSON.stringify(pin)}`,
    name: platform,
    version: versionOf(pin),
    pin,
  }));
}

function versionOf({ sha256 }: ProgramPin): string {
  return `${sha256.slice(0, "sha256:".length + 12)}…`;
}

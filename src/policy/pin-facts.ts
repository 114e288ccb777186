import type { ExecutableLockfile, Lockfile, NpmLockfile, PackagePin } from "../lockfile/schema.ts";
import { isNpmLockfile, isPypiLockfile } from "../lockfile/parse.ts";
import { packageNameOf, type PypiLockfile } from "../lockfile/pypi-schema.ts";
import { sha256Of } from "../model/digest.ts";
import { folderName } from "../model/npm-tree.ts";
import { parsePurl } from "../model/subject.ts";
import type { PinFacts, PinnedFacts } from "./breaches.ts";

/** What policies look at in a lockfile of any kind. */
export function pinFactsOf(lockfile: Lockfile): PinFacts {
  if (isNpmLockfile(lockfile)) return npmFacts(lockfile);
  return isPypiLockfile(lockfile) ? pypiFacts(lockfile) : executableFacts(lockfile);
}

function npmFacts(lockfile: NpmLockfile): PinFacts {
  const packages = Object.entries(lockfile.packages).map(([path, pin]): PinnedFacts => ({
    key: path,
    name: pin.name ?? folderName(path),
    version: pin.version,
    digest: pin.integrity,
    source: "registry",
    atInstall:
      pin.hooks?.approved === true
        ? { digest: pin.hooks.scripts, what: "has an approved install script" }
        : null,
    hasProvenance: hasProvenance(pin.evidence),
  }));
  const lacksPlatform = (platform: string): string | null => {
    const lacking = Object.entries(lockfile.packages).find(
      ([, pin]) => pin.optional !== true && !isFor(pin, platform),
    );
    return lacking === undefined
      ? null
      : `${lacking[1].name ?? folderName(lacking[0])} ${lacking[1].version} cannot be installed there`;
  };
  return { ecosystem: "npm", subject: lockfile.subject, packages, lacksPlatform };
}

/** npm's own rule: a name that is listed, or none that is listed with a `!` before it. */
function isFor({ os = [], cpu = [] }: PackagePin, platform: string): boolean {
  const [system = "", machine = ""] = platform.split("-");
  const allows = (listed: readonly string[], own: string): boolean => {
    const denied = listed.filter((one) => one.startsWith("!"));
    if (denied.includes(`!${own}`)) return false;
    return denied.length === listed.length || listed.includes(own) || listed.includes("any");
  };
  return allows(os, system) && allows(cpu, machine);
}

function pypiFacts(lockfile: PypiLockfile): PinFacts {
  const packages = Object.entries(lockfile.packages).map(([key, pin]): PinnedFacts => {
    const { source, artifacts, version, builtLocally } = pin;
    const isGit = source !== undefined && "commit" in source;
    const digest = isGit ? String(source.commit) : ofAll(artifacts.map(({ sha256 }) => sha256));
    return {
      key,
      name: packageNameOf(key),
      version,
      digest,
      source: source === undefined ? "registry" : isGit ? "git" : "url",
      // Start-up hooks of a wheel are files like others: pinned, and judged as such.
      atInstall: builtLocally === true ? { digest, what: "is built on each machine" } : null,
      hasProvenance: hasProvenance(pin.evidence),
    };
  });
  return {
    ecosystem: "pypi",
    subject: lockfile.subject,
    packages,
    lacksPlatform: (platform) =>
      lockfile.platforms.includes(platform) ? null : "its artifacts are pinned for other platforms",
  };
}

function executableFacts(lockfile: ExecutableLockfile): PinFacts {
  const { name = "" } = parsePurl(lockfile.subject) ?? {};
  const digests = Object.values(lockfile.packages).map(({ sha256 }) => sha256);
  return {
    ecosystem: "executable",
    subject: lockfile.subject,
    packages: [
      {
        key: Object.keys(lockfile.packages)[0] ?? "",
        name,
        version: "",
        digest: ofAll(digests),
        source: "local",
        atInstall: null,
        hasProvenance: false,
      },
    ],
    lacksPlatform: (platform) =>
      platform in lockfile.packages ? null : "it has no digest of the program there",
  };
}

/** One digest for several: an exception holds for all of them as they are. */
export function ofAll(digests: readonly string[]): string | null {
  const [first, ...rest] = digests.toSorted();
  if (first === undefined) return null;
  return rest.length === 0 ? first : sha256Of([first, ...rest].join("\n"));
}

function hasProvenance(evidence: Readonly<Record<string, unknown>> | undefined): boolean {
  return evidence?.["provenance"] !== undefined;
}

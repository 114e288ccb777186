import { packageFacts } from "../../ecosystems/npm/package-facts.ts";
import { scriptsDigest } from "../../ecosystems/npm/install-scripts.ts";
import { outsideDependencies } from "../../ecosystems/npm/outside-dependencies.ts";
import { PinfoldError } from "../../errors.ts";
import type { PackageFile, PackageState } from "../../difference/package-state.ts";
import { evidenceRecord } from "../../lockfile/evidence-pin.ts";
import type { PackagePin } from "../../lockfile/schema.ts";
import { prefixOf } from "../../model/npm-tree.ts";
import type { Archive, NpmRegistry, PackageDocument } from "../../ports/npm-registry.ts";
import type { NpmSettings } from "../../ports/npm-settings.ts";
import { packagePurl } from "../../policy/pattern.ts";
import type { ManifestStore } from "../../state/manifests.ts";
import type { Sightings } from "../../state/sightings.ts";

export interface StateContext {
  readonly registry: NpmRegistry;
  readonly settings: NpmSettings;
  readonly manifests: ManifestStore;
  readonly sightings: Sightings;
  /** When packages were published by the log that holds their registry's record, by `name@version`. */
  readonly logged: ReadonlyMap<string, string>;
}

/**
 * A pinned package as it is compared: from its archive, which must have the pinned bytes. Where the
 * archive is not to be had any more the list of its files may be; what a registry says of it is then
 * unknown.
 */
export async function packageState(
  { registry, settings, manifests, sightings, logged }: StateContext,
  name: string,
  pin: PackagePin,
): Promise<PackageState> {
  const { version, integrity, files: h1 } = pin;
  const document = await orNull(registry.describe(name, version, settings));
  const claim: PackageDocument = {
    ...(document ?? UNKNOWN),
    name,
    version,
    integrity,
  };
  const archive = await orNull(registry.fetch(claim, settings, true));
  const listed = archive === null ? manifests.read(h1, prefixOf(name, version)) : null;
  const facts = archive === null ? null : packageFacts(archive.packageJson, hasGyp(archive));
  const purl = packagePurl("npm", name);
  const evidence = evidenceRecord(pin.evidence);
  const log = logged.get(prefixOf(name, version)) ?? null;
  const published = sightings.time(purl, version, document?.published ?? null, log);
  const scripts = facts?.installScripts ?? {};
  return {
    name,
    purl,
    digest: integrity,
    version,
    published: published.time,
    publishedBy: published.origin,
    publisher: document?.publisher ?? null,
    deprecated: document?.deprecated ?? null,
    evidence,
    scripts,
    scriptsDigest: Object.keys(scripts).length === 0 ? null : scriptsDigest(scripts),
    outside: archive === null ? {} : outsideDependencies(archive.packageJson),
    programs: facts?.bin ?? {},
    files:
      archive === null
        ? (listed?.map(({ path, sha256 }) => ({ path, sha256, size: null, bytes: null })) ?? null)
        : filesOf(archive),
  };
}

/** Of a version that the registry does not have any more. */
const UNKNOWN: Omit<PackageDocument, "name" | "version" | "integrity"> = {
  published: null,
  publisher: null,
  repository: null,
  deprecated: null,
  claims: { registry: "", isDefault: false, signatures: [], signs: false, isAttested: false },
};

function filesOf({ files, contents }: Archive): readonly PackageFile[] {
  return files.map(({ path, sha256 }) => ({
    path,
    sha256,
    size: contents.get(path)?.size ?? null,
    bytes: contents.get(path)?.bytes ?? null,
  }));
}

function hasGyp({ files }: Archive): boolean {
  return files.some(({ path }) => path === "binding.gyp");
}

/** What a registry does not have any more is no reason to stop. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return null;
    throw thrown;
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { Readable } from "node:stream";

import ssri from "ssri";
import * as v from "valibot";

import { PinfoldError } from "../../errors.ts";
import type { EvidenceClaims, NpmRegistry, PackageDocument } from "../../ports/npm-registry.ts";
import type { NpmSettings } from "../../ports/npm-settings.ts";
import { AllowedVersions, noTree } from "./allowed-versions.ts";
import { attestationsOf } from "./attestations.ts";
import { isDefaultRegistry } from "./default-registry.ts";
import { Signatures } from "./signatures.ts";
import { readArchive } from "./archive.ts";
import { cachedArchive } from "./cached-archive.ts";
import { withDeadline } from "../deadline.ts";
import { networkError } from "./failures.ts";
import { fetchAhead } from "./fetch-ahead.ts";
import { listOf } from "./list.ts";
import { plannedPackages } from "./planned.ts";

/** How long answers are waited for, in milliseconds. */
export interface Patience {
  /** Until an answer begins, and between its parts; asked once more after that. */
  readonly request: number;
  readonly describe: number;
  readonly fetch: number;
  readonly resolve: number;
}

// The defaults of npm's libraries make one bad tarball take 141 s (measured).
const PATIENCE: Patience = { request: 20_000, describe: 60_000, fetch: 180_000, resolve: 300_000 };
const RETRY = { retries: 1, minTimeout: 300, maxTimeout: 1_000 };

const Text = v.fallback(v.optional(v.string()), undefined);
const Version = v.looseObject({
  name: v.string(),
  version: v.string(),
  dist: v.looseObject({
    integrity: Text,
    shasum: Text,
    tarball: Text,
    signatures: Signatures,
    attestations: v.fallback(v.optional(v.looseObject({})), undefined),
  }),
  _npmUser: v.fallback(v.optional(v.looseObject({ name: Text })), undefined),
  repository: v.fallback(
    v.optional(v.union([v.string(), v.looseObject({ url: Text })])),
    undefined,
  ),
  deprecated: Text,
});
const Packument = v.looseObject({
  versions: v.record(v.string(), v.unknown()),
  time: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
});

/**
 * npm's registries through npm's own libraries. Documents are asked for each time; archives are read from npm's by their
 * integrity, which is as good as fetching them.
 */
export function npmRegistryWith(patience: Patience): NpmRegistry {
  /** Packuments of this run, so that no registry is asked the same thing twice. */
  const packumentCache = new Map<string, unknown>();
  return {
    async describe(name, spec, settings) {
      const what = `${name}@${spec}`;
      return guarded(what, patience.describe, async () => {
        const { default: pacote } = await import("pacote");
        const options = {
          ...optionsOf(settings, patience),
          // No cache on disk: where a registry is gone, npm's libraries answer from what they kept,
          // and what is pinned today would be the "latest" of another day.
          cache: undefined,
          fullMetadata: true,
          packumentCache,
        };
        const packument = v.parse(Packument, await pacote.packument(name, options));
        const version =
          packument.versions[spec] === undefined
            ? (await pacote.manifest(what, { ...options, fullMetadata: true })).version
            : spec;
        return documentOf(name, version, packument, await registryOf(name, settings));
      });
    },

    async fetch(document, settings, withContents) {
      const what = `${document.name}@${document.version}`;
      return guarded(what, patience.fetch, async () => {
        const { default: pacote } = await import("pacote");
        const options = { ...optionsOf(settings, patience), fullMetadata: true, packumentCache };
        const claim = document.integrity === null ? {} : { integrity: document.integrity };
        const resolved = tarballs.get(document) ?? null;
        const from = resolved === null ? {} : { resolved };
        const wishes = { withContents: withContents === true };
        return pacote.tarball.stream(what, (stream) => readArchive(stream, what, wishes), {
          ...options,
          ...claim,
          ...from,
        });
      });
    },

    async attestations(question, memory) {
      return guarded(`${question.name}@${question.version}`, patience.describe, () =>
        attestationsOf(question, memory, optionsOf(question.settings, patience)),
      );
    },

    async unpack(pinned, settings, sink) {
      const what = `${pinned.name}@${pinned.version}`;
      const archive = await guarded(what, patience.fetch, async () => {
        const cached = await cachedArchive(pinned, settings);
        if (cached !== null) return readArchive(Readable.from([cached]), what, { sink });
        const { default: pacote } = await import("pacote");
        return pacote.tarball.stream(what, (stream) => readArchive(stream, what, { sink }), {
          ...optionsOf(settings, patience),
          // What the cache has was just found to be missing or damaged; npm's libraries would go on
          // believing its index.
          cache: undefined,
          packumentCache,
          integrity: pinned.integrity,
        });
      });
      if (archive.integrity !== pinned.integrity) throw otherBytes(what);
      return archive;
    },

    async list(question, memory) {
      return guarded(question.name, patience.describe, () =>
        listOf(question, memory, optionsOf(question.settings, patience)),
      );
    },

    async resolve({ specs, nodeVersion, npmVersion, settings, allows }, cacheFolder) {
      const what = specs.join(" ");
      await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
      const path = mkdtempSync(`${cacheFolder}/resolve-`);
      try {
        return await guarded(what, patience.resolve, async () => {
          const { default: Arborist } = await import("@npmcli/arborist");
          const options = {
            ...optionsOf(settings, patience),
            cache: cacheFolder,
            path,
            nodeVersion,
            ...(npmVersion === null ? {} : { npmVersion }),
            packumentCache: allows === undefined ? new Map() : new AllowedVersions(allows),
          };
          await fetchAhead(specs, options);
          const arborist = new Arborist(options);
          const work = arborist.buildIdealTree({ ...options, add: [...specs] });
          const { inventory } = await (allows === undefined ? work : work.catch(noTree(what)));
          return plannedPackages([...inventory.values()]);
        });
      } finally {
        rmSync(path, { recursive: true, force: true });
      }
    },
  };
}

export function npmRegistry(): NpmRegistry {
  return npmRegistryWith(PATIENCE);
}

/** Where a registry says that the archive of a document is; not part of what others see. */
const tarballs = new WeakMap<PackageDocument, string>();

function documentOf(
  name: string,
  version: string,
  packument: v.InferOutput<typeof Packument>,
  from: Pick<EvidenceClaims, "registry" | "isDefault">,
): PackageDocument {
  const entry = v.parse(Version, packument.versions[version]);
  if (entry.version !== version || entry.name !== name)
    throw new PinfoldError(
      "refused",
      `the registry answers ${entry.name}@${entry.version} for ${name}@${version}`,
      "ask whoever runs the registry; nothing was written",
    );
  const { repository, dist } = entry;
  const published = packument.time?.[version];
  const document: PackageDocument = {
    name,
    version,
    integrity:
      dist.integrity ??
      (dist.shasum === undefined ? null : ssri.fromHex(dist.shasum, "sha1").toString()),
    published: typeof published === "string" ? published : null,
    publisher: entry._npmUser?.name ?? null,
    repository: (typeof repository === "string" ? repository : repository?.url) ?? null,
    deprecated: entry.deprecated ?? null,
    claims: {
      ...from,
      signatures: dist.signatures,
      signs: Object.values(packument.versions).some(isSigned),
      isAttested: dist.attestations !== undefined,
    },
  };
  if (dist.tarball !== undefined) tarballs.set(document, dist.tarball);
  return document;
}

const SignedVersion = v.looseObject({ dist: v.looseObject({ signatures: Signatures }) });

function isSigned(version: unknown): boolean {
  const parsed = v.safeParse(SignedVersion, version);
  return parsed.success && parsed.output.dist.signatures.length > 0;
}

/** Which registry answers for a name: scopes can have their own. */
async function registryOf(
  name: string,
  settings: NpmSettings,
): Promise<Pick<EvidenceClaims, "registry" | "isDefault">> {
  const { default: request } = await import("npm-registry-fetch");
  const registry = request.pickRegistry(name, { ...settings.flat });
  return { registry: new URL(registry).host, isDefault: isDefaultRegistry(registry, settings) };
}

function otherBytes(what: string): PinfoldError {
  return new PinfoldError(
    "refused",
    `${what}: the archive is not the pinned one`,
    "nothing was kept; look at what the registry has under that version now",
  );
}

function optionsOf({ flat }: NpmSettings, { request }: Patience): Record<string, unknown> {
  return {
    ...flat,
    timeout: request,
    retry: RETRY,
    ignoreScripts: true,
    preferOffline: false,
    offline: false,
  };
}

async function guarded<T>(what: string, limit: number, work: () => Promise<T>): Promise<T> {
  try {
    return await withDeadline(work(), limit);
  } catch (thrown) {
    throw networkError(what, thrown);
  }
}

import * as v from "valibot";

import { mcpNameOf, packageFacts } from "../../ecosystems/npm/package-facts.ts";
import { scriptsDigest } from "../../ecosystems/npm/install-scripts.ts";
import { PinfoldError } from "../../errors.ts";
import { evidencePin } from "../../lockfile/evidence-pin.ts";
import type { PackagePin } from "../../lockfile/schema.ts";
import { h1Of } from "../../model/digest.ts";
import { folderName, type PackageFacts, prefixOf } from "../../model/npm-tree.ts";
import type { ObservedEvidence } from "../../model/provenance.ts";
import type {
  Archive,
  NpmRegistry,
  PackageDocument,
  PlannedPackage,
} from "../../ports/npm-registry.ts";
import type { ManifestStore } from "../../state/manifests.ts";
import { pooled } from "../pool.ts";
import {
  type EvidenceContext,
  gatherAnswers,
  type GatheredAnswers,
  judgeEvidence,
} from "./gather-evidence.ts";

/** Archives that are fetched side by side. */
export const AT_ONCE = 12;

/** A package whose archive was fetched against its integrity, ready to be pinned. */
export interface FetchedPackage {
  readonly path: string;
  readonly document: PackageDocument;
  readonly facts: PackageFacts;
  readonly mcpName: string | null;
  readonly pin: PackagePin;
  readonly evidence: ObservedEvidence;
  readonly fileCount: number;
  readonly unpackedBytes: number;
}

export interface FetchContext extends EvidenceContext {
  readonly registry: NpmRegistry;
  readonly manifests: ManifestStore;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Fetches every package of a tree, outermost first, since what lies in the archive of another
 * package has none of its own. Manifests are kept as they are computed.
 */
export async function fetchPackages(
  context: FetchContext,
  planned: readonly PlannedPackage[],
): Promise<readonly FetchedPackage[]> {
  const fetched = new Map<string, Fetched>();
  const bundled: string[] = [];
  const depths = Map.groupBy(planned, ({ path }) => path.split("/node_modules/").length);
  let done = 0;
  for (const depth of [...depths.keys()].toSorted((a, b) => a - b)) {
    const level = (depths.get(depth) ?? []).filter(
      ({ path }) => !bundled.some((root) => path === root || path.startsWith(`${root}/`)),
    );
    await pooled(level, AT_ONCE, async (one) => {
      fetched.set(one.path, await fetchPackage(context, one));
      done += 1;
      context.onProgress(done, planned.length);
    });
    for (const { path, pin } of fetched.values())
      bundled.push(...(pin.bundled ?? []).map((inner) => `${path}/${inner}`));
  }
  const found = [...fetched.values()];
  const judged = await judgeEvidence(
    context.evidence,
    found.map(({ answers }) => answers),
  );
  return judged.flatMap((evidence, index) => {
    const one = found[index];
    return one === undefined ? [] : [withEvidence(one, evidence)];
  });
}

function withEvidence(one: Fetched, evidence: ObservedEvidence): FetchedPackage {
  return { ...one, evidence, pin: { ...one.pin, evidence: evidencePin(evidence) } };
}

/** Before its evidence is judged: that is done for all packages together. */
interface Fetched extends Omit<FetchedPackage, "evidence"> {
  readonly answers: GatheredAnswers;
}

async function fetchPackage(context: FetchContext, planned: PlannedPackage): Promise<Fetched> {
  const { registry, settings, manifests } = context;
  const { path, name, version, optional } = planned;
  const document = await registry.describe(name, version, settings);
  const archive = await registry.fetch(document, settings);
  const hasBindingGyp = archive.files.some((file) => file.path === "binding.gyp");
  const facts = packageFacts(archive.packageJson, hasBindingGyp);
  if (facts === null || facts.name !== name || facts.version !== version)
    throw new PinfoldError(
      "refused",
      `the archive of ${name}@${version} says that it is ${facts === null ? "nothing" : prefixOf(facts.name, facts.version)}`,
      "nothing was written; do not use this package",
    );
  const prefix = prefixOf(name, version);
  manifests.write(prefix, archive.files);
  if (archive.installedFiles !== null) manifests.write(prefix, archive.installedFiles);
  return {
    path,
    document,
    facts,
    mcpName: mcpNameOf(archive.packageJson),
    answers: await gatherAnswers(context, document, archive.integrity),
    pin: pinOf(path, archive, facts, optional),
    fileCount: archive.files.length,
    unpackedBytes: archive.unpackedBytes,
  };
}

function pinOf(path: string, archive: Archive, facts: PackageFacts, optional: boolean): PackagePin {
  const { name, version, installScripts } = facts;
  const prefix = prefixOf(name, version);
  const { os, cpu, libc } = platformOf(archive.packageJson);
  const hasScripts = Object.keys(installScripts).length > 0;
  return {
    ...(folderName(path) === name ? {} : { name }),
    version,
    integrity: archive.integrity,
    files: h1Of(prefix, archive.files),
    ...(archive.installedFiles === null ? {} : { installed: h1Of(prefix, archive.installedFiles) }),
    ...(archive.bundled.length === 0 ? {} : { bundled: [...archive.bundled] }),
    ...(optional ? { optional: true as const } : {}),
    ...(os === undefined ? {} : { os }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(libc === undefined ? {} : { libc }),
    ...(hasScripts ? { hooks: { scripts: scriptsDigest(installScripts) } } : {}),
  };
}

const Names = v.fallback(
  v.optional(
    v.union([
      v.pipe(
        v.string(),
        v.transform((name) => [name]),
      ),
      v.array(v.string()),
    ]),
  ),
  undefined,
);
const PlatformFields = v.object({ os: Names, cpu: Names, libc: Names });

function platformOf(packageJson: string): v.InferOutput<typeof PlatformFields> {
  return v.parse(PlatformFields, JSON.parse(packageJson.replace(/^\uFEFF/, "")));
}

import { Metadata, MetadataKind, type Root, type Targets } from "@tufjs/models";
import * as v from "valibot";

import { sha256Of } from "../model/digest.ts";
import { Rejection } from "../provenance/rejection.ts";
import { parseTrustRoot, type TrustRoot } from "../provenance/trust-root.ts";
import { TRUSTED_ROOT, type TrustRecord } from "./record.ts";

/** What comes with pinfold and everything is measured by. */
export interface TrustBase {
  /** Signed metadata of the root role. */
  readonly root: string;
  readonly trustedRoot: unknown;
  readonly registryKeys: unknown;
  readonly versions: TrustVersions;
}

export interface TrustVersions {
  readonly root: number;
  readonly targets: number;
}

export interface VerifiedRecord {
  readonly trust: TrustRoot;
  readonly digests: { readonly trustedRoot: string; readonly registryKeys: string | null };
  readonly versions: TrustVersions;
  /** The newest root of the chain. */
  readonly root: string;
}

type JsonObject = Parameters<typeof Metadata.fromJSON>[1];

const AnObject = v.record(v.string(), v.unknown());

/**
 * Follows the signatures from the root that comes with pinfold to the material of a record (TUF, 5.3 and
 * 5.6). When the metadata expires does not matter here: that it was fresh was asked when it was fetched,
 * and how old it is is told. Throws where a signature, a version or a digest does not fit.
 */
export function verifyRecord(record: TrustRecord, base: TrustBase): VerifiedRecord {
  let root = parseRoot(base.root);
  let text = base.root;
  for (const next of record.roots) {
    const parsed = parseRoot(next);
    // A newer pinfold comes with a newer root: what lies before that is known already.
    if (parsed.signed.version <= root.signed.version) continue;
    if (parsed.signed.version !== root.signed.version + 1) throw new Rejection("a root is missing");
    root.verifyDelegate(MetadataKind.Root, parsed);
    parsed.verifyDelegate(MetadataKind.Root, parsed);
    root = parsed;
    text = next;
  }
  const targets = parseTargets(record.metadata["targets"]);
  root.verifyDelegate(MetadataKind.Targets, targets);
  requireTarget(targets.signed, TRUSTED_ROOT, record.trustedRoot);
  const { registryKeys } = record;
  if (registryKeys !== null) requireDelegated(record, targets, registryKeys);
  const keys = registryKeys === null ? base.registryKeys : jsonOf(registryKeys.text);
  return {
    trust: parseTrustRoot(jsonOf(record.trustedRoot), keys),
    digests: {
      trustedRoot: sha256Of(record.trustedRoot),
      registryKeys: registryKeys === null ? null : sha256Of(registryKeys.text),
    },
    versions: { root: root.signed.version, targets: targets.signed.version },
    root: text,
  };
}

function requireTarget({ targets }: Targets, name: string, text: string): void {
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  const sha256 = target?.hashes["sha256"];
  if (target === undefined || sha256 === undefined)
    throw new Rejection(`${name} is not vouched for`);
  const isSame = target.length === Buffer.byteLength(text) && sha256Of(text) === `sha256:${sha256}`;
  if (!isSame) throw new Rejection(`${name} is not what was vouched for`);
}

/** In the targets themselves, or in a role that they delegate this name to. */
function requireDelegated(
  { metadata }: TrustRecord,
  targets: Metadata<Targets>,
  { name, text }: { readonly name: string; readonly text: string },
): void {
  if (Object.hasOwn(targets.signed.targets, name)) return requireTarget(targets.signed, name, text);
  for (const { role } of targets.signed.delegations?.rolesForTarget(name) ?? []) {
    const delegated = parseTargets(metadata[role]);
    targets.verifyDelegate(role, delegated);
    return requireTarget(delegated.signed, name, text);
  }
  throw new Rejection(`${name} is not vouched for`);
}

function parseRoot(text: string): Metadata<Root> {
  return Metadata.fromJSON(MetadataKind.Root, jsonOf(text));
}

function parseTargets(text: string | undefined): Metadata<Targets> {
  if (text === undefined) throw new Rejection("its targets are missing");
  return Metadata.fromJSON(MetadataKind.Targets, jsonOf(text));
}

function jsonOf(text: string): JsonObject {
  const json: unknown = JSON.parse(text);
  if (!v.is(AnObject, json)) throw new Rejection("it is malformed");
  // What the library does with it is its own affair: it looks at every field that it uses.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return json as JsonObject;
}

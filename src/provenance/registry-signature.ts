import { verify } from "node:crypto";

import type { RegistrySignature } from "../model/provenance.ts";
import { Rejection } from "./rejection.ts";
import { registryKey, type TrustRoot } from "./trust-root.ts";
import { strictBase64 } from "./untrusted-json.ts";

export interface SignedVersion {
  readonly name: string;
  readonly version: string;
  /** `sha512-…` of the bytes that were had, never the registry's own claim. */
  readonly integrity: string;
  /** ISO 8601, the registry's word; null where it keeps no times. */
  readonly published: string | null;
}

const MAX_SIGNATURES = 16;

/**
 * Verifies that the registry signed exactly this name, version and integrity: ECDSA on P-256 with
 * sha256 over `name@version:integrity`. One of several signatures by a known key is enough, and a
 * wrong one by a known key is a rejection whatever the others say. A key that ended counts for what
 * was published before its end. Source: npm's documentation of registry signatures.
 *
 * @returns the id of the key
 */
export function verifyRegistrySignature(
  trust: TrustRoot,
  { name, version, integrity, published }: SignedVersion,
  signatures: readonly RegistrySignature[],
): string {
  if (signatures.length === 0) throw new Rejection("the registry's signature is missing");
  if (signatures.length > MAX_SIGNATURES)
    throw new Rejection("it has more signatures than any real one");
  const message = Buffer.from(`${name}@${version}:${integrity}`);
  const known = signatures.filter(({ keyid }) => isKnownKey(trust, keyid));
  const [first] = known;
  // Names the key.
  if (first === undefined)
    return registryKey(trust, signatures[0]?.keyid ?? "", "npm:signatures").keyid;
  for (const { keyid, sig } of known) {
    const { key, end } = registryKey(trust, keyid, "npm:signatures");
    if (!verify("sha256", message, key, strictBase64(sig, "the registry's signature")))
      throw new Rejection("the registry's signature is not of this name, version and integrity");
    const time = published === null ? Number.NaN : Date.parse(published);
    if (end !== null && time >= end.getTime())
      throw new Rejection(`the registry's signature is by a key that ended on ${dayOf(end)}`);
  }
  return first.keyid;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Whether packages can be signed with it. */
export function isKnownKey({ registryKeys }: TrustRoot, keyid: string): boolean {
  return registryKeys.some((key) => key.keyid === keyid && key.usage === "npm:signatures");
}

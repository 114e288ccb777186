import { createPublicKey, type KeyObject } from "node:crypto";

import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toTrustMaterial, type TrustMaterial } from "@sigstore/verify";
import * as v from "valibot";

import { Rejection } from "./rejection.ts";
import { strictBase64 } from "./untrusted-json.ts";

/** A key that a registry signs with. */
export interface RegistryKey {
  readonly keyid: string;
  readonly usage: string;
  readonly key: KeyObject;
  readonly start: Date;
  /** Null while nobody said that it ends. */
  readonly end: Date | null;
}

/** Keys and authorities that are believed beforehand. */
export interface TrustRoot {
  readonly material: Omit<TrustMaterial, "publicKey">;
  readonly registryKeys: readonly RegistryKey[];
}

/** `npm:signatures` are of packages, `npm:attestations` of statements about them. */
export type KeyUsage = "npm:signatures" | "npm:attestations";

const Time = v.pipe(v.string(), v.isoTimestamp());
const Validity = v.looseObject({ start: Time, end: v.nullish(Time) });
const Log = v.looseObject({ publicKey: v.looseObject({ validFor: Validity }) });
const Authority = v.looseObject({ validFor: Validity });
const Authorities = v.nullish(v.array(Authority));
const Logs = v.nullish(v.array(Log));

// The library takes a missing start for the beginning of time; the specification demands one.
const Root = v.looseObject({
  tlogs: Logs,
  ctlogs: Logs,
  certificateAuthorities: Authorities,
  timestampAuthorities: Authorities,
});

const Keys = v.looseObject({
  keys: v.array(
    v.looseObject({
      keyId: v.string(),
      keyUsage: v.string(),
      publicKey: v.looseObject({
        rawBytes: v.string(),
        keyDetails: v.literal("PKIX_ECDSA_P256_SHA_256"),
        validFor: Validity,
      }),
    }),
  ),
});

/**
 * Reads a trusted root (`trusted_root.json` of Sigstore) and the keys of npm's registry (`keys.json`).
 * Throws where one of them says less than is needed to judge with it.
 */
export function parseTrustRoot(root: unknown, keys: unknown = { keys: [] }): TrustRoot {
  const shape = v.safeParse(Root, root);
  if (!shape.success) {
    const path = v.getDotPath(shape.issues[0]) ?? "";
    throw new Rejection(
      path.includes("validFor")
        ? `the trusted root does not say from when ${path.split(".").slice(0, 2).join(" ")} holds`
        : `the trusted root is malformed: ${path}`,
    );
  }
  const { certificateAuthorities, timestampAuthorities, tlogs, ctlogs } = toTrustMaterial(
    TrustedRoot.fromJSON(root),
  );
  return {
    material: { certificateAuthorities, timestampAuthorities, tlogs, ctlogs },
    registryKeys: parseKeys(keys),
  };
}

function parseKeys(json: unknown): readonly RegistryKey[] {
  const parsed = v.safeParse(Keys, json);
  if (!parsed.success) throw new Rejection("the registry's key set is malformed");
  return parsed.output.keys.map(({ keyId, keyUsage, publicKey }) => {
    const { rawBytes, validFor } = publicKey;
    return {
      keyid: keyId,
      usage: keyUsage,
      key: createPublicKey({
        key: strictBase64(rawBytes, "a key of the registry"),
        format: "der",
        type: "spki",
      }),
      start: new Date(validFor.start),
      end: validFor.end == null ? null : new Date(validFor.end),
    };
  });
}

/** The key of that name for that use; a name alone proves nothing. */
export function registryKey(trust: TrustRoot, keyid: string, usage: KeyUsage): RegistryKey {
  const found = trust.registryKeys.find((one) => one.keyid === keyid && one.usage === usage);
  if (found === undefined) throw new Rejection(`it is signed by a key that is not known: ${keyid}`);
  return found;
}

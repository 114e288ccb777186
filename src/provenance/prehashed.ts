import type { KeyObject } from "node:crypto";

import { p256, p384 } from "@noble/curves/nist.js";

import { Rejection } from "./rejection.ts";

const CURVES = { prime256v1: p256, secp384r1: p384 } as const;

/**
 * ECDSA over a digest, where the bytes that were digested are not at hand: Node's own functions always
 * digest what they are given.
 */
export function verifyPrehashed(
  key: KeyObject,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { namedCurve } = key.asymmetricKeyDetails ?? {};
  const curve =
    namedCurve === "prime256v1" || namedCurve === "secp384r1" ? CURVES[namedCurve] : null;
  if (key.asymmetricKeyType !== "ec" || curve === null)
    throw new Rejection(
      "by its digest alone this kind of signature cannot be verified: give the file",
    );
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(x, "base64url"),
    Buffer.from(y, "base64url"),
  ]);
  return curve.verify(signature, digest, point, { prehash: false, format: "der", lowS: false });
}

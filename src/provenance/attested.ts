import type { KeyObject } from "node:crypto";

import type { Bundle } from "@sigstore/bundle";

import { parseBundle } from "./bundle.ts";
import { Rejection } from "./rejection.ts";
import { requireSubject, type Statement, statementOf, type StatementSubject } from "./statement.ts";
import type { TrustRoot } from "./trust-root.ts";
import { type VerifiedBundle, verifyBundle } from "./verify-bundle.ts";

/** One statement of an answer, before anything of it is believed. */
export interface Announced {
  readonly bundle: unknown;
  /** What the answer says that it is; null where it says nothing. */
  readonly predicateType: string | null;
}

/** A statement whose signature, log, kind and subject were verified. */
export interface Attested {
  readonly bundle: Bundle;
  readonly verified: VerifiedBundle;
  readonly statement: Statement;
}

/** With what an attestation is verified. */
export interface AttestationTrust {
  readonly trust: TrustRoot;
  readonly now: Date;
  /** The only key that counts for what is signed by a key; null where the registry's do. */
  readonly key?: KeyObject | null;
}

/** Statements about packages are about one thing each. */
export function verifyAttested(
  { bundle: json, predicateType }: Announced,
  { trust, now, key = null }: AttestationTrust,
  subject: StatementSubject,
): Attested {
  const bundle = parseBundle(json);
  const isKeySigned = bundle.verificationMaterial.content.$case === "publicKey";
  const verified = verifyBundle(bundle, { trust, now, key: isKeySigned ? key : null });
  const statement = statementOf(bundle);
  if (predicateType !== null && statement.predicateType !== predicateType)
    throw new Rejection(
      `it is announced as ${predicateType}, and signed as ${statement.predicateType}`,
    );
  requireSubject(statement, subject, "one");
  return { bundle, verified, statement };
}

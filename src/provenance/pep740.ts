import * as v from "valibot";

import type { Provenance, PypiFile } from "../model/provenance.ts";
import { type Announced, type Attested, verifyAttested } from "./attested.ts";
import { sameIdentity } from "./compare.ts";
import { isPypiPublish, SLSA_PROVENANCE } from "./predicates.ts";
import { provenanceOf } from "./provenance.ts";
import { isSameFileName } from "./python-file-name.ts";
import { Rejection } from "./rejection.ts";
import type { TrustRoot } from "./trust-root.ts";
import { parseUntrustedJson, strictBase64 } from "./untrusted-json.ts";

const MAX_ATTESTATIONS = 32;

const Attestation = v.looseObject({
  version: v.literal(1),
  verification_material: v.looseObject({
    certificate: v.string(),
    transparency_entries: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(8)),
  }),
  envelope: v.looseObject({ statement: v.string(), signature: v.string() }),
});
type Attestation = v.InferOutput<typeof Attestation>;

/** The `publisher` beside the attestations is the index's word: who it was is in the certificate. */
const ProvenanceObject = v.looseObject({
  version: v.literal(1),
  attestation_bundles: v.pipe(
    v.array(v.looseObject({ attestations: v.array(Attestation) })),
    v.minLength(1),
    v.maxLength(MAX_ATTESTATIONS),
  ),
});

/**
 * Verifies what a Python index serves as provenance of a file: an attestation or a provenance object of
 * PEP 740. Every attestation must verify and be about exactly this file, and all be by one identity.
 * Throws a Rejection; `judge` makes an answer of it.
 */
export function verifyPypiProvenance(
  trust: TrustRoot,
  answer: Uint8Array,
  { file, sha256 }: PypiFile,
  now: Date,
): Provenance {
  const subject = {
    isNamed: (name: string) => isSameFileName(name, file),
    algorithm: "sha256" as const,
    digest: sha256,
  };
  const announced = pep740Statements(parseUntrustedJson(answer, "the answer"));
  return pypiProvenance(announced.map((one) => verifyAttested(one, { trust, now }, subject)));
}

/** The attestations of an answer, as Sigstore bundles. */
export function pep740Statements(json: unknown): readonly Announced[] {
  const attestations = attestationsOf(json);
  if (attestations.length === 0) throw new Rejection("the answer holds no attestations");
  if (attestations.length > MAX_ATTESTATIONS)
    throw new Rejection("it has more attestations than any real one");
  return attestations.map((attestation) => ({
    bundle: bundleJson(attestation),
    predicateType: null,
  }));
}

function attestationsOf(json: unknown): readonly Attestation[] {
  if (v.is(Attestation, json)) return [json];
  if (v.is(ProvenanceObject, json))
    return json.attestation_bundles.flatMap(({ attestations }) => attestations);
  throw new Rejection("it is neither an attestation nor a provenance object (PEP 740)");
}

/** What verified attestations of one file mean. */
export function pypiProvenance(attested: readonly Attested[]): Provenance {
  const all = attested.map((one) => {
    const { predicateType } = one.statement;
    if (!isPypiPublish(predicateType) && !SLSA_PROVENANCE.has(predicateType))
      throw new Rejection(`attestations of type ${predicateType} are not known`);
    return provenanceOf(one);
  });
  const chosen = all.find(({ predicateType }) => isPypiPublish(predicateType)) ?? all[0];
  if (chosen === undefined) throw new Rejection("the answer holds no attestations");
  if (!all.every(({ identity }) => sameIdentity(identity, chosen.identity)))
    throw new Rejection("its attestations are by different identities");
  return chosen;
}

/** PEP 740, "Conversion to a Sigstore bundle". */
function bundleJson({ verification_material: material, envelope }: Attestation): unknown {
  strictBase64(envelope.statement, "its statement");
  strictBase64(envelope.signature, "its signature");
  strictBase64(material.certificate, "its certificate");
  return {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {
      certificate: { rawBytes: material.certificate },
      tlogEntries: material.transparency_entries,
    },
    dsseEnvelope: {
      payload: envelope.statement,
      payloadType: "application/vnd.in-toto+json",
      signatures: [{ sig: envelope.signature }],
    },
  };
}

import { type Bundle, bundleFromJSON } from "@sigstore/bundle";
import { X509Certificate } from "@sigstore/core";
import * as v from "valibot";

import { Rejection } from "./rejection.ts";

// A prefix of a media type is not a media type: the library takes `…;version=0.1x` for the newest.
const V01 = "application/vnd.dev.sigstore.bundle+json;version=0.1";
const V02 = "application/vnd.dev.sigstore.bundle+json;version=0.2";
const MEDIA_TYPES: ReadonlySet<string> = new Set([
  V01,
  V02,
  "application/vnd.dev.sigstore.bundle+json;version=0.3",
  "application/vnd.dev.sigstore.bundle.v0.3+json",
]);

const MAX_ENTRIES = 8;

/**
 * Format 0.1 was the only one that does without a proof of inclusion in the log. It was followed by 0.2 in
 * August 2023; the last npm that made it came with Node 18, which ended in April 2025. A later entry that
 * claims it, or one of the kind `dsse`, which its makers never logged, is a newer bundle whose proof was
 * taken away.
 */
const LAST_OF_V01 = Date.UTC(2025, 6, 1);

const Shape = v.looseObject({
  mediaType: v.string(),
  verificationMaterial: v.looseObject({
    certificate: v.optional(v.unknown()),
    tlogEntries: v.pipe(v.array(v.unknown()), v.maxLength(MAX_ENTRIES)),
    timestampVerificationData: v.nullish(
      v.looseObject({
        rfc3161Timestamps: v.nullish(v.pipe(v.array(v.unknown()), v.maxLength(MAX_ENTRIES))),
      }),
    ),
  }),
  dsseEnvelope: v.optional(v.unknown()),
  messageSignature: v.optional(v.unknown()),
});

/** Reads a Sigstore bundle (protobuf-specs, sigstore_bundle.proto). Nothing in it is verified yet. */
export function parseBundle(json: unknown): Bundle {
  const shape = v.safeParse(Shape, json);
  if (!shape.success) throw new Rejection("it is not a Sigstore bundle");
  const { mediaType, verificationMaterial, dsseEnvelope, messageSignature } = shape.output;
  if (!MEDIA_TYPES.has(mediaType))
    throw new Rejection(`bundles of type ${mediaType} are not known`);
  if ((dsseEnvelope === undefined) === (messageSignature === undefined))
    throw new Rejection("a bundle holds either a statement or a signature of a file");
  const isOld = mediaType === V01 || mediaType === V02;
  if (isOld && verificationMaterial.certificate !== undefined)
    throw new Rejection("it holds its certificate in a form that its format does not have");
  const bundle = bundleFromJSON(json);
  requireProofs(bundle, mediaType);
  requireNoRoot(bundle);
  return bundle;
}

function requireProofs({ verificationMaterial }: Bundle, mediaType: string): void {
  for (const { inclusionProof, integratedTime, kindVersion } of verificationMaterial.tlogEntries) {
    if (inclusionProof !== undefined) {
      // The library reads the checkpoint of a proof in format 0.1 without asking whether it is there.
      if (inclusionProof.checkpoint === undefined)
        throw new Rejection("the proof of its inclusion in the log has no checkpoint");
    } else if (
      mediaType !== V01 ||
      kindVersion.kind === "dsse" ||
      Number(integratedTime) * 1000 >= LAST_OF_V01
    )
      throw new Rejection("its log entry has no proof of inclusion");
  }
}

/**
 * Whoever signs does not say whom to trust. npm's first statements carry a root all the same, which is
 * ignored there as anywhere; a signature of a file never had a reason to.
 */
function requireNoRoot({ content, verificationMaterial }: Bundle): void {
  const { content: material } = verificationMaterial;
  if (content.$case !== "messageSignature" || material.$case !== "x509CertificateChain") return;
  const further = material.x509CertificateChain.certificates.slice(1);
  const hasRoot = further
    .map(({ rawBytes }) => X509Certificate.parse(Buffer.from(rawBytes)))
    .some(({ issuer, subject }) => issuer.equals(subject));
  if (hasRoot) throw new Rejection("it brings the root that it is to be trusted by");
}

import * as v from "valibot";

import { EVIDENCE_LEVELS, type EvidenceRecord, levelOf } from "../model/provenance.ts";
import { NotAList } from "./fields.ts";

const Text = v.pipe(v.string(), v.maxLength(2048));

const IdentityPin = v.looseObject({
  issuer: Text,
  repository: v.optional(Text),
  repositoryId: v.optional(Text),
  ownerId: v.optional(Text),
  workflow: v.optional(Text),
  signer: Text,
  ref: v.optional(v.picklist(["branch", "tag", "pull", "other"])),
  environment: v.optional(Text),
  runner: v.optional(Text),
});

const Parts = v.looseObject({
  level: v.picklist(EVIDENCE_LEVELS),
  /** By a key that is not known here: it was there, and could not be judged. */
  signature: v.optional(v.union([v.literal(true), v.literal("unknown-key")])),
  publish: v.optional(v.literal(true)),
  provenance: v.optional(v.pipe(NotAList, IdentityPin)),
});

/** What was known of who made a package when it was locked. What is not known is left out. */
export const EvidencePin = v.pipe(
  NotAList,
  Parts,
  v.check((pin) => levelOf(recordOf(pin)) === pin.level, "says another level than it shows"),
);

export type EvidencePin = v.InferOutput<typeof EvidencePin>;

function recordOf({
  signature,
  publish,
  provenance,
}: v.InferOutput<typeof Parts>): Omit<EvidenceRecord, "level"> {
  return {
    signature: signature === true,
    ...(signature === "unknown-key" ? { unknownSignature: true } : {}),
    publish: publish === true,
    provenance:
      provenance === undefined
        ? null
        : {
            issuer: provenance.issuer,
            repository: provenance.repository ?? null,
            repositoryId: provenance.repositoryId ?? null,
            ownerId: provenance.ownerId ?? null,
            workflow: provenance.workflow ?? null,
            signer: provenance.signer,
            ref: provenance.ref ?? null,
            environment: provenance.environment ?? null,
            runner: provenance.runner ?? null,
          },
  };
}

/** The evidence in a pin as it is compared; null in a lockfile from before it was recorded. */
export function evidenceRecord(pin: EvidencePin | undefined): EvidenceRecord | null {
  return pin === undefined ? null : { level: pin.level, ...recordOf(pin) };
}

/** Evidence as it is written into a pin. */
export function evidencePin(evidence: EvidenceRecord): EvidencePin {
  const { level, signature, unknownSignature, publish, provenance } = evidence;
  return {
    level,
    ...(signature ? { signature: true as const } : {}),
    ...(!signature && unknownSignature === true ? { signature: "unknown-key" as const } : {}),
    ...(publish ? { publish: true as const } : {}),
    ...(provenance === null ? {} : { provenance: withoutNulls(provenance) }),
  };
}

function withoutNulls(
  identity: NonNullable<EvidenceRecord["provenance"]>,
): v.InferOutput<typeof IdentityPin> {
  const { issuer, signer, ref, ...texts } = identity;
  const known = Object.entries(texts).filter(([, value]) => value !== null);
  return { issuer, signer, ...Object.fromEntries(known), ...(ref === null ? {} : { ref }) };
}

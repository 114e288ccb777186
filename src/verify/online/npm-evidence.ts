import { PinfoldError } from "../../errors.ts";
import { evidenceRecord } from "../../lockfile/evidence-pin.ts";
import type { PackagePin } from "../../lockfile/schema.ts";
import type { PackageEvidence } from "../../model/evidence-difference.ts";
import { type AttestationAnswer, type EvidenceRecord, rankOf } from "../../model/provenance.ts";
import type { ListAnswer } from "../../ports/npm-registry.ts";
import type { NpmSettings } from "../../ports/npm-settings.ts";
import { AttestationAnswers } from "../../state/attestation-answers.ts";
import type { OnlineContext } from "./define.ts";

export interface PinnedPackage {
  readonly name: string;
  readonly pin: PackagePin;
}

/**
 * What the registry says now of who made the pinned bytes, compared with what it said when they were
 * locked. Null where nothing of that is pinned, or the registry has other bytes: that is another
 * finding. Only where statements are pinned is a second request made, and it is conditional too.
 */
export async function askEvidence(
  context: OnlineContext,
  settings: NpmSettings,
  { name, pin }: PinnedPackage,
  { list, isDefault }: ListAnswer,
): Promise<PackageEvidence | null> {
  const { version, integrity } = pin;
  const pinned = evidenceRecord(pin.evidence);
  const listed = list.versions[version];
  if (pinned === null || listed === undefined || listed.integrity !== integrity) return null;
  const { signatures, published } = listed;
  const hadNothing = pinned.level === "none" && pinned.unknownSignature !== true;
  if (hadNothing && signatures.length === 0) return null;
  const answers = {
    signatures,
    signs: Object.values(list.versions).some((one) => one.signatures.length > 0),
    isDefault,
    published,
    attestations: await attestations(context, settings, { name, version, pinned }),
  };
  const observed = await context.registries.evidence.npm({ name, version, integrity }, answers);
  // Loaded with what verifies: an offline run never needs it.
  const { compareEvidence } = await import("../../provenance/compare.ts");
  return { package: name, version, differences: compareEvidence(pinned, observed) };
}

interface Asked {
  readonly name: string;
  readonly version: string;
  readonly pinned: EvidenceRecord;
}

/** A registry that fails to answer hides no more than one that has none: both are unknown. */
async function attestations(
  { registries, disk, files, cacheFolder }: OnlineContext,
  settings: NpmSettings,
  { name, version, pinned }: Asked,
): Promise<AttestationAnswer> {
  if (rankOf(pinned.level) < rankOf("publish"))
    return { state: "none", reason: "none were pinned, and none were asked for" };
  const memory = new AttestationAnswers(disk, files, cacheFolder);
  try {
    return await registries.registry.attestations({ name, version, settings }, memory);
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    return { state: "none", reason: thrown.message };
  }
}

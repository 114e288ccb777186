import * as v from "valibot";

import { SHA256 } from "../model/digest.ts";

const Text = v.pipe(v.string(), v.maxLength(2048));
const Known = v.nullable(Text);

const ProvenanceRecord = v.object({
  identity: v.object({
    issuer: Text,
    repository: Known,
    repositoryId: Known,
    ownerId: Known,
    workflow: Known,
    signer: Text,
    ref: v.nullable(v.picklist(["branch", "tag", "pull", "other"])),
    environment: Known,
    runner: Known,
  }),
  predicateType: Text,
  commit: Known,
  run: Known,
  ref: Known,
  logged: v.object({ log: Text, index: Text, time: Text }),
});

/**
 * What an index said of who made the archives of one package version, by file name and for these bytes:
 * it was judged when it was asked. Null where it had nothing to say.
 */
export const FileEvidenceRecord = v.record(
  v.pipe(v.string(), v.maxLength(512)),
  v.object({
    sha256: v.pipe(v.string(), v.regex(SHA256)),
    askedAt: Text,
    provenance: v.nullable(ProvenanceRecord),
    reason: Known,
  }),
);
export type FileEvidenceRecord = v.InferOutput<typeof FileEvidenceRecord>;

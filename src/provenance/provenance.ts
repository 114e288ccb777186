import type { Provenance } from "../model/provenance.ts";
import type { Attested } from "./attested.ts";
import { Rejection } from "./rejection.ts";

/** Who stands behind a statement. What the statement itself claims of its builder is not believed. */
export function provenanceOf({ verified, statement }: Attested): Provenance {
  const { signer, logged } = verified;
  if (signer.kind !== "certificate")
    throw new Rejection("it says who built it, and is signed by a key, which has no identity");
  const { identity, commit, run, ref } = signer.claims;
  return { identity, predicateType: statement.predicateType, commit, run, ref, logged };
}

import { levelOf, type ObservedEvidence, type Provenance } from "../model/provenance.ts";
import { compareIdentity } from "./compare.ts";

/** What an index said of who made one archive, judged. */
export type FileEvidence =
  | { readonly state: "proved"; readonly provenance: Provenance }
  | { readonly state: "invalid"; readonly reason: string }
  | { readonly state: "missing"; readonly reason: string };

/**
 * Who made a package, of what is known of its archives. All of them must say so, and all the same: which
 * one is installed depends on the machine.
 */
export function pythonEvidence(files: ReadonlyMap<string, FileEvidence>): ObservedEvidence {
  const proved: Provenance[] = [];
  const invalid: string[] = [];
  const missing: string[] = [];
  for (const [file, one] of files) {
    if (one.state === "proved") proved.push(one.provenance);
    else if (one.state === "invalid") invalid.push(`${file}: ${one.reason}`);
    else missing.push(one.reason);
  }
  const [first] = proved;
  const isForeign =
    first !== undefined &&
    proved.some(({ identity }) =>
      compareIdentity(first.identity, identity).some(({ weight }) => weight === "block"),
    );
  if (isForeign) invalid.push("its archives were built by different identities");
  const isWhole = first !== undefined && missing.length === 0 && invalid.length === 0;
  const record = {
    signature: false,
    publish: false,
    provenance: isWhole ? first.identity : null,
  };
  return {
    level: levelOf(record),
    ...record,
    invalid,
    missing: isWhole || invalid.length > 0 ? [] : [{ part: "attestations", reason: reasonOf() }],
    details: isWhole ? first : null,
  };

  function reasonOf(): string {
    const [reason = "it has no archive"] = missing;
    return proved.length === 0 ? reason : `${missing.length} of ${files.size} archives: ${reason}`;
  }
}

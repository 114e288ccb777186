import type { ObservedChain } from "../model/chain-reading.ts";
import type { LauncherEvidence } from "../model/evidence.ts";
import type { DiskView } from "../path-search/disk-view.ts";
import { DpkgDatabase } from "../path-search/dpkg.ts";
import { eitherOf } from "../path-search/package-database.ts";
import { RpmDatabase } from "../path-search/rpm.ts";
import type { RpmQuery } from "../ports/rpm-query.ts";
import { attested } from "../verify/attested.ts";

/** Asks the system's package database whether a changed interpreter is its own upgrade. */
export function withAttestations(
  evidence: LauncherEvidence,
  { chain, view }: { readonly chain: ObservedChain; readonly view: DiskView },
  rpmQuery: RpmQuery,
): LauncherEvidence {
  const database = eitherOf([new DpkgDatabase(view), new RpmDatabase(view, rpmQuery)]);
  const changes = evidence.changes.map((change) => ({
    ...change,
    isAttested: attested(change, chain, database),
  }));
  return { ...evidence, changes };
}

import * as v from "valibot";

import type { Disk } from "../ports/disk.ts";
import { judge, Rejection } from "../provenance/rejection.ts";
import { SHIPPED, shippedBase, shippedTrust } from "../provenance/shipped.ts";
import type { TrustRoot } from "../provenance/trust-root.ts";
import { TrustRecord } from "./record.ts";
import type { TrustBase, VerifiedRecord } from "./verify-record.ts";

/** The trust material that everything is verified with. */
export interface TrustInForce {
  readonly trust: TrustRoot;
  readonly origin: "shipped" | "refreshed";
  /** ISO 8601, a day or a time. */
  readonly asOf: string;
  readonly source: string | null;
  readonly digests: { readonly trustedRoot: string; readonly registryKeys: string };
  readonly versions: TrustBase["versions"];
  /** Why material that was fetched is not used; null where there is none, or it is. */
  readonly problem: string | null;
}

const MAX_BYTES = 64 * 1024 * 1024;

export function trustFile(dataFolder: string): string {
  return `${dataFolder}/trust.json`;
}

/** A record as it lies on the disk, and what became of it. */
export interface StoredTrust {
  readonly text: string;
  readonly record: TrustRecord;
  readonly verified: VerifiedRecord;
}

/** What was fetched, where it is there and can be believed; throws a Rejection where it cannot. */
export async function storedTrust(
  disk: Disk,
  dataFolder: string,
  base: TrustBase,
): Promise<StoredTrust | null> {
  const bytes = disk.read(trustFile(dataFolder), MAX_BYTES);
  if (bytes === null) return null;
  const text = Buffer.from(bytes).toString("utf8");
  const record = v.safeParse(TrustRecord, JSON.parse(text));
  if (!record.success) throw new Rejection("it is damaged");
  const { verifyRecord } = await import("./verify-record.ts");
  return { text, record: record.output, verified: verifyRecord(record.output, base) };
}

/**
 * The newer of what comes with pinfold and what was fetched. What was fetched and cannot be believed is
 * as good as not there: what comes along is always good, only older.
 */
export async function trustInForce(
  disk: Disk,
  dataFolder: string,
  base: TrustBase = shippedBase(),
): Promise<TrustInForce> {
  const shipped: TrustInForce = {
    trust: shippedTrust(),
    origin: "shipped",
    asOf: SHIPPED.date,
    source: null,
    digests: { trustedRoot: SHIPPED.trustedRoot, registryKeys: SHIPPED.registryKeys },
    versions: base.versions,
    problem: null,
  };
  let stored: StoredTrust | null;
  try {
    stored = await storedTrust(disk, dataFolder, base);
  } catch (thrown) {
    const { rejected } = judge(() => {
      throw thrown;
    });
    return { ...shipped, problem: `what was fetched is not used: ${rejected ?? ""}` };
  }
  if (stored === null) return shipped;
  const { record, verified } = stored;
  if (verified.versions.targets < base.versions.targets)
    return { ...shipped, problem: "what was fetched is older than what comes with this pinfold" };
  return {
    trust: verified.trust,
    origin: "refreshed",
    asOf: record.refreshed,
    source: record.source,
    digests: {
      trustedRoot: verified.digests.trustedRoot,
      registryKeys: verified.digests.registryKeys ?? SHIPPED.registryKeys,
    },
    versions: verified.versions,
    problem: null,
  };
}

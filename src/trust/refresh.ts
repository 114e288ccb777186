import { PinfoldError } from "../errors.ts";
import type { Disk } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";
import type { TrustAnswer, TrustSource } from "../ports/trust-source.ts";
import { judge } from "../provenance/rejection.ts";
import { type StoredTrust, storedTrust, trustFile } from "./in-force.ts";
import { TRUSTED_ROOT, type TrustRecord } from "./record.ts";
import { type TrustBase, verifyRecord, type VerifiedRecord } from "./verify-record.ts";

export interface RefreshRequest {
  readonly disk: Disk;
  readonly files: Files;
  readonly dataFolder: string;
  readonly source: TrustSource;
  readonly address: string;
  readonly now: Date;
  /** Name of the registry's key set in the repository; null where none is known. */
  readonly keysTarget: string | null;
  readonly base: TrustBase;
}

/**
 * Asks the repository for newer trust material, and writes it whole or not at all. What is older than
 * what is here, expired, or not signed by the keys that are trusted is refused by the client of the
 * specification; what it gives is then verified once more, as it is each time that it is read.
 */
export async function refreshTrust(request: RefreshRequest): Promise<VerifiedRecord> {
  const { disk, files, dataFolder, source, address, keysTarget, base } = request;
  const before = await usable(request);
  const answer = await source.fetch({
    source: address,
    root: before?.verified.root ?? base.root,
    metadata: before?.record.metadata ?? {},
    targets: [TRUSTED_ROOT, ...(keysTarget === null ? [] : [keysTarget])],
  });
  const record = recordOf(request, before, answer);
  const { proved, rejected } = judge(() => verifyRecord(record, base));
  if (proved === null) throw refused(`what ${address} serves is not taken: ${rejected}`);
  const floor = before?.verified.versions ?? base.versions;
  if (proved.versions.targets < Math.max(floor.targets, base.versions.targets))
    throw refused(`what ${address} serves is older than what is here`);
  const existing = disk.read(trustFile(dataFolder), 64 * 1024 * 1024);
  files.replace(trustFile(dataFolder), `${JSON.stringify(record)}\n`, {
    expected: existing === null ? null : Buffer.from(existing).toString("utf8"),
    isPrivate: true,
  });
  return proved;
}

/** What was fetched before, where it can be believed; else it is fetched as if nothing were there. */
async function usable({ disk, dataFolder, base }: RefreshRequest): Promise<StoredTrust | null> {
  try {
    return await storedTrust(disk, dataFolder, base);
  } catch {
    return null;
  }
}

function recordOf(
  { now, address, keysTarget }: RefreshRequest,
  before: StoredTrust | null,
  { roots, metadata, targets }: TrustAnswer,
): TrustRecord {
  const trustedRoot = targets[TRUSTED_ROOT];
  if (trustedRoot === undefined) throw refused(`${address} has no ${TRUSTED_ROOT}`);
  const keys = keysTarget === null ? undefined : targets[keysTarget];
  return {
    version: 1,
    refreshed: now.toISOString(),
    source: address,
    roots: [...(before?.record.roots ?? []), ...roots],
    metadata: { ...metadata },
    trustedRoot,
    registryKeys:
      keysTarget === null || keys === undefined ? null : { name: keysTarget, text: keys },
  };
}

function refused(message: string): PinfoldError {
  return new PinfoldError(
    "input",
    message,
    "nothing was changed; the trust material that is here stays in use",
  );
}

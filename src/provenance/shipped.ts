import npmKeys from "./shipped/npm-keys.json" with { type: "json" };
import root from "./shipped/root.json" with { type: "json" };
import trustedRoot from "./shipped/trusted-root.json" with { type: "json" };
import { parseTrustRoot, type TrustRoot } from "./trust-root.ts";

/**
 * The trust material that comes with this version: what Sigstore's TUF repository held on that day. The
 * digests are of its files, and the versions of the metadata that vouched for them: older metadata is
 * not taken for a refresh.
 */
export const SHIPPED = {
  date: "2026-08-21",
  trustedRoot: "sha256:6494e21ea73fa7ee769f85f57d5a3e6a08725eae1e38c755fc3517c9e6bc0b66",
  registryKeys: "sha256:160677eb6e1c7083c89b166b20f8fe4e837fb71181506aff1991b80b89184f7d",
  versions: { root: 16, targets: 14 },
} as const;

/** What newer material is measured by: the signed root of Sigstore's TUF repository. */
export function shippedBase() {
  return {
    root: JSON.stringify(root),
    trustedRoot,
    registryKeys: npmKeys,
    versions: SHIPPED.versions,
  };
}

let shipped: TrustRoot | undefined;

/** Nothing is asked for it. */
export function shippedTrust(): TrustRoot {
  shipped ??= parseTrustRoot(trustedRoot, npmKeys);
  return shipped;
}

import * as v from "valibot";

const Text = v.pipe(v.string(), v.maxLength(4 * 1024 * 1024));

/**
 * Trust material that was fetched, whole: with the chain of signatures that leads to it from the root
 * that comes with pinfold. It is believed for that chain, each time that it is read, and not for lying
 * where it lies.
 */
export const TrustRecord = v.object({
  version: v.literal(1),
  /** ISO 8601: when it was asked for. */
  refreshed: v.pipe(v.string(), v.isoTimestamp()),
  source: v.pipe(v.string(), v.maxLength(2048)),
  /** Every root after the one that pinfold came with then, oldest first. */
  roots: v.pipe(v.array(Text), v.maxLength(1024)),
  /** By role: `timestamp`, `snapshot`, `targets`, and roles that those delegate to. */
  metadata: v.record(v.string(), Text),
  trustedRoot: Text,
  /** The registry's key set with its name in the repository; null where that has none. */
  registryKeys: v.nullable(v.object({ name: v.string(), text: Text })),
});

export type TrustRecord = v.InferOutput<typeof TrustRecord>;

export const TRUSTED_ROOT = "trusted_root.json";

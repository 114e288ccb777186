import type { PinnedArchive } from "../../ports/npm-registry.ts";
import type { NpmSettings } from "../../ports/npm-settings.ts";

/**
 * The archive from npm's content cache, which is asked by digest and compares it; null where it is
 * not there, or is damaged: npm too fetches it again then.
 */
export async function cachedArchive(
  { integrity }: PinnedArchive,
  { cache }: NpmSettings,
): Promise<Buffer | null> {
  const { default: cacache } = await import("cacache");
  try {
    return await cacache.get.byDigest(cache, integrity);
  } catch {
    return null;
  }
}

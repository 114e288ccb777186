import { PinfoldError } from "../../errors.ts";
import { resolveToday } from "../../verify/python-resolve.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { LockContext } from "../define.ts";
import { resolveContext } from "./contexts.ts";
import { digestWheels } from "./wheels.ts";

/**
 * Digests the index's own wheels of what makers of environments put in: nothing asks for these, so no
 * lockfile has them, but what equals a release is nobody's work on this machine. Where the index has no
 * such version nothing is known of it.
 *
 * @param seeds `pip 23.2.1`
 */
export async function digestSeeds(
  context: LockContext,
  server: KnownServer,
  seeds: readonly string[],
): Promise<void> {
  const { world, state, cacheFolder, onProgress } = context;
  for (const seed of new Set(seeds)) {
    const requirement = seed.replace(" ", "==");
    try {
      const { resolution } = await resolveToday(resolveContext(context), server, {
        requirements: [requirement],
      });
      await digestWheels(
        {
          ...world,
          state,
          cacheFolder: `${cacheFolder}/pypi`,
          onProgress: () => onProgress(`${server.entry.name}: read the wheels of ${seed}`),
        },
        resolution.packages.flatMap(({ name, version, wheels }) =>
          wheels.map((artifact) => ({ name, version, artifact })),
        ),
      );
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
    }
  }
}

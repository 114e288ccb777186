import { PinfoldError } from "../../../errors.ts";
import type { PypiArtifact } from "../../../lockfile/pypi-schema.ts";
import { locateArtifacts } from "../../../lock/pypi/locate-artifacts.ts";
import { pooled } from "../../../lock/pool.ts";
import { subjectLabel } from "../../../model/subject.ts";
import { foldersOf } from "../../../state/folders.ts";
import type { FillWorld, Kept } from "../../../store/define.ts";

/** Archives that are fetched side by side. */
const AT_ONCE = 8;

/**
 * Puts wheels into a folder: from pinfold's own cache, which `lock` fills too, by their digest, and only where one is missing
 * the index is asked where it is to be had.
 */
export async function fetchWheels(
  world: FillWorld,
  { lockfile, subject }: Kept<"pypi">,
  { wheels, archives }: { readonly wheels: readonly PypiArtifact[]; readonly archives: string },
): Promise<void> {
  const { pythonIndex, trees, machine, onProgress } = world;
  const { cache: cacheFolder, data: dataFolder } = foldersOf(machine);
  const keep = true;
  let done = 0;
  const fetch = async ({ file, sha256 }: PypiArtifact, url: string): Promise<void> => {
    const kept = { cacheFolder: `${cacheFolder}/pypi`, keep };
    const bytes = await pythonIndex.archive({ file, sha256, url, ...kept });
    trees.write(`${archives}/${file}`, bytes, false);
    done += 1;
    onProgress(`${subjectLabel(subject)}: fetched ${done} of ${wheels.length} wheels`);
  };
  const missing: PypiArtifact[] = [];
  await pooled(wheels, AT_ONCE, async (wheel) => {
    try {
      await fetch(wheel, NOWHERE);
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
      missing.push(wheel);
    }
  });
  if (missing.length === 0) return;
  const places = await locateArtifacts({ world, cacheFolder, dataFolder }, lockfile);
  await pooled(missing, AT_ONCE, async (wheel) => {
    const url = places.get(wheel.file)?.url;
    if (url === undefined)
      throw new PinfoldError(
        "network",
        `the index does not name ${wheel.file}, which is pinned`,
        "it may have been taken away: look at the project's page, and move the pin with pinfold update",
      );
    await fetch(wheel, url);
  });
}

/** An address at which nothing is: what the cache does not have fails at once. */
const NOWHERE = "cache:";

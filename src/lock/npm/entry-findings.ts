import { judgeNpx } from "../../ecosystems/npm/judge-npx.ts";
import { locateNpx, type LocateWorld } from "../../ecosystems/npm/locate.ts";
import type { NpmLockfile } from "../../lockfile/schema.ts";
import { isKept } from "../../model/launch.ts";
import type { Finding } from "../../model/finding.ts";
import type { State } from "../../state/state.ts";
import type { KnownServer } from "../../verify/servers.ts";
import { findingsOfEntry } from "../entry-findings.ts";

/** Of an entry of npx: also a setting or a local program that npx would obey. */
export async function entryFindings(
  world: LocateWorld & { readonly state: State },
  server: KnownServer,
  lockfile: NpmLockfile | null,
): Promise<readonly Finding[]> {
  const { entry, launch } = server;
  if (isKept(launch)) return findingsOfEntry(world, server);
  const location = await locateNpx(world, entry, launch);
  const npx = judgeNpx(world.disk, { name: entry.name, launch, location, lockfile });
  return findingsOfEntry(world, server, { npx });
}

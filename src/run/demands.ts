import type { Lockfile } from "../lockfile/schema.ts";
import type { PolicyEvidence } from "../model/evidence.ts";
import { POLICY_FILE } from "../policy/policy.ts";
import { adoptedPlaces } from "../state/adoption.ts";
import type { RunSession, RunWorld } from "./define.ts";

/**
 * What the policies in force have against the pin of a server that is to start; null where there is
 * nothing. Nothing is loaded where there is no policy, and none was seen.
 */
export async function demandsOf(
  world: RunWorld,
  { state, folders }: RunSession,
  label: string,
  lockfile: Lockfile,
): Promise<PolicyEvidence | null> {
  const { disk, machine } = world;
  const places = [
    ...adoptedPlaces(state).map(({ files }) => files),
    `${folders.config}/lockfiles`,
    folders.system,
  ];
  const isDemanding = places.some(
    (files) => disk.stat(`${files}/${POLICY_FILE}`) !== null || state.policies.read(files) !== null,
  );
  if (!isDemanding) return null;
  const [{ pinsInForce }, { policyEvidence }] = await Promise.all([
    import("../verify/pins.ts"),
    import("../verify/policy-evidence.ts"),
  ]);
  const pins = pinsInForce(disk, state, folders, null);
  const today = machine.now.toISOString().slice(0, 10);
  const demands = policyEvidence(pins, label, { lockfile, program: null, today });
  return demands === null || demands.breaches.length + demands.lost.length === 0 ? null : demands;
}

import { planLaunchers, recordLauncher } from "../lock/launcher-pins.ts";
import { isKept } from "../model/launch.ts";
import { entryKey } from "../model/server.ts";
import { type ChainContext, ChainReading } from "../verify/find-chains.ts";
import { entryPinOf } from "../verify/entry-pin.ts";
import type { KnownServer } from "../verify/servers.ts";

/**
 * Remembers entries as they are now that a person had them changed, so that the change is no surprise
 * to `verify`; and pins what they start, where it has no pin on this machine and nothing is wrong with
 * it. Entries that were never pinned here stay so.
 */
export function recordChanged(context: ChainContext, servers: readonly KnownServer[]): void {
  const { state, machine } = context;
  const known = servers.filter(({ entry }) => state.entryPins.read(entryKey(entry)) !== null);
  for (const server of known) {
    const before = state.entryPins.read(entryKey(server.entry));
    const pin = entryPinOf(server, before?.lockfiles ?? "", machine.home);
    state.entryPins.write(entryKey(server.entry), pin);
  }
  // The private copies were compared with their records just now.
  const own = known.filter(({ launch }) => isKept(launch) && launch.file !== null);
  const reading = new ChainReading(context);
  for (const server of own)
    for (const found of reading.find(server)) recordLauncher(context, found);
  const { chains } = planLaunchers(context, known);
  for (const found of chains) recordLauncher(context, found);
}

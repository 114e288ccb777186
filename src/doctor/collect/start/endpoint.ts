import type { KnownServer } from "../../../verify/servers.ts";
import type { EndpointFacts } from "../../facts.ts";
import type { DoctorWorld } from "../../world.ts";
import type { EntryPlaces } from "../entry-places.ts";

/** A remote server, or the far end of a bridge, that is on this machine: whether anything listens. */
export async function endpointFacts(
  { probes }: DoctorWorld,
  { entry, launch }: KnownServer,
  places: EntryPlaces,
): Promise<EndpointFacts | null> {
  const address = entry.url ?? (launch.endpoint === null ? null : urlAmong(entry.args));
  const url = address === null ? null : parsed(address);
  if (url === null || !isLoopback(url.hostname)) return null;
  const standard = url.protocol === "https:" || url.protocol === "wss:" ? 443 : 80;
  const port = url.port === "" ? standard : Number(url.port);
  const index = address === null ? -1 : entry.args.indexOf(address);
  const place = entry.url === null && index >= 0 ? places.argument(index) : places.url;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { place, host, port, isListening: await probes.isListening(host, port) };
}

export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

export function urlAmong(args: readonly string[]): string | null {
  return args.find((word) => /^(?:https?|wss?):\/\//i.test(word)) ?? null;
}

export function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

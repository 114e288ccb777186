import { maskUrls } from "../../model/mask.ts";
import type { McpProber, Probe } from "../../ports/mcp-prober.ts";
import type { KnownServer } from "../../verify/servers.ts";
import { redact } from "../redact.ts";
import type { Aim } from "./aim.ts";

/** A server that would be spoken to, before anything is started. */
export interface PlannedHandshake {
  readonly server: string;
  readonly aim: Extract<Aim, { target: unknown }>;
}

/** A start by `pinfold run` in place of an entry's launcher. */
export interface PinnedStart {
  readonly command: string;
  /** Up to the server's own arguments, which stand in the entry from that place on. */
  readonly args: readonly string[];
  readonly ownFrom: number;
  /** What this pinfold needs beside the entry's own variables. */
  readonly env: Readonly<Record<string, string>>;
}

/** Who speaks, for how long at most, and with whom: asked once, before the first one is started. */
export interface Speaker {
  readonly prober: McpProber;
  readonly limitMs: number;
  /** How a server is started from its pin; null where it has none. */
  pinned(server: KnownServer): PinnedStart | null;
  /** Ids of the servers that may be started. */
  choose(planned: readonly PlannedHandshake[]): Promise<ReadonlySet<string>>;
  onProgress(server: string): void;
}

/** A server can call itself and what it can do by texts of any length. */
const LONGEST_NAME = 200;
const MAX_CAPABILITIES = 40;

/** What a server did, with nothing in it that may not be shown. */
export async function speak(
  { prober, limitMs }: Speaker,
  { target, secrets }: PlannedHandshake["aim"],
): Promise<Probe> {
  const probe = await prober.probe(target, limitMs);
  const mask = (text: string): string => redact(text, secrets);
  const short = (text: string): string => mask(text).slice(0, LONGEST_NAME);
  const { reason, stderr, stray, http, authentication, server, capabilities } = probe;
  return {
    ...probe,
    server: server === null ? null : { name: short(server.name), version: short(server.version) },
    capabilities: capabilities.slice(0, MAX_CAPABILITIES).map(short),
    reason: reason === null ? null : mask(reason),
    stderr: mask(stderr),
    stray: stray === null ? null : { ...stray, first: mask(stray.first) },
    http: http.map(({ url, location, ...step }) => ({
      ...step,
      url: maskUrls(mask(url)),
      location: location === null ? null : maskUrls(mask(location)),
    })),
    // The scheme says what is wanted; what follows can hold anything.
    authentication: /^[\w-]{1,40}/.exec(authentication ?? "")?.[0] ?? null,
  };
}

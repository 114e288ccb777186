import type { HandshakeReport } from "../../model/diagnosis.ts";
import type { Probe } from "../../ports/mcp-prober.ts";
import type { Gathered } from "../apply.ts";
import { aboutOf, type ServerFacts } from "../server-facts.ts";
import type { Aim } from "./aim.ts";
import { type PinnedStart, type PlannedHandshake, speak, type Speaker } from "./speak.ts";

export interface Handshakes {
  readonly gathered: readonly Gathered[];
  readonly reports: readonly HandshakeReport[];
}

/**
 * Speaks with the servers that a person agreed to, one after the other. What several clients start in
 * the same way is started once.
 */
export async function handshakes(
  servers: readonly ServerFacts[],
  speaker: Speaker,
): Promise<Handshakes> {
  const aimed = servers.map(({ server, place, aim }) => ({
    server,
    place,
    ...throughPin(aim(), speaker.pinned(server)),
  }));
  const planned = aimed.flatMap(({ server, aim }): PlannedHandshake[] =>
    aim === null || "obstacle" in aim ? [] : [{ server: server.entry.id, aim }],
  );
  const chosen = planned.length === 0 ? new Set<string>() : await speaker.choose(planned);
  const known = new Map<string, Probe>();
  const gathered: Gathered[] = [];
  const reports: HandshakeReport[] = [];
  for (const { server, place, aim, isPinned } of aimed) {
    const { id } = server.entry;
    if (aim === null || ("target" in aim && !chosen.has(id))) continue;
    const probe = "target" in aim ? await probeOf(id, aim, speaker, known) : null;
    const obstacle = "obstacle" in aim ? aim.obstacle : null;
    const facts = { place, obstacle, probe, limitMs: speaker.limitMs };
    gathered.push({ kind: "handshake", facts, ...aboutOf(server) });
    if (probe !== null) reports.push(reportOf(id, probe, isPinned));
  }
  return { gathered, reports };
}

/** Where there is a pin, nothing but what it says is started. */
function throughPin(
  aim: Aim | null,
  pinned: PinnedStart | null,
): { readonly aim: Aim | null; readonly isPinned: boolean } {
  if (aim === null || pinned === null || !("target" in aim) || aim.target.kind !== "local")
    return { aim, isPinned: false };
  const { target } = aim;
  const { command, ownFrom } = pinned;
  const args = [...pinned.args, ...target.args.slice(ownFrom)];
  const env = { ...pinned.env, ...target.env };
  return { aim: { ...aim, target: { ...target, command, args, env } }, isPinned: true };
}

async function probeOf(
  id: string,
  aim: Extract<Aim, { target: unknown }>,
  speaker: Speaker,
  known: Map<string, Probe>,
): Promise<Probe> {
  const key = JSON.stringify(aim.target);
  const before = known.get(key);
  if (before !== undefined) return before;
  speaker.onProgress(id);
  const probe = await speak(speaker, aim);
  known.set(key, probe);
  return probe;
}

function reportOf(id: string, { server, ...probe }: Probe, isPinned: boolean): HandshakeReport {
  return { server: id, serverInfo: server, isPinned, ...probe };
}

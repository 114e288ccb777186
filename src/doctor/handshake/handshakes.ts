import type { HandshakeReport } from "../../model/diagnosis.ts";
import type { Probe } from "../../ports/mcp-prober.ts";
import type { Gathered } from "../apply.ts";
import { aboutOf, type ServerFacts } from "../server-facts.ts";
import type { Aim } from "./aim.ts";
import { type PlannedHandshake, speak, type Speaker } from "./speak.ts";

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
  const planned = servers.flatMap(({ server, aim }): PlannedHandshake[] =>
    aim === null || "obstacle" in aim ? [] : [{ server: server.entry.id, aim }],
  );
  const chosen = planned.length === 0 ? new Set<string>() : await speaker.choose(planned);
  const known = new Map<string, Probe>();
  const gathered: Gathered[] = [];
  const reports: HandshakeReport[] = [];
  for (const { server, place, aim } of servers) {
    const { id } = server.entry;
    if (aim === null || ("target" in aim && !chosen.has(id))) continue;
    const probe = "target" in aim ? await probeOf(id, aim, speaker, known) : null;
    const obstacle = "obstacle" in aim ? aim.obstacle : null;
    const facts = { place, obstacle, probe, limitMs: speaker.limitMs };
    gathered.push({ kind: "handshake", facts, ...aboutOf(server) });
    if (probe !== null) reports.push(reportOf(id, probe));
  }
  return { gathered, reports };
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

function reportOf(id: string, { server, ...probe }: Probe): HandshakeReport {
  return { server: id, serverInfo: server, ...probe };
}

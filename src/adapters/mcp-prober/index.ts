import {
  Client,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from "@modelcontextprotocol/client";

import { messageOf, systemCodeOf } from "../../errors.ts";
import type {
  LocalTarget,
  McpProber,
  Probe,
  ProbeOutcome,
  RemoteTarget,
} from "../../ports/mcp-prober.ts";
import { LocalTransport } from "./local-transport.ts";
import { type Recording, recordingFetch } from "./recording-fetch.ts";

export const mcpProber: McpProber = {
  probe: (target, limitMs) =>
    target.kind === "local" ? probeLocal(target, limitMs) : probeRemote(target, limitMs),
};

const NOTHING: Omit<Probe, "outcome" | "totalMs"> = {
  reason: null,
  protocolVersion: null,
  server: null,
  capabilities: [],
  tools: null,
  initializeMs: null,
  toolsListMs: null,
  exit: null,
  stderr: "",
  stray: null,
  wasKilled: false,
  leftBehind: 0,
  http: [],
  authentication: null,
};

/** What was learned by speaking, and why it ended early, if it did. */
interface Talk {
  readonly learned: Partial<Probe>;
  readonly failure: unknown;
  readonly isLate: boolean;
  /** The server had ended by itself. */
  readonly wasGone: boolean;
}

async function probeLocal(target: LocalTarget, limitMs: number): Promise<Probe> {
  const begun = performance.now();
  const transport = new LocalTransport(target);
  const flood = new Promise<void>((resolve) => {
    transport.onflood = resolve;
  });
  const isGone = (): boolean => transport.exit !== null;
  const { learned, failure, isLate, wasGone } = await talk(transport, limitMs, { flood, isGone });
  await transport.close();
  const { exit, stderr, stray, wasKilled, leftBehind } = transport;
  const outcome: ProbeOutcome =
    failure === null
      ? "answered"
      : transport.failure !== null
        ? "not-started"
        : transport.isFlooded
          ? "flooded"
          : isLate
            ? "silent"
            : wasGone
              ? "died"
              : "refused";
  const reason = failure === null ? null : messageOf(transport.failure ?? failure);
  const totalMs = Math.round(performance.now() - begun);
  const how = { exit, stderr, stray, wasKilled, leftBehind, totalMs };
  return { ...NOTHING, ...learned, outcome, reason, ...how };
}

async function probeRemote(target: RemoteTarget, limitMs: number): Promise<Probe> {
  const begun = performance.now();
  const recording: Recording = { steps: [], authentication: null };
  const limit = AbortSignal.timeout(limitMs);
  const url = new URL(target.url);
  const options = {
    fetch: recordingFetch(recording, limit),
    requestInit: { headers: { ...target.headers } },
  };
  let result = await talk(new StreamableHTTPClientTransport(url, options), limitMs);
  // Older servers know the transport of 2024 alone, and say so by one of these: the specification's
  // own way of telling, "Backwards compatibility".
  const status = recording.steps.at(-1)?.status ?? 0;
  if (result.failure !== null && [400, 404, 405].includes(status))
    // oxlint-disable-next-line typescript/no-deprecated -- what is judged is what is still in use
    result = await talk(new SSEClientTransport(url, options), limitMs);
  const { learned, failure } = result;
  const { steps: http, authentication } = recording;
  const wantsLogin = http.some((step) => step.status === 401 || step.status === 403);
  const outcome: ProbeOutcome =
    failure === null
      ? "answered"
      : wantsLogin
        ? "needs-login"
        : limit.aborted || result.isLate
          ? "silent"
          : http.length === 0
            ? "unreachable"
            : "refused";
  const totalMs = Math.round(performance.now() - begun);
  const reason = failure === null ? null : reasonOf(failure);
  return { ...NOTHING, ...learned, outcome, reason, http, authentication, totalMs };
}

/** Initialize and tools/list, within the limit; whatever happens, the connection is closed. */
async function talk(
  transport: Transport,
  limitMs: number,
  local: { readonly flood: Promise<void>; readonly isGone: () => boolean } | null = null,
): Promise<Talk> {
  const client = new Client({ name: "pinfold", version: "0" }, { listMaxPages: 20 });
  const learned: { -readonly [Key in keyof Probe]?: Probe[Key] } = {};
  let isLate = false;
  const wait = deadline(limitMs, () => {
    isLate = true;
  });
  try {
    const ends = [wait.over, ...(local === null ? [] : [local.flood.then(flooded)])];
    const begun = performance.now();
    await Promise.race([client.connect(transport, { timeout: limitMs }), ...ends]);
    learned.initializeMs = Math.round(performance.now() - begun);
    learned.protocolVersion = client.getNegotiatedProtocolVersion() ?? null;
    const { name = "", version = "" } = client.getServerVersion() ?? {};
    learned.server = { name, version };
    learned.capabilities = Object.keys(client.getServerCapabilities() ?? {});
    if (learned.capabilities.includes("tools")) {
      const asked = performance.now();
      const { tools } = await Promise.race([client.listTools(), ...ends]);
      learned.toolsListMs = Math.round(performance.now() - asked);
      learned.tools = tools.length;
    }
    return { learned, failure: null, isLate, wasGone: false };
  } catch (thrown) {
    const wasGone = local?.isGone() === true;
    return { learned, failure: thrown ?? new Error("it failed"), isLate, wasGone };
  } finally {
    wait.clear();
    await Promise.race([client.close().catch(() => undefined), pause(2_000)]);
  }
}

function flooded(): never {
  throw new Error("it wrote more than anybody would read, and no answer");
}

function deadline(
  limitMs: number,
  onLate: () => void,
): { over: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      onLate();
      reject(new Error(`no answer within ${limitMs / 1000} s`));
    }, limitMs);
  });
  over.catch(() => undefined);
  return { over, clear: () => clearTimeout(timer) };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

/** `fetch failed` says nothing: the reason is what caused it. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const code = cause === undefined ? null : systemCodeOf(cause);
  return code === null ? messageOf(thrown) : `${messageOf(thrown)} (${code})`;
}

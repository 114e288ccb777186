import type { DoctorPorts } from "../../src/doctor/world.ts";
import type { Probe } from "../../src/ports/mcp-prober.ts";

/** A machine on which nobody answers. */
export const NO_ANSWERS: DoctorPorts = {
  probes: {
    isListening: () => Promise.resolve(null),
    engine: () => Promise.resolve({ isRunning: null, hasImage: null }),
  },
  self: [],
  prober: () => Promise.reject(new Error("nobody is spoken to here")),
};

/** What a server does with which nothing is wrong. */
export const ANSWERED: Probe = {
  outcome: "answered",
  reason: null,
  protocolVersion: "2025-11-25",
  server: { name: "gull", version: "1.2.3" },
  capabilities: ["tools"],
  tools: 2,
  initializeMs: 120,
  toolsListMs: 8,
  totalMs: 150,
  exit: { code: 0, signal: null },
  stderr: "",
  stray: null,
  wasKilled: false,
  leftBehind: 0,
  http: [],
  authentication: null,
};

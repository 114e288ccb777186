import type { DoctorPorts } from "../../src/doctor/world.ts";

/** A machine on which nobody answers. */
export const NO_ANSWERS: DoctorPorts = {
  probes: {
    isListening: () => Promise.resolve(null),
    engine: () => Promise.resolve({ isRunning: null, hasImage: null }),
  },
  prober: () => Promise.reject(new Error("nobody is spoken to here")),
};

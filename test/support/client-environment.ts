import type { ClientEnvironment } from "../../src/ports/client-environment.ts";

/** A machine on which no client runs and no shell answers. */
export const NO_ENVIRONMENT: ClientEnvironment = {
  running: () => [],
  loginShell: () => Promise.resolve(null),
};

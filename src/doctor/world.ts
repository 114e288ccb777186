import type { LocalProbes } from "../ports/local-probes.ts";
import type { McpProber } from "../ports/mcp-prober.ts";
import type { World } from "../verify/world.ts";

/** What only an examination asks of the machine. */
export interface DoctorPorts {
  readonly probes: LocalProbes;
  /** Loaded when it is asked for: the protocol's library takes a tenth of a second. */
  readonly prober: () => Promise<McpProber>;
  /** The command line that starts this pinfold. */
  readonly self: readonly string[];
}

/** Everything outside of the program that an examination needs. */
export interface DoctorWorld
  extends Pick<World, "machine" | "disk" | "clients" | "version" | "npmSettings">, DoctorPorts {
  /** The PATH that was captured for a client; null where none was. */
  readonly capturedPath: (client: string) => string | null;
}

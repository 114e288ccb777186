/** What a service manager says of the agent's service. */
export type ServiceState =
  | { readonly state: "running"; readonly pid: number | null }
  | { readonly state: "stopped" | "failed" | "absent" | "unknown"; readonly pid: null };

/** The service manager of a user's session. Failures are PinfoldErrors with what it said. */
export interface ServiceManager {
  readonly name: "systemd" | "launchd";
  /** Where the service's file belongs. */
  readonly file: string;
  /** Of the template in pinfold's package. */
  readonly template: string;
  /** Where the service's own output goes, where it is a file. */
  readonly log: string;
  /** Whether the manager of this user's session answers: not over a bare SSH connection. */
  isReachable(): Promise<boolean>;
  state(): Promise<ServiceState>;
  /** Has it start with every session, and now where the manager answers. */
  enable(): Promise<void>;
  restart(): Promise<void>;
  /** Ends it and has it start no more. No error where there is none. */
  disable(): Promise<void>;
  /** Reads the service files anew: one was removed. */
  reload(): Promise<void>;
  /** What it printed last. */
  logs(lines: number): Promise<string>;
}

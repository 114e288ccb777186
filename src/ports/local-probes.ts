/** Where a container engine of this machine answers, and in whose words. */
export interface EngineQuery {
  readonly engine: "docker" | "podman";
  /** The entry's own variables, then those of the session: `DOCKER_HOST` says where it is. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** An image as the engine would be asked to run it. */
  readonly image: string;
}

export interface EngineAnswer {
  /** Null where nothing tells: a remote engine, an address of another kind. */
  readonly isRunning: boolean | null;
  readonly hasImage: boolean | null;
}

/**
 * Questions to programs of this machine that answer on their own sockets. Nothing is started, and no
 * other machine is asked.
 */
export interface LocalProbes {
  /** False where a connection is refused; null where nothing was learned in time. */
  isListening(host: string, port: number): Promise<boolean | null>;
  engine(query: EngineQuery): Promise<EngineAnswer>;
}

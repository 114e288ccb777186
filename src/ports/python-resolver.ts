/** One archive that a resolver chose, before anything of it was fetched. */
export interface ResolvedArtifact {
  readonly file: string;
  readonly url: string;
  /** `sha256:…` */
  readonly sha256: string;
  /** ISO 8601; null where the index keeps no times. */
  readonly published: string | null;
}

/** One distribution of a closure. */
export interface ResolvedPackage {
  /** Normalized. */
  readonly name: string;
  readonly version: string;
  /** PEP 508; null where it is installed everywhere. */
  readonly marker: string | null;
  readonly wheels: readonly ResolvedArtifact[];
  readonly sdist: ResolvedArtifact | null;
  readonly source:
    | { readonly git: string; readonly commit: string; readonly subdirectory: string | null }
    | { readonly url: string }
    | null;
}

export interface Resolution {
  readonly uvVersion: string;
  readonly packages: readonly ResolvedPackage[];
}

/** Which uv is run, and as whom. */
export interface UvRequest {
  /** Absolute path of the uv that the client would find. */
  readonly uv: string;
  /** Whether the launch would read the user's configuration of uv. */
  readonly config: boolean;
  /** The entry's own variables; those that uv obeys are handed on. */
  readonly env: Readonly<Record<string, string>>;
  /** pinfold's environment: certificates and proxies are taken from it, and nothing else. */
  readonly session: Readonly<Record<string, string | undefined>>;
  readonly path: string;
  readonly home: string;
  /** pinfold's own. */
  readonly cacheFolder: string;
}

export interface ResolveRequest extends UvRequest {
  /** Requirements as uv takes them. */
  readonly requirements: readonly string[];
  /** `3.12`: the lowest Python that the closure is for. */
  readonly python: string;
  /** Options of the launch that choose indexes and versions. */
  readonly options: readonly string[];
  /** Whether archives of sources may be built to learn what they ask for: that runs their code. */
  readonly mayBuild: boolean;
}

/**
 * uv as a subprocess. Every method throws a PinfoldError: `input` where uv is missing, too old or
 * prints what is not its output; `network` where it found no answer in time; `refused` for what it
 * would have to build.
 */
export interface PythonResolver {
  /** The Python that uv would take, as `3.12`. It starts the interpreters that it finds. */
  python(request: UvRequest, wanted: string | null): Promise<string>;
  resolve(request: ResolveRequest): Promise<Resolution>;
  /** The index that each package of the last resolution comes from, by name; from uv's cache. */
  indexes(request: ResolveRequest): Promise<ReadonlyMap<string, string>>;
}

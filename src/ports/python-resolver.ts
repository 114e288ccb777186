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
  /** The lowest Python that the closure is for: higher than asked for where a package demands it. */
  readonly python: string;
  /** Packages that had to be built to learn what they ask for. */
  readonly built: readonly string[];
  readonly packages: readonly ResolvedPackage[];
}

export interface FoundPython {
  /** `3.12` */
  readonly version: string;
  /** As environments link to it. */
  readonly path: string;
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
  /** `3.12`: the lowest Python that the closure should be for. */
  readonly python: string;
  /** The closure of this Python on this machine alone, as uvx would have it; null for all platforms. */
  readonly interpreter: string | null;
  /** Options of the launch that choose indexes and versions. */
  readonly options: readonly string[];
  /** Packages that may be built where they have no wheel, to learn what they ask for: runs their code. */
  readonly mayBuild: readonly string[];
  /** Take what is asked for and nothing that it asks for. */
  readonly isAlone: boolean;
}

/**
 * uv as a subprocess. Every method throws a PinfoldError: `input` where uv is missing, too old or
 * prints what is not its output; `network` where it found no answer in time; `refused` for what it
 * would have to build.
 */
export interface PythonResolver {
  /** The Python that uv would take. It starts the interpreters that it finds. */
  python(request: UvRequest, wanted: string | null): Promise<FoundPython>;
  /** `meanwhile` is work for this thread while uv is at work: most of its time it waits for answers. */
  resolve(request: ResolveRequest, meanwhile?: () => void): Promise<Resolution>;
  /** The index that each package of a resolution comes from, by name; from uv's cache alone. */
  indexes(request: ResolveRequest, resolution: Resolution): Promise<ReadonlyMap<string, string>>;
}

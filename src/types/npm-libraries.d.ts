/**
 * The parts of npm's own libraries that pinfold calls. Their published types are missing or far
 * behind; these are narrow on purpose, so that a change of a library shows where it matters.
 */
declare module "npm-normalize-package-bin" {
  export default function normalize(manifest: { name: string; bin: unknown }): {
    bin?: Record<string, string>;
  };
}

declare module "@npmcli/config" {
  export default class Config {
    constructor(options: {
      definitions: unknown;
      shorthands: unknown;
      flatten: unknown;
      npmPath: string;
      env: Record<string, string>;
      argv: string[];
      execPath: string;
      cwd: string;
      platform: string;
      warn: boolean;
    });
    load(): Promise<void>;
    readonly flat: Record<string, unknown>;
    readonly localPrefix: string | null;
    readonly globalPrefix: string | null;
    readonly data: ReadonlyMap<string, ConfigData>;
  }
  /** One source; what is not set in it is absent. */
  export interface ConfigData {
    readonly source: string | null;
    readonly data: Readonly<Record<string, unknown>>;
    readonly raw: Readonly<Record<string, unknown>> | null;
  }
}

declare module "@npmcli/config/lib/definitions/index.js" {
  const all: { definitions: unknown; shorthands: unknown; flatten: unknown };
  export default all;
}

declare module "@npmcli/run-script" {
  export default function runScript(options: {
    readonly event: string;
    readonly path: string;
    readonly pkg: unknown;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly stdio: "pipe";
    readonly stdioString: boolean;
  }): Promise<{ code: number | null; stdout?: string; stderr?: string }>;
}

declare module "pacote" {
  type Options = Record<string, unknown>;
  interface Pacote {
    packument(spec: string, options: Options): Promise<unknown>;
    manifest(spec: string, options: Options): Promise<{ name: string; version: string }>;
    tarball: {
      stream<T>(
        spec: string,
        handler: (stream: NodeJS.ReadableStream) => Promise<T>,
        options: Options,
      ): Promise<T>;
    };
  }
  const pacote: Pacote;
  export default pacote;
}

declare module "npm-registry-fetch" {
  interface Response {
    readonly status: number;
    readonly headers: { get(name: string): string | null };
    readonly body: AsyncIterable<Uint8Array>;
  }
  interface Fetch {
    (url: string, options: Record<string, unknown>): Promise<Response>;
    pickRegistry(spec: string, options: Record<string, unknown>): string;
  }
  const fetch: Fetch;
  export default fetch;
}

declare module "npm-package-arg" {
  interface Spec {
    readonly type: string;
    readonly name: string | null;
    readonly escapedName: string | null;
    readonly fetchSpec: string | null;
    /** What an alias stands for. */
    readonly subSpec?: Spec;
  }
  export default function parse(spec: string): Spec;
}

declare module "npm-pick-manifest" {
  export default function pick(
    packument: {
      readonly name: string;
      readonly versions: Readonly<Record<string, unknown>>;
      readonly "dist-tags": Readonly<Record<string, string>>;
      readonly time: Readonly<Record<string, string>>;
    },
    wanted: string,
    options: Record<string, unknown>,
  ): { readonly version: string };
}

declare module "@npmcli/arborist" {
  export interface Node {
    readonly location: string;
    readonly packageName: string | null;
    readonly version: string;
    readonly optional: boolean;
    readonly inBundle: boolean;
    readonly isLink: boolean;
    readonly isRoot: boolean;
    /** Left out of what is installed: optional, and it failed to load or is of another platform. */
    readonly inert: boolean;
    readonly resolved: string | null;
    readonly package: Record<string, unknown>;
  }
  export default class Arborist {
    constructor(options: Record<string, unknown>);
    buildIdealTree(options: Record<string, unknown>): Promise<{ inventory: Map<string, Node> }>;
  }
}

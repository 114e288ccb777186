import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzip, type PackageFiles, packageArchive } from "./package-archive.ts";
import { answerWrongly, type Failure, type FaultOptions, Faults } from "./registry/faults.ts";
import { RegistryKey } from "./registry/keys.ts";
import { Packuments, type PackageState, tarballPath } from "./registry/packument.ts";
import {
  type Circumstances,
  makePublication,
  type Manifest,
  type Publication,
} from "./registry/publication.ts";

export type { Manifest, Publication } from "./registry/publication.ts";

/** What the registry was asked. */
export interface LoggedRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly status: number;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  /** Whether it has an ETag; it has where nothing is said. */
  readonly hasTag?: boolean;
}

const HOUR = 3_600_000;
const FIRST_DAY = Date.UTC(2026, 0, 5, 9);
const ABBREVIATED_TYPE = "application/vnd.npm.install-v1+json";

/**
 * An npm registry in this process, on the loopback address. Tests publish to it, lie with it and
 * break it while it runs. `await using registry = await TestRegistry.start()` closes it.
 */
export class TestRegistry implements AsyncDisposable {
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly requests: LoggedRequest[] = [];
  readonly key = new RegistryKey();
  readonly #server: Server;
  readonly #packages = new Map<string, PackageState>();
  readonly #faults = new Faults();
  readonly #overrides = new Map<string, Answer>();
  readonly #packuments: Packuments;
  #clock = FIRST_DAY;

  static async start(): Promise<TestRegistry> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new TestRegistry(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#packuments = new Packuments(this.url, this.key);
    server.on("request", (request, response) => {
      this.#serve(request, response).catch((thrown: unknown) => {
        response.writeHead(400).end(String(thrown));
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  // What publishers do.

  publish(manifest: Manifest, files: PackageFiles = {}, how: Circumstances = {}): Publication {
    const { name, version } = manifest;
    const at = how.at ?? new Date(this.#clock).toISOString();
    this.#clock = Math.max(this.#clock, Date.parse(at)) + HOUR;
    const publication = makePublication(manifest, files, { ...how, at });
    const state = this.#packages.get(name) ?? {
      name,
      versions: new Map<string, Publication>(),
      tags: new Map<string, string>(),
      times: new Map<string, string>(),
    };
    this.#packages.set(name, state);
    state.versions.set(version, publication);
    state.times.set(version, at);
    const tag = how.tag === undefined ? "latest" : how.tag;
    if (tag !== null) state.tags.set(tag, version);
    return publication;
  }

  unpublish(spec: string): void {
    const { manifest } = this.published(spec);
    const state = this.#stateOf(manifest.name);
    state.versions.delete(manifest.version);
    for (const [tag, version] of state.tags)
      if (version === manifest.version) state.tags.delete(tag);
    const newest = [...state.versions.keys()].at(-1);
    if (newest !== undefined && !state.tags.has("latest")) state.tags.set("latest", newest);
  }

  deprecate(spec: string, message: string): void {
    this.published(spec).deprecated = message;
  }

  /** `tag("tide@1.0.0")` makes it the latest. */
  tag(spec: string, tag = "latest"): void {
    const { manifest } = this.published(spec);
    this.#stateOf(manifest.name).tags.set(tag, manifest.version);
  }

  attest(spec: string, answer: unknown): void {
    this.published(spec).attestations = answer;
  }

  // What must not happen.

  /** The signature of a version is gone; those of others stay. */
  strip(spec: string): void {
    this.published(spec).isSigned = false;
  }

  /** The same name and version with other files: packument and archive agree with each other. */
  republish(spec: string, files: PackageFiles, how: Omit<Circumstances, "tag"> = {}): Publication {
    const before = this.published(spec);
    const at = how.at ?? before.at;
    return this.publish(
      before.manifest,
      { ...before.files, ...files },
      { by: before.by, ...how, at, tag: null },
    );
  }

  /** Other bytes under the old integrity: by default an archive with one more file. */
  tamper(spec: string, bytes?: Uint8Array): void {
    const publication = this.published(spec);
    publication.tampered = Buffer.from(
      bytes ?? packageArchive({ ...publication.files, "tampered.js": "evil();\n" }),
    );
  }

  /** Everything (or what matches) fails so, until `recover`. */
  fail(failure: Failure, options: FaultOptions = {}): void {
    this.#faults.add(failure, 0, options);
  }

  delay(milliseconds: number, options: FaultOptions = {}): void {
    this.#faults.add(null, milliseconds, options);
  }

  /** An answer of the test's own for one path, whatever it is. */
  answer(
    path: string,
    body: string | Uint8Array,
    status = 200,
    type = "application/json",
    hasTag = true,
  ): void {
    this.#overrides.set(path, { status, type, body: Buffer.from(body), hasTag });
  }

  recover(): void {
    this.#faults.clear();
    this.#overrides.clear();
    for (const state of this.#packages.values())
      for (const publication of state.versions.values()) publication.tampered = null;
  }

  // What tests look at.

  /** `name@version`, or a name for its latest version. */
  published(spec: string): Publication {
    const at = spec.indexOf("@", 1);
    const state = this.#stateOf(at === -1 ? spec : spec.slice(0, at));
    const version = at === -1 ? state.tags.get("latest") : spec.slice(at + 1);
    const publication = state.versions.get(version ?? "");
    if (publication === undefined) throw new Error(`the test registry has no ${spec}`);
    return publication;
  }

  /** What it knows of a name, for a helper that resolves as npm does. */
  packageState(name: string): PackageState | null {
    return this.#packages.get(name) ?? null;
  }

  tarballUrl({ manifest }: Publication): string {
    return `${this.url}${tarballPath(manifest.name, manifest.version)}`;
  }

  #stateOf(name: string): PackageState {
    const state = this.#packages.get(name);
    if (state === undefined) throw new Error(`the test registry has no package ${name}`);
    return state;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? "/", this.url).pathname);
    const answer = this.#overrides.get(path) ?? this.#route(path, request.headers.accept ?? "");
    const tag = `"${createHash("sha256").update(answer.body).digest("hex").slice(0, 32)}"`;
    const isKnown = answer.status === 200 && request.headers["if-none-match"] === tag;
    const failure = await this.#faults.meet(path);
    const status = typeof failure === "number" ? failure : isKnown ? 304 : answer.status;
    const { method = "GET", headers } = request;
    this.requests.push({ method, path, headers, status });

    if (failure !== null) return answerWrongly(failure, response, answer.body);
    if (answer.status === 200 && answer.hasTag !== false) response.setHeader("etag", tag);
    response.setHeader("vary", "accept, accept-encoding");
    if (isKnown) return void response.writeHead(304).end();
    const isZipped =
      /\bgzip\b/.test(String(headers["accept-encoding"])) && answer.type.includes("json");
    const body = isZipped ? gzip(answer.body) : answer.body;
    if (isZipped) response.setHeader("content-encoding", "gzip");
    response.writeHead(answer.status, {
      "content-type": answer.type,
      "content-length": body.length,
    });
    return void response.end(method === "HEAD" ? undefined : body);
  }

  #route(path: string, accept: string): Answer {
    if (path === "/-/ping") return json({});
    if (path === "/-/npm/v1/keys") return json({ keys: [this.key.published()] });
    if (path.startsWith("/-/npm/v1/security/")) return json({});
    const attested = /^\/-\/npm\/v1\/attestations\/(.+)$/.exec(path)?.[1];
    if (attested !== undefined) {
      const publication = this.#find(attested);
      return (publication?.attestations ?? null) === null
        ? NOT_FOUND
        : json(publication?.attestations);
    }
    const [, name = "", rest = ""] = /^\/((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(path) ?? [];
    const state = this.#packages.get(name);
    if (state === undefined || state.versions.size === 0) return NOT_FOUND;
    if (rest === "") {
      return accept.includes(ABBREVIATED_TYPE)
        ? json(this.#packuments.abbreviated(state), ABBREVIATED_TYPE)
        : json(this.#packuments.full(state));
    }
    for (const [version, { tampered, archive }] of state.versions) {
      if (path === tarballPath(name, version))
        return { status: 200, type: "application/octet-stream", body: tampered ?? archive };
    }
    const one = this.#find(`${name}@${state.tags.get(rest) ?? rest}`);
    return one === null ? NOT_FOUND : json(this.#packuments.version(one));
  }

  #find(spec: string): Publication | null {
    const at = spec.indexOf("@", 1);
    return this.#packages.get(spec.slice(0, at))?.versions.get(spec.slice(at + 1)) ?? null;
  }
}

function json(value: unknown, type = "application/json"): Answer {
  return { status: 200, type, body: Buffer.from(JSON.stringify(value)) };
}

const NOT_FOUND: Answer = { ...json({ error: "Not found" }), status: 404 };

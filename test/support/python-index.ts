import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { normalName } from "../../src/ecosystems/pypi/names.ts";
import { type SmallWheel, wheelTexts } from "./python-home.ts";
import { answerWrongly, type Failure, type FaultOptions, Faults } from "./registry/faults.ts";
import { makeWheel, sdistName, wheelName } from "./wheels.ts";

/** One archive that the index has, with what it says of it. */
export interface IndexedFile {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  bytes: Buffer;
  /** The sha256 that is told; null for an index without hashes. */
  sha256: string | null;
  /** Another algorithm than sha256, as it is told. */
  otherHash: Readonly<Record<string, string>> | null;
  readonly requiresPython: string | null;
  readonly metadata: string | null;
  published: string | null;
  yanked: string | boolean;
  provenance: unknown;
}

export interface PublishOptions {
  readonly tags?: string;
  readonly at?: string;
  /** Other bytes than the wheel's own. */
  readonly bytes?: Buffer;
}

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 0, 5, 9);
const JSON_TYPE = "application/vnd.pypi.simple.v1+json";
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * A Python index in this process, on the loopback address: PEP 503 and 691 (HTML and JSON), 592
 * (yanked), 658 (metadata), 700 (sizes and times), 740 (provenance), 792 (status). Tests publish to it,
 * lie with it and break it while it runs. The digest stands in each file's address, so that a replaced
 * file has another one and no cache mixes them.
 */
export class TestIndex implements AsyncDisposable {
  readonly origin: string;
  readonly requests: string[] = [];
  /** What it says beside files. False: pages are HTML. */
  speaksJson = true;
  hasTimes = true;
  hasMetadata = true;
  /** Whether pages have a `provenance` member at all. */
  knowsProvenance = true;
  readonly #server: Server;
  readonly #files: IndexedFile[] = [];
  readonly #status = new Map<string, { readonly status: string; readonly reason: string | null }>();
  readonly #faults = new Faults();
  readonly #pages = new Map<string, { readonly type: string; readonly text: string }>();
  #clock = FIRST_DAY;

  static async start(): Promise<TestIndex> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new TestIndex(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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

  /** The address that installers are given. */
  get url(): string {
    return `${this.origin}/simple/`;
  }

  /** Everything that is there, for resolvers of tests. */
  get files(): readonly IndexedFile[] {
    return this.#files;
  }

  // What publishers do.

  publish(wheel: SmallWheel, { tags, at, bytes }: PublishOptions = {}): IndexedFile {
    const archive = bytes ?? makeWheel(wheel);
    const metadata = Object.entries(wheelTexts(wheel)).find(([path]) => path.endsWith("/METADATA"));
    return this.#add(wheel, wheelName(wheel, tags), archive, {
      at,
      metadata: metadata?.[1] ?? "",
      requiresPython: wheel.requiresPython ?? null,
    });
  }

  /** An archive of sources, without a wheel. */
  publishSource(wheel: SmallWheel, { at }: PublishOptions = {}): IndexedFile {
    const bytes = Buffer.from(`sources of ${wheel.name} ${wheel.version}`);
    const requiresPython = wheel.requiresPython ?? null;
    return this.#add(wheel, sdistName(wheel), bytes, { at, metadata: null, requiresPython });
  }

  #add(
    { name, version }: SmallWheel,
    file: string,
    bytes: Buffer,
    {
      at,
      metadata,
      requiresPython,
    }: { at?: string | undefined; metadata: string | null; requiresPython: string | null },
  ): IndexedFile {
    const published = at ?? new Date(this.#clock).toISOString();
    this.#clock += DAY_MS;
    const one: IndexedFile = {
      name: normalName(name),
      version,
      file,
      bytes,
      sha256: sha256(bytes),
      otherHash: null,
      requiresPython,
      metadata,
      published,
      yanked: false,
      provenance: null,
    };
    this.#files.push(one);
    return one;
  }

  yank(spec: string, reason: string | true = true): void {
    for (const one of this.#of(spec)) one.yanked = reason;
  }

  attest(spec: string, provenance: unknown): void {
    for (const one of this.#of(spec)) one.provenance = provenance;
  }

  /** PEP 792. */
  sets(name: string, status: string, reason: string | null = null): void {
    this.#status.set(name, { status, reason });
  }

  remove(spec: string): void {
    for (const one of this.#of(spec)) this.#files.splice(this.#files.indexOf(one), 1);
  }

  // What must not happen.

  /** Other bytes under the same name, and a page that agrees with them. */
  replace(spec: string, wheel: SmallWheel): void {
    for (const one of this.#of(spec)) {
      one.bytes = makeWheel(wheel);
      one.sha256 = sha256(one.bytes);
    }
  }

  /** Other bytes under the digest that the page tells. */
  tamper(spec: string, bytes = Buffer.from("evil")): void {
    for (const one of this.#of(spec)) one.bytes = bytes;
  }

  losesHashes(spec: string, other: Readonly<Record<string, string>> | null = null): void {
    for (const one of this.#of(spec)) {
      one.sha256 = null;
      one.otherHash = other;
    }
  }

  /** Everything (or what matches) fails so, until `recover`. */
  fail(failure: Failure, options: FaultOptions = {}): void {
    this.#faults.add(failure, 0, options);
  }

  delay(milliseconds: number, options: FaultOptions = {}): void {
    this.#faults.add(null, milliseconds, options);
  }

  recover(): void {
    this.#faults.clear();
  }

  /** This text in place of a project's page. */
  says(name: string, type: string, text: string): void {
    this.#pages.set(name, { type, text });
  }

  #of(spec: string): readonly IndexedFile[] {
    const [name, version] = spec.split("==");
    const found = this.#files.filter(
      (one) => one.name === name && (version === undefined || one.version === version),
    );
    if (found.length === 0) throw new Error(`${spec} was never published`);
    return found;
  }

  // What it answers.

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent((request.url ?? "").split("?")[0] ?? "");
    this.requests.push(path);
    const answer = this.#answer(path, request.headers.accept ?? "");
    const body = Buffer.from(answer?.body ?? "");
    const failure = await this.#faults.meet(path);
    if (failure !== null) return answerWrongly(failure, response, body);
    if (answer === null) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": answer.type, "content-length": body.length });
    response.end(body);
  }

  #answer(path: string, accept: string): { type: string; body: string | Buffer } | null {
    const [, project] = /^\/simple\/([^/]+)\/$/.exec(path) ?? [];
    if (project !== undefined) return this.#page(project, accept);
    const [, digest, file = ""] = /^\/files\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (digest === undefined) return null;
    const isMetadata = file.endsWith(".metadata");
    const isProvenance = file.endsWith(".provenance");
    const bare = file.replace(/\.(?:metadata|provenance)$/, "");
    const found = this.#files.find((one) => one.file === bare && addressOf(one) === digest);
    if (found === undefined) return null;
    if (isMetadata) return { type: "text/plain", body: found.metadata ?? "" };
    if (isProvenance)
      return { type: "application/json", body: JSON.stringify(found.provenance ?? {}) };
    return { type: "application/octet-stream", body: found.bytes };
  }

  #page(project: string, accept: string): { type: string; body: string } | null {
    const said = this.#pages.get(project);
    if (said !== undefined) return { type: said.type, body: said.text };
    const files = this.#files.filter(({ name }) => name === project);
    if (files.length === 0) return null;
    if (!this.speaksJson || !accept.includes(JSON_TYPE))
      return { type: "text/html", body: this.#html(files) };
    const status = this.#status.get(project);
    const body = {
      meta: { "api-version": "1.4" },
      name: project,
      versions: [...new Set(files.map(({ version }) => version))],
      ...(status === undefined
        ? {}
        : {
            "project-status": {
              status: status.status,
              ...(status.reason === null ? {} : { reason: status.reason }),
            },
          }),
      files: files.map((one) => this.#file(one)),
    };
    return { type: JSON_TYPE, body: JSON.stringify(body) };
  }

  #file(one: IndexedFile): object {
    const url = `${this.origin}/files/${addressOf(one)}/${one.file}`;
    const metadata = one.metadata === null || !this.hasMetadata ? null : one.metadata;
    return {
      filename: one.file,
      url,
      hashes: one.sha256 === null ? (one.otherHash ?? {}) : { sha256: one.sha256 },
      ...(one.requiresPython === null ? {} : { "requires-python": one.requiresPython }),
      ...(metadata === null ? {} : { "core-metadata": { sha256: sha256(Buffer.from(metadata)) } }),
      ...(this.hasTimes && one.published !== null
        ? { size: one.bytes.length, "upload-time": one.published }
        : {}),
      yanked: one.yanked,
      ...(this.knowsProvenance
        ? { provenance: one.provenance === null ? null : `${url}.provenance` }
        : {}),
    };
  }

  #html(files: readonly IndexedFile[]): string {
    const links = files.map((one) => {
      const hash = one.sha256 === null ? "" : `#sha256=${one.sha256}`;
      const python =
        one.requiresPython === null
          ? ""
          : ` data-requires-python="${one.requiresPython.replace(">", "&gt;")}"`;
      const yanked =
        one.yanked === false ? "" : ` data-yanked="${one.yanked === true ? "" : one.yanked}"`;
      return `<a href="${this.origin}/files/${addressOf(one)}/${one.file}${hash}"${python}${yanked}>${one.file}</a>`;
    });
    return `<!DOCTYPE html><html><body>${links.join("<br>\n")}</body></html>`;
  }
}

/** In the file's address, so that a replaced file has another one. */
function addressOf({ bytes, sha256: told }: IndexedFile): string {
  return told ?? sha256(bytes);
}

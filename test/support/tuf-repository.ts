import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { Key, Metadata, Root, Signature, Snapshot, Targets, Timestamp } from "@tufjs/models";

const YEAR_MS = 365 * 86_400_000;
const ROLES = ["root", "timestamp", "snapshot", "targets"] as const;
type RoleName = (typeof ROLES)[number];

interface TestKey {
  readonly id: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

type Role = Root | Timestamp | Snapshot | Targets;

/**
 * A TUF repository in this process, on the loopback address: signed as the specification says, with
 * consistent snapshots and one delegated role, as Sigstore's has. Tests publish to it, and lie with it.
 */
export class TufRepository implements AsyncDisposable {
  readonly url: string;
  /** What is served, by path. */
  readonly files = new Map<string, string>();
  /** How long what is signed next holds, from now; in the past for what has expired. */
  holds: Partial<Record<RoleName, number>> = {};
  readonly #server: Server;
  #keys = Object.fromEntries(ROLES.map((role) => [role, newKey()])) as Record<RoleName, TestKey>;
  readonly #delegate = newKey();
  readonly #versions: Record<RoleName, number> = { root: 0, timestamp: 0, snapshot: 0, targets: 0 };
  /** Texts of all roots, oldest first. */
  readonly roots: string[] = [];

  static async start(): Promise<TufRepository> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const repository = new TufRepository(server);
    repository.signsRoot();
    return repository;
  }

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => {
      const body = this.files.get(
        decodeURIComponent(new URL(request.url ?? "/", this.url).pathname),
      );
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** A further root. With `rotates` all its keys are new, and the old ones sign that. */
  signsRoot({ rotates = false, bySelfOnly = false } = {}): void {
    const signers = bySelfOnly ? [] : [this.#keys.root];
    if (rotates) for (const role of ROLES) this.#keys[role] = newKey();
    this.#versions.root += 1;
    const root = new Root({
      version: this.#versions.root,
      specVersion: "1.0",
      expires: this.#expiry("root"),
      consistentSnapshot: true,
    });
    for (const role of ROLES) root.addKey(keyOf(this.#keys[role]), role);
    const text = signed(root, [...new Set([...signers, this.#keys.root])]);
    this.roots.push(text);
    this.files.set(`/${this.#versions.root}.root.json`, text);
  }

  /** Publishes targets by name; those under a host's name through the delegated role, where told. */
  publishes(
    targets: Readonly<Record<string, string>>,
    delegated: Readonly<Record<string, string>> = {},
  ): void {
    const own = this.#targets("targets", targets, Object.keys(delegated).length > 0);
    const versions: Record<string, number> = { targets: this.#versions.targets };
    if (Object.keys(delegated).length > 0) {
      const role = this.#plainTargets(this.#versions.targets, delegated);
      this.files.set(`/${this.#versions.targets}.keys.test.json`, signed(role, [this.#delegate]));
      versions["keys.test"] = this.#versions.targets;
    }
    this.files.set(`/${this.#versions.targets}.targets.json`, own);
    this.signsSnapshot(versions);
    for (const [name, content] of Object.entries({ ...targets, ...delegated })) {
      const at = name.lastIndexOf("/") + 1;
      const sha256 = createHash("sha256").update(content).digest("hex");
      this.files.set(`/targets/${name.slice(0, at)}${sha256}.${name.slice(at)}`, content);
    }
  }

  signsSnapshot(versions: Readonly<Record<string, number>>): void {
    this.#versions.snapshot += 1;
    const snapshot = Snapshot.fromJSON({
      _type: "snapshot",
      spec_version: "1.0",
      version: this.#versions.snapshot,
      expires: this.#expiry("snapshot"),
      meta: Object.fromEntries(
        Object.entries(versions).map(([role, version]) => [`${role}.json`, { version }]),
      ),
    });
    this.files.set(
      `/${this.#versions.snapshot}.snapshot.json`,
      signed(snapshot, [this.#keys.snapshot]),
    );
    this.signsTimestamp();
  }

  signsTimestamp(): void {
    this.#versions.timestamp += 1;
    const timestamp = Timestamp.fromJSON({
      _type: "timestamp",
      spec_version: "1.0",
      version: this.#versions.timestamp,
      expires: this.#expiry("timestamp"),
      meta: { "snapshot.json": { version: this.#versions.snapshot } },
    });
    this.files.set("/timestamp.json", signed(timestamp, [this.#keys.timestamp]));
  }

  #targets(role: "targets", targets: Readonly<Record<string, string>>, delegates: boolean): string {
    this.#versions.targets += 1;
    const plain = this.#plainTargets(this.#versions.targets, targets).toJSON();
    const delegations = {
      keys: { [this.#delegate.id]: keyOf(this.#delegate).toJSON() },
      roles: [
        {
          name: "keys.test",
          keyids: [this.#delegate.id],
          threshold: 1,
          terminating: true,
          paths: ["registry.test/*"],
        },
      ],
    };
    const json = { ...plain, ...(delegates ? { delegations } : {}) };
    return signed(Targets.fromJSON(json), [this.#keys[role]]);
  }

  #plainTargets(version: number, targets: Readonly<Record<string, string>>): Targets {
    return Targets.fromJSON({
      _type: "targets",
      spec_version: "1.0",
      version,
      expires: this.#expiry("targets"),
      targets: Object.fromEntries(
        Object.entries(targets).map(([name, content]) => [
          name,
          {
            length: Buffer.byteLength(content),
            hashes: { sha256: createHash("sha256").update(content).digest("hex") },
          },
        ]),
      ),
    });
  }

  #expiry(role: RoleName): string {
    const time = Date.now() + (this.holds[role] ?? YEAR_MS);
    return `${new Date(time).toISOString().slice(0, 19)}Z`;
  }
}

function newKey(): TestKey {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const der = pair.publicKey.export({ type: "spki", format: "der" });
  return { ...pair, id: createHash("sha256").update(der).digest("hex") };
}

function keyOf({ id, publicKey }: TestKey): Key {
  return new Key({
    keyID: id,
    keyType: "ecdsa",
    scheme: "ecdsa-sha2-nistp256",
    keyVal: { public: String(publicKey.export({ type: "spki", format: "pem" })) },
  });
}

function signed(role: Role, keys: readonly TestKey[]): string {
  const metadata = new Metadata(role as Targets);
  for (const { id, privateKey } of keys)
    metadata.sign(
      (data) => new Signature({ keyID: id, sig: sign("sha256", data, privateKey).toString("hex") }),
      true,
    );
  return JSON.stringify(metadata.toJSON());
}

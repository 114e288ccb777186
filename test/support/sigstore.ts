import { createHash, generateKeyPairSync, type KeyObject, sign, webcrypto } from "node:crypto";

import { initializeCA } from "@sigstore/mock/dist/fulcio/ca.js";
import { initializeCTLog } from "@sigstore/mock/dist/fulcio/ctlog.js";
import { initializeTLog, type TLog } from "@sigstore/mock/dist/rekor/tlog.js";
import * as x509 from "@peculiar/x509";
import { dsse } from "@sigstore/core";

import { parseTrustRoot, type TrustRoot } from "../../src/provenance/trust-root.ts";

/** What a certificate says of a build; each may be changed by a test. */
export interface Build {
  readonly issuer?: string;
  readonly repository?: string;
  readonly repositoryId?: string;
  readonly ownerId?: string;
  /** Path of the workflow that started the build, in the repository. */
  readonly workflow?: string;
  /** Address of the workflow that signed, without its ref; of the repository's own where nothing is said. */
  readonly signer?: string;
  readonly ref?: string;
  readonly environment?: string;
  readonly runner?: string;
  /** In place of the address of a workflow. */
  readonly san?: string;
  /** As certificates were before mid-2023: without ids. */
  readonly isOld?: boolean;
  /** When it is signed and logged. */
  readonly at?: Date;
}

export interface Archive {
  readonly name: string;
  readonly version: string;
  readonly archive: Uint8Array;
}

const GITHUB = "https://token.actions.githubusercontent.com";
const OID = "1.3.6.1.4.1.57264.1";
const LOG = "https://rekor.sigstore.test";
const START = "2020-01-01T00:00:00Z";
const SLSA = "https://slsa.dev/provenance/v1";
const PUBLISH = "https://github.com/npm/attestation/tree/main/specs/publish/v0.1";

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

/**
 * A Sigstore of one test: an authority, its log and a log of signatures, and a registry's key. What it
 * signs is verified by the same code as everything else, against the trust root that it gives.
 */
export class TestSigstore {
  readonly trustedRoot: object;
  readonly registryKey = newPair();
  readonly keyid = `SHA256:${createHash("sha256").update(spki(this.registryKey)).digest("base64")}`;
  readonly #authority: Pair;
  readonly #ctKeys: Pair;
  readonly #logKeys: Pair;

  static async start(): Promise<TestSigstore> {
    const [authority, ctKeys, logKeys] = [newPair("P-384"), newPair(), newPair()];
    return new TestSigstore(authority, ctKeys, logKeys, await rootOf(authority));
  }

  private constructor(authority: Pair, ctKeys: Pair, logKeys: Pair, root: Buffer) {
    this.#authority = authority;
    this.#ctKeys = ctKeys;
    this.#logKeys = logKeys;
    this.trustedRoot = {
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [logOf(LOG, logKeys)],
      ctlogs: [logOf("https://ctfe.sigstore.test", ctKeys)],
      certificateAuthorities: [
        {
          subject: { organization: "sigstore.test", commonName: "sigstore" },
          uri: "https://fulcio.sigstore.test",
          certChain: { certificates: [{ rawBytes: root.toString("base64") }] },
          validFor: { start: START },
        },
      ],
      timestampAuthorities: [],
    };
  }

  /** Keys of further registries are believed beside its own. */
  trust(further: readonly object[] = []): TrustRoot {
    return parseTrustRoot(this.trustedRoot, { keys: [...this.keys(), ...further] });
  }

  keys(): readonly object[] {
    return ["npm:signatures", "npm:attestations"].map((keyUsage) =>
      keyOf(this.keyid, keyUsage, spki(this.registryKey)),
    );
  }

  /** An answer of the attestations endpoint: who built it, and the record of its publication. */
  async attestations(archive: Archive, build: Build = {}): Promise<{ attestations: unknown[] }> {
    return {
      attestations: [
        await this.publishRecord(archive, build.at),
        await this.provenance(archive, build),
      ],
    };
  }

  async provenance(archive: Archive, build: Build = {}) {
    const bundle = await this.certified(statementOf(archive, SLSA, {}), build);
    return { predicateType: SLSA, bundle };
  }

  async publishRecord(archive: Archive, at = new Date()) {
    const { name, version } = archive;
    const predicate = { name, version, registry: "https://registry.test" };
    const bundle = await this.keyed(statementOf(archive, PUBLISH, predicate), at);
    return { predicateType: PUBLISH, bundle };
  }

  /** A statement that is signed with a certificate. */
  async certified(statement: object, build: Build = {}, payloadType?: string): Promise<TestBundle> {
    const at = build.at ?? new Date();
    const pair = newPair();
    const raw = await this.#certificate(pair, { ...build, at });
    const { envelope, entry } = await this.#log(statement, { pair, at, keyid: "", payloadType });
    return {
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: { certificate: { rawBytes: raw }, tlogEntries: [entry] },
      dsseEnvelope: envelope,
    };
  }

  /** A signature of a file. One that is forged is by another key than the certificate's. */
  async signedFile(file: Uint8Array, { at = new Date(), isForged = false } = {}): Promise<object> {
    const [pair, signing] = [newPair(), newPair()];
    const signature = sign("sha256", file, (isForged ? signing : pair).privateKey).toString(
      "base64",
    );
    const digest = createHash("sha256").update(file).digest();
    const logged = await this.#logged(at, {
      apiVersion: "0.0.1",
      kind: "hashedrekord",
      spec: {
        data: { hash: { algorithm: "sha256", value: digest.toString("hex") } },
        signature: { content: signature, publicKey: { content: "" } },
      },
    });
    return {
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: {
        certificate: { rawBytes: await this.#certificate(pair, { at }) },
        tlogEntries: [{ ...logged, kindVersion: { kind: "hashedrekord", version: "0.0.1" } }],
      },
      messageSignature: {
        messageDigest: { algorithm: "SHA2_256", digest: digest.toString("base64") },
        signature,
      },
    };
  }

  /** A statement that the registry signs with its key. */
  async keyed(statement: object, at = new Date()): Promise<TestBundle> {
    const { envelope, entry } = await this.#log(statement, {
      pair: this.registryKey,
      at,
      keyid: this.keyid,
    });
    return {
      mediaType: "application/vnd.dev.sigstore.bundle+json;version=0.2",
      verificationMaterial: { publicKey: { hint: this.keyid }, tlogEntries: [entry] },
      dsseEnvelope: envelope,
    };
  }

  async #certificate(pair: Pair, build: Build & { readonly at: Date }): Promise<string> {
    const ctLog = await initializeCTLog(this.#ctKeys, build.at);
    const authority = await initializeCA(this.#authority, ctLog, build.at);
    const certificate = await authority.issueCertificate({
      publicKey: Uint8Array.from(spki(pair)),
      subjectAltName: sanOf(build),
      extensions: extensionsOf(build),
    });
    return Buffer.from(certificate.buffer).toString("base64");
  }

  async #logged(at: Date, entry: object): Promise<TestEntry> {
    const log: TLog = await initializeTLog(LOG, this.#logKeys, at);
    return entryOf((await log.log(entry)) as object);
  }

  async #log(
    statement: object,
    { pair, at, keyid, payloadType = "application/vnd.in-toto+json" }: Signing,
  ): Promise<{ envelope: TestEnvelope; entry: TestEntry }> {
    const payload = Buffer.from(JSON.stringify(statement));
    const sig = sign("sha256", dsse.preAuthEncoding(payloadType, payload), pair.privateKey);
    const envelope: TestEnvelope = {
      payload: payload.toString("base64"),
      payloadType,
      signatures: [{ sig: sig.toString("base64"), keyid }],
    };
    const entry = await this.#logged(at, {
      apiVersion: "0.0.1",
      kind: "dsse",
      spec: {
        payloadHash: {
          algorithm: "sha256",
          value: createHash("sha256").update(payload).digest("hex"),
        },
        signatures: [{ signature: sig.toString("base64"), verifier: "" }],
      },
    });
    return { envelope, entry };
  }
}

interface Signing {
  readonly pair: Pair;
  readonly at: Date;
  readonly keyid: string;
  readonly payloadType?: string | undefined;
}

export interface TestEnvelope {
  payload: string;
  payloadType: string;
  signatures: { sig: string; keyid: string }[];
}

export interface TestEntry {
  logIndex: string;
  logId: { keyId: string };
  kindVersion: { kind: string; version: string };
  integratedTime: string;
  inclusionPromise?: { signedEntryTimestamp: string };
  inclusionProof?: Readonly<Record<string, unknown>> & { checkpoint?: object };
  canonicalizedBody: string;
}

/** Open, so that a test can change anything in it. */
export interface TestBundle {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string };
    publicKey?: { hint: string };
    x509CertificateChain?: object;
    tlogEntries: TestEntry[];
  };
  dsseEnvelope: TestEnvelope;
}

export function statementOf(
  { name, version, archive }: Archive,
  predicateType: string,
  predicate: object,
): object {
  const purl = `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
  const sha512 = createHash("sha512").update(archive).digest("hex");
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: purl, digest: { sha512 } }],
    predicateType,
    predicate,
  };
}

export function keyOf(keyId: string, keyUsage: string, der: Buffer, end?: string): object {
  return {
    keyId,
    keyUsage,
    publicKey: {
      rawBytes: der.toString("base64"),
      keyDetails: "PKIX_ECDSA_P256_SHA_256",
      validFor: { start: START, ...(end === undefined ? {} : { end }) },
    },
  };
}

/** What is used of the library's answer. */
interface Logged {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: {
      readonly logIndex: number;
      readonly rootHash: string;
      readonly treeSize: number;
      readonly checkpoint: string;
    };
  };
}

function entryOf(answer: object): TestEntry {
  const [entry] = Object.values(answer) as Logged[];
  if (entry === undefined) throw new Error("the log of the test gave no entry");
  const { body, integratedTime, logID, logIndex, verification } = entry;
  const { inclusionProof: proof, signedEntryTimestamp } = verification;
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, "hex").toString("base64") },
    kindVersion: { kind: "dsse", version: "0.0.1" },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: Buffer.from(proof.rootHash, "hex").toString("base64"),
      treeSize: String(proof.treeSize),
      hashes: [],
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: body,
  };
}

function repositoryOf({ repository = "https://github.com/shore/gull" }: Build): string {
  return repository;
}

function sanOf(build: Build): string {
  const { san, ref = "refs/heads/main", workflow = ".github/workflows/release.yml" } = build;
  return san ?? `${build.signer ?? `${repositoryOf(build)}/${workflow}`}@${ref}`;
}

function extensionsOf(build: Build): { oid: string; value: string; legacy?: boolean }[] {
  const { issuer = GITHUB, ref = "refs/heads/main", isOld = false } = build;
  const {
    workflow = ".github/workflows/release.yml",
    environment,
    runner = "github-hosted",
  } = build;
  const repository = repositoryOf(build);
  const commit = "a".repeat(40);
  const old = (n: number, value: string) => ({ oid: `${OID}.${n}`, value, legacy: true });
  const claim = (n: number, value: string) => ({ oid: `${OID}.${n}`, value });
  const raw = [
    old(1, issuer),
    old(3, commit),
    old(5, new URL(repository).pathname.slice(1)),
    old(6, ref),
  ];
  if (isOld) return raw;
  return [
    ...raw,
    claim(8, issuer),
    claim(11, runner),
    claim(12, repository),
    claim(13, commit),
    claim(14, ref),
    claim(15, build.repositoryId ?? "1001"),
    claim(17, build.ownerId ?? "2002"),
    claim(18, `${repository}/${workflow}@${ref}`),
    claim(21, `${repository}/actions/runs/1/attempts/1`),
    ...(environment === undefined ? [] : [claim(23, environment)]),
  ];
}

/**
 * The library's own root begins now. This one is as old as the test's trust root, so that a test can sign
 * at any time; it has the same name and key.
 */
async function rootOf({ publicKey, privateKey }: Pair): Promise<Buffer> {
  const algorithm = { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" };
  const load = (key: KeyObject, usage: "sign" | "verify") =>
    webcrypto.subtle.importKey("jwk", key.export({ format: "jwk" }), algorithm, true, [usage]);
  const keys = {
    publicKey: await load(publicKey, "verify"),
    privateKey: await load(privateKey, "sign"),
  };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: "01",
      name: "CN=sigstore,O=sigstore.mock",
      notBefore: new Date(START),
      notAfter: new Date("2060-01-01T00:00:00Z"),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return Buffer.from(certificate.rawData);
}

function logOf(baseUrl: string, pair: Pair): object {
  return {
    baseUrl,
    hashAlgorithm: "SHA2_256",
    publicKey: {
      rawBytes: spki(pair).toString("base64"),
      keyDetails: "PKIX_ECDSA_P256_SHA_256",
      validFor: { start: START },
    },
    logId: { keyId: createHash("sha256").update(spki(pair)).digest("base64") },
  };
}

function newPair(namedCurve = "P-256"): Pair {
  return generateKeyPairSync("ec", { namedCurve });
}

function spki({ publicKey }: Pair): Buffer {
  return publicKey.export({ type: "spki", format: "der" });
}

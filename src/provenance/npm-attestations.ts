import * as v from "valibot";

import type { LogRecord, Provenance } from "../model/provenance.ts";
import { type Announced, type Attested, verifyAttested } from "./attested.ts";
import { NPM_PUBLISH, SLSA_PROVENANCE } from "./predicates.ts";
import { provenanceOf } from "./provenance.ts";
import { Rejection } from "./rejection.ts";
import type { TrustRoot } from "./trust-root.ts";
import { parseUntrustedJson } from "./untrusted-json.ts";

export interface NpmSubject {
  readonly name: string;
  readonly version: string;
  /** sha512 of the archive that was had, hex. */
  readonly sha512: string;
}

/** What the statements about one package prove. */
export interface NpmAttestations {
  /** Who built it; null where nobody says so. */
  readonly provenance: Provenance | null;
  /** The registry's record of its publication; null where there is none. */
  readonly publish: LogRecord | null;
}

const MAX_ATTESTATIONS = 16;

const Response = v.looseObject({
  attestations: v.pipe(
    v.array(v.looseObject({ predicateType: v.string(), bundle: v.unknown() })),
    v.minLength(1),
    v.maxLength(MAX_ATTESTATIONS),
  ),
});

/**
 * Verifies the answer of npm's attestations endpoint: every statement in it must be signed, logged, of
 * the kind that it is announced as, and about exactly this package, version and digest. Throws a
 * Rejection.
 */
export function verifyNpmAttestations(
  trust: TrustRoot,
  answer: Uint8Array,
  { name, version, sha512 }: NpmSubject,
  now: Date,
): NpmAttestations {
  const purl = npmPurl(name, version);
  const subject = {
    isNamed: (given: string) => given === purl,
    algorithm: "sha512" as const,
    digest: sha512,
  };
  const announced = npmStatements(parseUntrustedJson(answer, "the answer"));
  return npmAttestations(announced.map((one) => verifyAttested(one, { trust, now }, subject)));
}

/** The statements of an answer. */
export function npmStatements(json: unknown): readonly Announced[] {
  const response = v.safeParse(Response, json);
  if (!response.success) throw new Rejection("the answer holds no attestations");
  return response.output.attestations;
}

/**
 * What verified statements mean. Provenance is signed with a certificate and the record of publication
 * with a key of the registry: a key has no identity, and a certificate does not speak for the registry.
 * Two statements of one kind are none: anybody can sign a statement about the package of another.
 */
export function npmAttestations(attested: readonly Attested[]): NpmAttestations {
  for (const one of attested) requireKeyName(one);
  const provenance = only(attested, (type) => SLSA_PROVENANCE.has(type), "who built it");
  const publish = only(attested, (type) => type === NPM_PUBLISH, "when it was published");
  return {
    provenance: provenance === null ? null : provenanceOf(provenance),
    publish: publish === null ? null : publishRecord(publish),
  };
}

function only(
  attested: readonly Attested[],
  isKind: (predicateType: string) => boolean,
  what: string,
): Attested | null {
  const [first = null, second] = attested.filter(({ statement }) =>
    isKind(statement.predicateType),
  );
  if (second !== undefined) throw new Rejection(`two statements say ${what}`);
  return first;
}

const Publish = v.looseObject({ name: v.string(), version: v.string() });

/**
 * The name of a key in an envelope is not signed. npm gives none where a certificate signed, and that of
 * the registry's key where that did: any other was put in on the way.
 */
function requireKeyName({ bundle, verified }: Attested): void {
  const { content } = bundle;
  const named = content.$case === "dsseEnvelope" ? content.dsseEnvelope.signatures[0]?.keyid : "";
  const { signer } = verified;
  if (named !== (signer.kind === "key" ? signer.keyid : ""))
    throw new Rejection("its envelope names another key than the one that signed it");
}

function publishRecord({ verified, statement }: Attested): LogRecord {
  const { signer, logged } = verified;
  if (signer.kind !== "key")
    throw new Rejection("the record of its publication is not signed by the registry");
  const predicate = v.safeParse(Publish, statement.predicate);
  const [subject] = statement.subjects;
  if (
    !predicate.success ||
    npmPurl(predicate.output.name, predicate.output.version) !== subject?.name
  )
    throw new Rejection("the record of its publication is of another package");
  return logged;
}

/** As npm writes it into statements: `pkg:npm/%40scope/name@1.0.0`. */
export function npmPurl(name: string, version: string): string {
  return `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
}

import { ASN1Obj, X509Certificate } from "@sigstore/core";

import type { BuildIdentity, RefKind } from "../model/provenance.ts";
import { Rejection } from "./rejection.ts";

/** What a certificate of Fulcio says of its holder. */
export interface CertificateClaims {
  /** Subject alternative name: an address of a workflow, or of a person. */
  readonly san: string;
  readonly issuer: string;
  readonly identity: BuildIdentity;
  readonly commit: string | null;
  readonly run: string | null;
  readonly ref: string | null;
}

const FULCIO = "1.3.6.1.4.1.57264.1";
const MAX_CLAIM = 2048;
/** Tags of general names: an e-mail address, an address of a resource (RFC 5280, 4.2.1.6). */
const EMAIL = 0x01;
const URI = 0x06;
const UTF8_STRING = 0x0c;

/**
 * Reads the claims of a certificate that was verified. Source: Fulcio's oid-info.md. `.1` to `.6` are
 * raw strings, `.8` and above DER strings; certificates from before mid-2023 have only the former, and
 * no ids. The subject is the signer: with a reusable workflow the source is another one (`.12`), and so
 * is the workflow that started the build (`.18`).
 */
export function certificateClaims(der: Uint8Array): CertificateClaims {
  const certificate = X509Certificate.parse(Buffer.from(der));
  const raw = (n: number): string | null => {
    const extension = certificate.extension(`${FULCIO}.${n}`);
    return extension === undefined ? null : text(extension.value);
  };
  const claim = (n: number): string | null => {
    const extension = certificate.extension(`${FULCIO}.${n}`);
    if (extension === undefined) return null;
    const value = ASN1Obj.parseBuffer(Buffer.from(extension.value));
    if (!value.tag.isUniversal() || value.tag.number !== UTF8_STRING)
      throw new Rejection("a claim of its certificate is not a string");
    return text(value.value);
  };
  const san = subjectOf(certificate);
  const [oldIssuer, issuer] = [raw(1), claim(8)];
  if (oldIssuer !== null && issuer !== null && oldIssuer !== issuer)
    throw new Rejection("its certificate names two issuers");
  const repository = claim(12) ?? repositoryOfOld(san, raw(5));
  const ref = claim(14) ?? raw(6);
  return {
    san,
    issuer: issuer ?? oldIssuer ?? "",
    identity: {
      issuer: issuer ?? oldIssuer ?? "",
      repository,
      repositoryId: claim(15),
      ownerId: claim(17),
      workflow: within(withoutRef(claim(18)), repository),
      signer: withoutRef(san) ?? san,
      ref: kindOf(ref),
      environment: claim(23),
      runner: claim(11),
    },
    commit: claim(13) ?? raw(3),
    run: claim(21),
    ref,
  };
}

/** Exactly one name: which of several would count is nothing to guess at. */
function subjectOf(certificate: X509Certificate): string {
  const extension = certificate.extension("2.5.29.17");
  const names = extension?.valueObj.subs[0]?.subs ?? [];
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw new Rejection("its certificate does not name exactly one subject");
  if (name.tag.isContextSpecific(URI) || name.tag.isContextSpecific(EMAIL)) return text(name.value);
  const other = certificate.extSubjectAltName?.otherName(`${FULCIO}.7`);
  if (other === undefined)
    throw new Rejection("its certificate names a subject of an unknown kind");
  return other;
}

/** UTF-8 to the last byte: the library reads such names as ASCII and drops a bit of what is none. */
function text(bytes: Uint8Array): string {
  if (bytes.length > MAX_CLAIM) throw new Rejection("a claim of its certificate is too long");
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** Old certificates say `owner/name`; its host is that of the signer. */
function repositoryOfOld(san: string, name: string | null): string | null {
  if (name === null || !URL.canParse(san)) return null;
  return `${new URL(san).origin}/${name}`;
}

function withoutRef(address: string | null): string | null {
  if (address === null) return null;
  const at = address.lastIndexOf("@refs/");
  return at === -1 ? address : address.slice(0, at);
}

/** `.github/workflows/release.yml`: a renamed repository keeps it. */
export function within(address: string | null, repository: string | null): string | null {
  if (address === null || repository === null || !address.startsWith(`${repository}/`))
    return address;
  return address.slice(repository.length).replace(/^\/+/, "");
}

function kindOf(ref: string | null): RefKind | null {
  if (ref === null) return null;
  if (ref.startsWith("refs/heads/")) return "branch";
  if (ref.startsWith("refs/tags/")) return "tag";
  return ref.startsWith("refs/pull/") ? "pull" : "other";
}

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { initializeCA } from "@sigstore/mock/dist/fulcio/ca.js";
import * as x509 from "@peculiar/x509";

import { certificateClaims } from "../../src/provenance/certificate-identity.ts";

// What the library of certificates stands on is loaded with it.
assert.equal(typeof initializeCA, "function");

const OID = "1.3.6.1.4.1.57264.1";
const SIGNER = "https://github.com/shore/gull/.github/workflows/x.yml@refs/tags/v1";

type Name = ConstructorParameters<
  typeof x509.SubjectAlternativeNameExtension
>[0] extends infer Names
  ? Names
  : never;

/** UTF8String, with a length below 128. */
const utf8 = (text: string): Uint8Array =>
  Buffer.concat([Buffer.of(0x0c, Buffer.byteLength(text)), Buffer.from(text)]);

async function certificate(
  names: Name,
  claims: Readonly<Record<number, Uint8Array | string>> = {},
): Promise<Uint8Array> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: "CN=gull",
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.SubjectAlternativeNameExtension(names),
        ...Object.entries(claims).map(
          ([n, value]) =>
            new x509.Extension(
              `${OID}.${n}`,
              false,
              Uint8Array.from(typeof value === "string" ? Buffer.from(value) : value),
            ),
        ),
      ],
    },
    webcrypto,
  );
  return new Uint8Array(made.rawData);
}

const url = (value: string) => ({ type: "url" as const, value });

test("old claims are raw text, newer ones strings of ASN.1", async () => {
  const der = await certificate([url(SIGNER)], {
    1: "https://token.test",
    5: "shore/gull",
    6: "refs/tags/v1",
  });
  const { issuer, identity, ref } = certificateClaims(der);
  assert.deepEqual(
    [issuer, identity.repository, ref],
    ["https://token.test", "https://github.com/shore/gull", "refs/tags/v1"],
  );
  const newer = await certificate([url(SIGNER)], {
    8: utf8("https://token.test"),
    15: utf8("1001"),
  });
  assert.equal(certificateClaims(newer).identity.repositoryId, "1001");
  const raw = await certificate([url(SIGNER)], { 15: "1001" });
  assert.throws(() => certificateClaims(raw));
});

test("a certificate for two subjects, or of two issuers, is for none", async () => {
  const two = await certificate([url(SIGNER), url("https://github.com/evil/x")]);
  assert.throws(() => certificateClaims(two), /exactly one subject/);
  const issuers = await certificate([url(SIGNER)], {
    1: "https://a.test",
    8: utf8("https://b.test"),
  });
  assert.throws(() => certificateClaims(issuers), /two issuers/);
});

test("bytes that are no text are not read as if they were", async () => {
  const der = await certificate([url(SIGNER)], { 1: Uint8Array.of(0xe8, 0xf4, 0xf4, 0xf0) });
  assert.throws(() => certificateClaims(der));
});

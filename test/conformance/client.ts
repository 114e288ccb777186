// A client for the public conformance suite of Sigstore (its docs/cli_protocol.md): answers with exit code 0
// where a bundle verifies, else with 1 and the reason.
//
//   verify-bundle --bundle FILE --certificate-identity SAN --certificate-oidc-issuer URL
//     [--trusted-root FILE] FILE_OR_DIGEST
//   verify-bundle --bundle FILE --key FILE [--trusted-root FILE] FILE_OR_DIGEST
import { createPublicKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import {
  type DemandedSubject,
  verifyAttestationFile,
} from "../../src/provenance/attestation-file.ts";
import { judge, Rejection } from "../../src/provenance/rejection.ts";
import { shippedTrust } from "../../src/provenance/shipped.ts";
import { parseTrustRoot } from "../../src/provenance/trust-root.ts";

const STRING = { type: "string" } as const;

/** Null where the bundle verifies, else why it does not. */
export function verifyAsClient(argv: readonly string[]): string | null {
  return judge(() => {
    const [command, ...rest] = argv;
    if (command !== "verify-bundle")
      throw new Rejection(`${command ?? "nothing"} is not supported`);
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: {
        bundle: STRING,
        "certificate-identity": STRING,
        "certificate-oidc-issuer": STRING,
        key: STRING,
        "trusted-root": STRING,
      },
    });
    const { bundle = "", key, "trusted-root": root } = values;
    const [san, issuer] = [values["certificate-identity"], values["certificate-oidc-issuer"]];
    const [artifact] = positionals;
    if (artifact === undefined || positionals.length > 1)
      throw new Rejection("one artifact, please");
    if (key === undefined && (san === undefined || issuer === undefined))
      throw new Rejection("an identity and an issuer, or a key, please");
    verifyAttestationFile(readFileSync(bundle), {
      trust:
        root === undefined
          ? shippedTrust()
          : parseTrustRoot(JSON.parse(readFileSync(root, "utf8"))),
      now: new Date(),
      subject: subjectOf(artifact),
      identity: san === undefined || issuer === undefined ? null : { san, issuer },
      key: key === undefined ? null : createPublicKey(readFileSync(key)),
    });
  }).rejected;
}

function subjectOf(artifact: string): DemandedSubject {
  const [, hex] = /^sha256:([0-9a-f]{64})$/.exec(artifact) ?? [];
  return hex === undefined || existsSync(artifact)
    ? { kind: "file", bytes: readFileSync(artifact) }
    : { kind: "digest", name: null, algorithm: "sha256", hex };
}

if (import.meta.main) {
  const rejected = verifyAsClient(process.argv.slice(2));
  if (rejected !== null) console.error(rejected);
  process.exitCode = rejected === null ? 0 : 1;
}

import { createPublicKey, type KeyObject } from "node:crypto";
import { resolve } from "node:path";

import { PinfoldError } from "../errors.ts";
import { printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { DiskError } from "../ports/disk.ts";
import { type DemandedSubject, verifyAttestationFile } from "../provenance/attestation-file.ts";
import { parseSubjectPurl } from "../provenance/purl-subject.ts";
import { judge, Rejection } from "../provenance/rejection.ts";
import { parseTrustRoot } from "../provenance/trust-root.ts";
import { MAX_ATTESTATION_BYTES, parseUntrustedJson } from "../provenance/untrusted-json.ts";
import { attestationText } from "../reporters/attestation.ts";
import { headJson } from "../reporters/json.ts";
import { styleFor } from "../reporters/style.ts";
import { foldersOf } from "../state/folders.ts";
import { trustInForce } from "../trust/in-force.ts";
import type { CommandContext, Run } from "./define.ts";
import { usageError } from "./options.ts";

const MAX_ARTIFACT_BYTES = 1024 * 1024 * 1024;
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/i;

/** One attestation against its subject, offline: who signed what. */
export const run: Run = async (context) => {
  const { io, options, world } = context;
  const bundle = options.one("bundle");
  if (bundle === null) throw usageError("attestation verify needs --bundle FILE");
  const identity = identityOf(context);
  const subject = subjectOf(context);
  const { now, env } = world.machine;
  const root = options.one("trusted-root");
  // Everything that is in a file is judged: what is malformed is a rejection, never wrong use.
  const attested = content(context, bundle, MAX_ATTESTATION_BYTES);
  const rootBytes = root === null ? null : content(context, root, MAX_ATTESTATION_BYTES);
  const keyFile = options.one("key");
  const keyBytes = keyFile === null ? null : content(context, keyFile, MAX_ATTESTATION_BYTES);
  const { trust } = await trustInForce(world.disk, foldersOf(world.machine).data);
  const judgement = judge(() =>
    verifyAttestationFile(given(attested), {
      trust:
        rootBytes === null
          ? trust
          : parseTrustRoot(parseUntrustedJson(given(rootBytes), "the trusted root")),
      now,
      subject,
      identity,
      key: keyBytes === null ? null : keyOf(given(keyBytes)),
    }),
  );
  const isDemanded = identity !== null || keyFile !== null;
  const { proved, rejected } = judgement;
  const exitCode = rejected === null ? EXIT.clean : EXIT.violated;
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: now.toISOString() });
    const answer = {
      accepted: rejected === null,
      reason: rejected,
      ...proved,
      isDemanded,
      exitCode,
    };
    io.out(`${printableJson({ ...head, ...answer })}\n`);
  } else io.out(attestationText({ judgement, isDemanded }, styleFor(io.isTerminal, env)));
  return exitCode;
};

/** The bytes of a file, or null where it is larger than any real one of its kind. */
function content({ world }: CommandContext, file: string, limit: number): Uint8Array | null {
  const { disk, machine } = world;
  try {
    const bytes = disk.read(resolve(machine.cwd, file), limit);
    if (bytes !== null) return bytes;
  } catch (thrown) {
    if (!(thrown instanceof DiskError)) throw thrown;
    if (thrown.problem === "too-large") return null;
    throw new PinfoldError("usage", thrown.message, "name a regular file that can be read", thrown);
  }
  throw usageError(`${file} is not there`, "name a file that can be read");
}

function given(bytes: Uint8Array | null): Uint8Array {
  if (bytes === null) throw new Rejection("it is larger than any real one");
  return bytes;
}

function identityOf({ options }: CommandContext): { san: string; issuer: string } | null {
  const [san, issuer] = [options.one("identity"), options.one("issuer")];
  if (san === null && issuer === null) return null;
  if (san === null || issuer === null)
    throw usageError("--identity and --issuer belong together: an identity is one by its issuer");
  if (options.has("key")) throw usageError("--key contradicts --identity: a key has no identity");
  return { san, issuer };
}

function subjectOf(context: CommandContext): DemandedSubject {
  const { options } = context;
  const [artifact, ...more] = options.positionals;
  const [purl, digest] = [options.one("subject"), options.one("digest")];
  const isNamed = purl !== null || digest !== null;
  if (more.length > 0 || (artifact === undefined) === !isNamed)
    throw usageError(
      "attestation verify takes one ARTIFACT, or --subject PURL with --digest ALG:HEX",
    );
  if (artifact !== undefined) {
    const bytes = content(context, artifact, MAX_ARTIFACT_BYTES);
    if (bytes === null) throw usageError(`${artifact} is too large`, "give its digest instead");
    return { kind: "file", bytes };
  }
  const name = purl === null ? null : parseSubjectPurl(purl);
  if (name === null)
    throw usageError(
      `--subject ${purl ?? ""} is no package with its version`,
      "as in pkg:npm/@scope/name@1.0.0",
    );
  if (digest === null || !DIGEST.test(digest))
    throw usageError(`--digest ${digest ?? ""} is no sha256 or sha512 in hex`, "as in sha512:…");
  const [algorithm, hex = ""] = digest.split(":");
  return {
    kind: "digest",
    name,
    algorithm: algorithm === "sha512" ? "sha512" : "sha256",
    hex: hex.toLowerCase(),
  };
}

function keyOf(bytes: Uint8Array): KeyObject {
  try {
    return createPublicKey(Buffer.from(bytes));
  } catch {
    throw new Rejection("the demanded key is no public key in PEM form");
  }
}

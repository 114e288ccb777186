import { createHash } from "node:crypto";

import { TERN, WAVE } from "./python-home.ts";
import { type PythonStage, stage, UVX } from "./python-stage.ts";
import { type Build, TestSigstore } from "./sigstore.ts";

/** When files are signed; the world's clock is later. */
export const AT = new Date("2026-06-01T09:00:00Z");
const PUBLISH = "https://docs.index.example/attestations/publish/v1";

export interface AttestedStage extends PythonStage {
  readonly sigstore: TestSigstore;
  /** Who says that they built the files of a version (`wave==2.0.0`), each for its own bytes. */
  readonly attests: (spec: string, build?: Build) => Promise<void>;
}

/** An index that says of every file who built it: tern and its one dependency. */
export async function attestedStage(entry = UVX, wheels = [TERN, WAVE]): Promise<AttestedStage> {
  const it = await stage(entry, wheels);
  const sigstore = await TestSigstore.start();
  it.world.trusts(sigstore.trust());
  const attests = async (spec: string, build: Build = {}): Promise<void> => {
    const [name, version] = spec.split("==");
    for (const one of it.index.files) {
      if (one.name !== name || one.version !== version) continue;
      one.provenance = await provenanceOf(sigstore, one, build);
    }
  };
  for (const { name, version } of wheels) await attests(`${name}==${version}`);
  return { ...it, sigstore, attests };
}

/** A provenance object of PEP 740 for one file. */
export async function provenanceOf(
  sigstore: TestSigstore,
  { file, bytes }: { readonly file: string; readonly bytes: Uint8Array },
  build: Build = {},
): Promise<object> {
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: file, digest: { sha256: createHash("sha256").update(bytes).digest("hex") } }],
    predicateType: PUBLISH,
    predicate: null,
  };
  const { verificationMaterial, dsseEnvelope } = await sigstore.certified(statement, {
    at: AT,
    ...build,
  });
  const attestation = {
    version: 1,
    verification_material: {
      certificate: verificationMaterial.certificate?.rawBytes,
      transparency_entries: verificationMaterial.tlogEntries,
    },
    envelope: {
      statement: dsseEnvelope.payload,
      signature: dsseEnvelope.signatures[0]?.sig,
    },
  };
  const publisher = { kind: "GitHub", repository: "shore/gull", workflow: "release.yml" };
  return { version: 1, attestation_bundles: [{ publisher, attestations: [attestation] }] };
}

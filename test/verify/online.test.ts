import assert from "node:assert/strict";
import { test } from "node:test";

import type { Finding } from "../../src/model/finding.ts";
import { gullIsLocked } from "../support/gull.ts";
import { integrityOf } from "../support/pins.ts";
import { npx, rulesOf, TestWorld } from "../support/world.ts";

/** The verdict, the rules that spoke (notes too), and the findings of the only server. */
async function asked(world: TestWorld) {
  const { servers, exitCode } = await world.asks();
  const [server] = servers;
  assert.ok(server !== undefined && servers.length === 1);
  const { findings, verdict } = server;
  const rules = findings.map(({ ruleId }) => ruleId).filter((id) => id !== "launcher-unpinned");
  const of = (ruleId: string): Finding | undefined =>
    findings.find((finding) => finding.ruleId === ruleId);
  return { verdict, exitCode, rules, of };
}

const gull = (
  version: string,
  dependencies: Record<string, string> = { wave: "2", shell: "^3.0.0", salt: "1" },
) => ({
  name: "gull",
  version,
  bin: { gull: "gull.js" },
  dependencies,
});
const PROGRAM = { "gull.js": "#!/usr/bin/env node\nfly();\n" };
/** Two hours before the world's now. */
const LATELY = { at: "2026-11-22T18:00:00Z" };

test("an exact entry whose registry has not moved is verified by one request", async () => {
  await using world = await gullIsLocked();
  const before = world.registry.requests.length;
  const { verdict, exitCode, rules } = await asked(world);
  assert.deepEqual([verdict, exitCode, rules], ["verified", 0, []]);
  assert.deepEqual(
    world.registry.requests.slice(before).map(({ path, status }) => [path, status]),
    [["/gull", 200]],
  );
});

test("the second time the request is conditional, and an unchanged list is not sent again", async () => {
  await using world = await gullIsLocked();
  await asked(world);
  const before = world.registry.requests.length;
  const { verdict } = await asked(world);
  assert.equal(verdict, "verified");
  const requests = world.registry.requests.slice(before);
  assert.deepEqual(
    requests.map(({ path, status }) => [path, status]),
    [["/gull", 304]],
  );
  assert.match(requests[0]?.headers["if-none-match"] ?? "", /^"[0-9a-f]{32}"$/);
});

test("ten unchanged servers are ten conditional requests", async () => {
  const names = Array.from({ length: 10 }, (_, index) => `gull-${index}`);
  await using world = await TestWorld.start(async (fresh) => {
    for (const name of names) {
      fresh.registry.publish({ name, version: "1.0.0", bin: "gull.js" }, PROGRAM);
      fresh.installs(`${name}@1.0.0`);
    }
    fresh.configures(Object.fromEntries(names.map((name) => [name, npx(`${name}@1.0.0`)])));
    assert.ok(await fresh.locks());
  });
  await world.asks();
  const before = world.registry.requests.length;
  const { exitCode } = await world.asks();
  assert.equal(exitCode, 0);
  const requests = world.registry.requests.slice(before);
  assert.deepEqual(
    requests.map(({ path }) => path).toSorted(),
    names.map((name) => `/${name}`),
  );
  assert.ok(requests.every(({ status }) => status === 304));
});

test("a newer version beside an exact entry is a note with its age", async () => {
  await using world = await gullIsLocked();
  world.registry.publish(gull("1.1.0"), PROGRAM, LATELY);
  const { verdict, exitCode, rules, of } = await asked(world);
  assert.deepEqual([verdict, exitCode, rules], ["verified", 0, ["newer-version"]]);
  assert.match(
    of("newer-version")?.message ?? "",
    /^gull 1\.1\.0 is out, pinned 1\.0\.0; published 2 h ago; younger than 14 days until 2026-12-06; same publisher$/,
  );
});

test("a floating entry whose registry has not moved is settled for now", async () => {
  await using world = await gullIsLocked("gull");
  assert.equal((await world.judges()).verdict, "inconclusive");
  const { verdict, exitCode, rules } = await asked(world);
  assert.deepEqual([verdict, exitCode, rules], ["verified", 0, []]);
});

test("a floating entry whose registry moves names both versions and the packages that move", async () => {
  await using world = await gullIsLocked("gull");
  world.registry.publish({ name: "plover", version: "0.4.0" });
  world.registry.publish({ name: "wave", version: "2.1.0" });
  world.registry.publish(gull("1.1.0", { wave: "2", plover: "0.4" }), PROGRAM, {
    ...LATELY,
    by: "stranger",
  });
  const { verdict, exitCode, of } = await asked(world);
  assert.deepEqual([verdict, exitCode], ["violated", 1]);
  const { message, pinned, observed, wouldRun } = of("unvetted-update") ?? {};
  assert.match(
    message ?? "",
    /^the next start runs gull 1\.1\.0, pinned 1\.0\.0; published 2 h ago; younger than 14 days until 2026-12-06; by another publisher, stranger; moves 1 dependency \(wave 2\.0\.0 to 2\.1\.0\), adds plover 0\.4\.0, drops .*shell 3\.1\.0/,
  );
  assert.deepEqual([pinned, observed, wouldRun], ["1.0.0", "1.1.0", "gull 1.1.0"]);
});

test("a floating range stays where nothing newer fits it", async () => {
  await using world = await gullIsLocked("gull@^1.0.0");
  world.registry.publish(gull("2.0.0"), PROGRAM);
  assert.equal((await asked(world)).verdict, "verified");
  world.registry.publish(gull("1.0.1"), PROGRAM);
  assert.match((await asked(world)).of("unvetted-update")?.message ?? "", /gull 1\.0\.1/);
});

test("a tag that was set back is a downgrade, not an update", async () => {
  await using world = await TestWorld.start(async (fresh) => {
    fresh.registry.publish({ ...gull("0.9.0", {}) }, PROGRAM);
    fresh.registry.publish(gull("1.0.0", {}), PROGRAM);
    await fresh.protects("gull", "gull");
  });
  world.registry.tag("gull@0.9.0");
  const { exitCode, rules, of } = await asked(world);
  assert.equal(exitCode, 1);
  assert.ok(rules.includes("downgraded-tag") && !rules.includes("unvetted-update"));
  assert.match(
    of("downgraded-tag")?.message ?? "",
    /runs gull 0\.9\.0, older than the pinned 1\.0\.0/,
  );
});

test("an unpublished version is an error, and one that a mirror never listed is not known", async () => {
  await using world = await gullIsLocked();
  world.registry.publish(gull("1.1.0"), PROGRAM);
  world.registry.unpublish("gull@1.0.0");
  assert.match(
    (await asked(world)).of("unpublished-version")?.message ?? "",
    /had gull 1\.0\.0 and has it no more/,
  );
  // A mirror that tells no times: absent there means unknown.
  world.registry.packageState("gull")?.times.delete("1.0.0");
  world.removes(`${world.home}/.cache`);
  const { verdict, rules } = await asked(world);
  assert.equal(verdict, "inconclusive");
  assert.ok(rules.includes("unlisted-version") && !rules.includes("unpublished-version"));
});

test("what was seen in the list and is gone was taken away, whatever the times say", async () => {
  await using world = await gullIsLocked();
  world.registry.publish(gull("1.1.0"), PROGRAM);
  await asked(world);
  world.registry.unpublish("gull@1.0.0");
  world.registry.packageState("gull")?.times.delete("1.0.0");
  assert.ok((await asked(world)).rules.includes("unpublished-version"));
});

test("a registry that gives no mark is asked in full, and what it had is remembered all the same", async () => {
  await using world = await gullIsLocked();
  const answer = await fetch(`${world.registry.url}/gull`);
  const full = (await answer.json()) as { versions: Record<string, unknown> };
  // Without times nothing but the memory says that it was there.
  const list = { ...full, time: {} };
  const says = (): void =>
    world.registry.answer("/gull", JSON.stringify(list), 200, "application/json", false);
  says();
  await asked(world);
  const before = world.registry.requests.length;
  assert.equal((await asked(world)).verdict, "verified");
  assert.equal(world.registry.requests.at(before)?.headers["if-none-match"], undefined);
  list.versions = {};
  says();
  assert.ok((await asked(world)).rules.includes("unpublished-version"));
});

test("a deprecated version is a warning with its authors' word, and changes no verdict", async () => {
  await using world = await gullIsLocked();
  world.registry.deprecate("gull@1.0.0", "has a hole");
  const { verdict, of } = await asked(world);
  assert.equal(verdict, "verified");
  assert.deepEqual(
    [of("deprecated-version")?.severity, of("deprecated-version")?.message],
    ["warning", "gull 1.0.0 is deprecated: has a hole"],
  );
});

test("other bytes under the pinned version are an error with both digests", async () => {
  await using world = await gullIsLocked();
  const { integrity } = world.registry.republish("gull@1.0.0", { "gull.js": "evil();\n" });
  const { exitCode, of } = await asked(world);
  assert.equal(exitCode, 1);
  const pinned = world.lockfile("gull").packages["node_modules/gull"]?.integrity;
  assert.deepEqual(
    [of("republished-version")?.pinned, of("republished-version")?.observed],
    [pinned, integrity],
  );
});

test("a mirror that never had the pinned bytes disagrees with the pin", async () => {
  await using world = await gullIsLocked();
  world.sets({
    layers: [
      { where: "default", file: null, values: { registry: "https://registry.example.com/" } },
    ],
  });
  world.registry.republish("gull@1.0.0", { "gull.js": "evil();\n" });
  assert.ok((await asked(world)).rules.includes("mirror-disagreement"));
  // The same registry once had the pinned bytes: then it published anew.
  await using other = await gullIsLocked();
  other.sets({
    layers: [
      { where: "default", file: null, values: { registry: "https://registry.example.com/" } },
    ],
  });
  await asked(other);
  other.registry.republish("gull@1.0.0", { "gull.js": "evil();\n" });
  const { rules } = await asked(other);
  assert.ok(rules.includes("republished-version") && !rules.includes("mirror-disagreement"));
});

test("a registry that does not answer is inconclusive, also where an answer is remembered", async () => {
  await using world = await gullIsLocked("gull");
  assert.equal((await asked(world)).verdict, "verified");
  world.registry.fail(503);
  const { verdict, exitCode, rules } = await asked(world);
  assert.deepEqual([verdict, exitCode], ["inconclusive", 3]);
  assert.ok(rules.includes("registry-silent"));
});

for (const failure of ["endless", "truncated", "reset", 404, 304] as const)
  test(`a registry that answers ${failure} is inconclusive`, async () => {
    await using world = await gullIsLocked();
    world.registry.fail(failure);
    const { verdict, rules } = await asked(world);
    assert.equal(verdict, "inconclusive");
    assert.deepEqual(rules, ["registry-silent"]);
  });

const nonsense: Record<string, string> = {
  "no JSON": "<html>",
  "a list": "[]",
  "another package": JSON.stringify({ name: "sparrow", versions: {}, "dist-tags": {} }),
  "no object of versions": JSON.stringify({ name: "gull", versions: 7, "dist-tags": {} }),
};
for (const [title, body] of Object.entries(nonsense))
  test(`an answer that is ${title} is inconclusive`, async () => {
    await using world = await gullIsLocked();
    world.registry.answer("/gull", body);
    const { verdict, rules } = await asked(world);
    assert.equal(verdict, "inconclusive");
    assert.deepEqual(rules, ["registry-silent"]);
  });

test("a list without the digest proves nothing", async () => {
  await using world = await gullIsLocked();
  const version = { name: "gull", version: "1.0.0", dist: { shasum: "00" } };
  const list = { name: "gull", versions: { "1.0.0": version }, "dist-tags": { latest: "1.0.0" } };
  world.registry.answer("/gull", JSON.stringify(list));
  assert.deepEqual((await asked(world)).rules, ["unlisted-version"]);
});

test("a remembered answer that somebody damaged is asked for anew", async () => {
  await using world = await gullIsLocked();
  await asked(world);
  const file = world.written.find((path) => path.includes("/registries/"));
  assert.ok(file !== undefined);
  world.plants(file, '{"etag":"x\\r\\nevil: 1","list":{}}');
  const before = world.registry.requests.length;
  assert.equal((await asked(world)).verdict, "verified");
  assert.equal(world.registry.requests.at(before)?.headers["if-none-match"], undefined);
});

test("where nothing can be written the registry is asked each time", async () => {
  await using world = await gullIsLocked();
  world.fillsTheDisk();
  assert.equal((await asked(world)).verdict, "verified");
  assert.equal((await asked(world)).verdict, "verified");
});

test("nothing installed: the dependencies of today are what the next start brings", async () => {
  await using world = await gullIsLocked();
  world.removes(world.tree);
  assert.deepEqual((await asked(world)).rules, ["not-installed"]);
  world.registry.publish({ name: "wave", version: "2.1.0" });
  const { verdict, of } = await asked(world);
  assert.equal(verdict, "inconclusive");
  assert.equal(of("unvetted-update")?.severity, "warning");
  assert.match(
    of("unvetted-update")?.message ?? "",
    /moves 1 dependency \(wave 2\.0\.0 to 2\.1\.0\)/,
  );
});

test("an unlocked server is not asked about, and offline no registry is asked", async () => {
  await using world = await gullIsLocked();
  const before = world.registry.requests.length;
  await world.verifies();
  world.removes(`${world.home}/.config/pinfold`);
  await world.asks();
  assert.equal(world.registry.requests.length, before);
});

test("a package of a registry that nobody asks is not clean", async () => {
  await using world = await TestWorld.start();
  world.configures({
    fetch: { command: "docker", args: ["run", "-i", "mcp/fetch:1"] },
    tern: { command: "dnx", args: ["Tern@1.0.0"] },
  });
  const { servers } = await world.asks();
  assert.ok(
    rulesOf(servers.find(({ entry }) => entry.name === "tern")).includes("registry-silent"),
  );
});

test("two registries of one machine that disagree are named", async () => {
  const { disagreements } = await import("../../src/verify/online/disagreements.ts");
  const one = (registry: string, observed: string | null) => ({
    name: "gull",
    isFloating: false,
    resolvesAnew: false,
    statuses: [],
    cooldownDays: 14,
    packages: [
      {
        package: "gull",
        registry,
        pinned: "1.0.0",
        held: observed === null ? ("same" as const) : ("other-bytes" as const),
        digests: observed === null ? null : { pinned: integrityOf("a"), observed },
        deprecated: null,
        next: null,
        newest: null,
      },
    ],
    closure: null,
    disagreements: [],
    problems: [],
  });
  const [first, second] = [one("a.example.com", null), one("b.example.com", integrityOf("b"))];
  const judged = disagreements(
    new Map([
      ["x", first],
      ["y", second],
    ]),
  );
  assert.deepEqual(judged.get("x")?.disagreements, [
    { package: "gull", version: "1.0.0", registries: ["a.example.com", "b.example.com"] },
  ]);
  const same = disagreements(
    new Map([
      ["x", first],
      ["y", one("b.example.com", null)],
    ]),
  );
  assert.deepEqual(same.get("x")?.disagreements, []);
});

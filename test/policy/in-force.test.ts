import assert from "node:assert/strict";
import { suite, test } from "node:test";

import * as fc from "fast-check";

import { breachesOf, type PinFacts } from "../../src/policy/breaches.ts";
import { PoliciesInForce } from "../../src/policy/in-force.ts";
import { placeOf } from "../../src/policy/policy.ts";
import { inForce, policyOf } from "../support/policies.ts";

const TODAY = "2026-11-22";
const GULL = "pkg:npm/gull";
const what = { subject: GULL, observed: "sha256:a" };
const end = { reason: "own", until: "2027-01-01" };
const over = { reason: "own", until: "2026-11-21" };
const exception = (rule: string, more: object = end) => ({ rule, ...what, ...more });
const at = (place: Parameters<typeof placeOf>[0] | null | undefined): string | null =>
  place == null ? null : placeOf(place);

/** A pin with one package that breaks whatever can be demanded. */
const PIN: PinFacts = {
  ecosystem: "npm",
  subject: GULL,
  packages: [
    {
      key: "node_modules/gull",
      name: "gull",
      version: "1.0.0",
      digest: "sha256:a",
      source: "git",
      atInstall: { digest: "sha256:a", what: "has an approved install script" },
      hasProvenance: false,
    },
  ],
  lacksPlatform: (platform) => (platform === "linux-x64" ? null : `nothing for ${platform}`),
};
const rules = (policies: PoliciesInForce): readonly string[] =>
  breachesOf(policies, PIN, TODAY).map(({ rule }) => rule);

suite("an overlay only tightens", () => {
  test("cooldown: the longer one counts, and its own exceptions lift nothing of the team's", () => {
    const days = (team: number, personal: number, exceptions: object[] = []) =>
      inForce({
        team: { cooldown: { days: team } },
        personal: { cooldown: { days: personal, exceptions } },
      }).cooldown(GULL, TODAY)?.days;
    assert.deepEqual([days(14, 30), days(14, 3), days(14, 0)], [30, 14, 14]);
    assert.equal(days(14, 30, [{ subject: "pkg:npm/*", ...end }]), 14);
  });

  for (const [field, call] of [
    ["onLoss", "answersLoss"],
    ["onIdentityChange", "answersIdentityChange"],
  ] as const)
    test(`provenance.${field}: an overlay can block, and not leave to a person what is blocked`, () => {
      const answer = (team: object | undefined, personal: object) =>
        inForce({ ...(team === undefined ? {} : { team }), personal })[call](what, TODAY).isBlocked;
      const says = (value: string) => ({ provenance: { [field]: value } });
      assert.equal(answer(says("review"), says("block")), true);
      assert.equal(answer(says("block"), says("review")), true);
      assert.equal(answer({}, says("review")), true, "silence of a team is to block");
      assert.equal(answer(says("review"), says("review")), false);
      assert.equal(answer(says("review"), {}), false);
      assert.equal(answer(undefined, says("review")), false, "alone, a person's is the base");
    });

  test("provenance.require adds packages and takes none away", () => {
    const wanted = (personal: string[]) =>
      inForce({
        team: { provenance: { require: [GULL] } },
        personal: { provenance: { require: personal } },
      });
    assert.notEqual(wanted([]).wantsProvenance(what, TODAY), null);
    const tern = { ...what, subject: "pkg:npm/tern" };
    assert.equal(wanted([]).wantsProvenance(tern, TODAY), null);
    assert.notEqual(wanted(["pkg:npm/*"]).wantsProvenance(tern, TODAY), null);
  });

  test("installScripts: deny stays", () => {
    const denied = (team: object, personal: object) =>
      inForce({ team, personal }).deniesScripts(GULL, "sha256:a", TODAY) !== null;
    assert.ok(denied({ installScripts: "deny" }, { installScripts: "approved" }));
    assert.ok(denied({ installScripts: "approved" }, { installScripts: "deny" }));
    assert.ok(denied({}, { installScripts: "deny" }));
    assert.ok(!denied({}, { installScripts: "approved" }));
  });

  test("sources: what any list lacks is denied", () => {
    const denied = (team: object, personal: object) =>
      inForce({ team, personal }).deniesSource("git", what, TODAY) !== null;
    assert.ok(denied({ sources: ["registry"] }, { sources: ["registry", "git"] }));
    assert.ok(denied({ sources: ["registry", "git"] }, { sources: ["registry"] }));
    assert.ok(!denied({ sources: ["registry", "git"] }, {}));
  });

  test("platforms: all that any names", () => {
    const names = inForce({
      team: { platforms: ["linux-x64"] },
      personal: { platforms: ["darwin-arm64", "linux-x64"] },
    });
    assert.deepEqual(
      names.platforms().map(({ value }) => value),
      ["linux-x64", "darwin-arm64"],
    );
  });

  test("tree: exact stays", () => {
    const exact = (team: object, personal: object) => inForce({ team, personal }).exactTree();
    assert.notEqual(exact({ tree: "exact" }, { tree: "baseline" }), null);
    assert.notEqual(exact({ tree: "baseline" }, { tree: "exact" }), null);
    assert.equal(exact({ tree: "baseline" }, {}), null);
  });

  test("require: all that any names", () => {
    const both = inForce({ team: { require: [GULL] }, personal: { require: ["pkg:npm/@sea/*"] } });
    assert.equal(at(both.requiresPin(GULL)), "/srv/team/policy.json:4");
    assert.equal(at(both.requiresPin("pkg:npm/%40sea/foam")), "/home/ada/pins/policy.json:4");
    assert.equal(both.requiresPin("pkg:npm/tern"), null);
  });

  test("accepted: an overlay accepts nothing", () => {
    const entry = { endpoint: "https://mcp.sea.test/a", opaqueLine: null };
    const accepted = [{ entry: "remote:https://mcp.sea.test/*", ...end }];
    const by = (owners: Parameters<typeof inForce>[0]) =>
      at(inForce(owners).acceptanceOf(entry)?.at);
    assert.equal(by({ team: { accepted }, personal: {} }), "/srv/team/policy.json:4");
    assert.equal(by({ team: {}, personal: { accepted } }), null);
    assert.equal(by({ system: { accepted } }), null);
    assert.equal(by({ personal: { accepted } }), "/home/ada/pins/policy.json:4");
  });

  test("exceptions: an overlay's lift only what it demands itself", () => {
    const lifts = (owners: Parameters<typeof inForce>[0]) =>
      inForce(owners).exceptionFor({ rule: "other-tree", ...what }, TODAY) !== null;
    const exceptions = [exception("other-tree")];
    assert.ok(lifts({ team: { exceptions } }));
    assert.ok(lifts({ personal: { exceptions } }));
    assert.ok(!lifts({ team: {}, personal: { exceptions } }));
    assert.ok(!lifts({ system: { exceptions } }));
    assert.ok(!lifts({ team: { exceptions }, personal: { tree: "exact" } }));
    assert.ok(lifts({ team: { exceptions, tree: "exact" } }));
    const scripts = [exception("unapproved-install-script")];
    const overDenied = inForce({
      team: { exceptions: scripts },
      system: { installScripts: "deny" },
    });
    assert.equal(
      overDenied.exceptionFor({ rule: "unapproved-install-script", ...what }, TODAY),
      null,
    );
    const denied = { installScripts: "deny", exceptions: [exception("denied-install-script")] };
    assert.deepEqual(rules(inForce({ personal: denied })), []);
    assert.deepEqual(rules(inForce({ team: { installScripts: "deny" }, personal: denied })), [
      "denied-install-script",
    ]);
  });

  const demands = fc.record(
    {
      cooldown: fc.record({
        days: fc.constantFrom(0, 3, 14, 30),
        exceptions: fc.constantFrom([], [{ subject: "pkg:npm/*", ...end }]),
      }),
      provenance: fc.record(
        {
          onLoss: fc.constantFrom("block", "review"),
          onIdentityChange: fc.constantFrom("block", "review"),
          require: fc.constantFrom([], [GULL], ["pkg:npm/*"]),
        },
        { requiredKeys: [] },
      ),
      installScripts: fc.constantFrom("deny", "approved"),
      sources: fc.subarray(["registry", "git", "url", "local"]),
      platforms: fc.subarray(["linux-x64", "darwin-arm64"]),
      tree: fc.constantFrom("baseline", "exact"),
      require: fc.subarray([GULL, "pkg:npm/tern"]),
      accepted: fc.constantFrom([], [{ entry: "remote:https://mcp.sea.test/*", ...end }]),
      exceptions: fc.subarray(
        [
          "other-tree",
          "denied-install-script",
          "denied-source",
          "demanded-provenance",
          "weaker-evidence",
          "identity-changed",
          "unapproved-install-script",
        ].map((rule) => exception(rule)),
      ),
    },
    { requiredKeys: [] },
  );

  test("whatever they say: nothing that a team's policy stops is let through beside overlays", () => {
    fc.assert(
      fc.property(demands, demands, demands, (team, personal, system) => {
        const alone = inForce({ team });
        const both = inForce({ team, personal, system });
        const [one, all] = [
          alone.cooldown(GULL, TODAY)?.days ?? 0,
          both.cooldown(GULL, TODAY)?.days ?? 0,
        ];
        assert.ok(all >= one);
        assert.ok(rules(alone).every((rule) => rules(both).includes(rule)));
        for (const call of ["answersLoss", "answersIdentityChange"] as const)
          if (alone[call](what, TODAY).isBlocked) assert.ok(both[call](what, TODAY).isBlocked);
        if (alone.exactTree() !== null) assert.notEqual(both.exactTree(), null);
        if (alone.requiresPin(GULL) !== null) assert.notEqual(both.requiresPin(GULL), null);
        const entry = { endpoint: "https://mcp.sea.test/a", opaqueLine: null };
        if (alone.acceptanceOf(entry) === null) assert.equal(both.acceptanceOf(entry), null);
        for (const rule of ["other-tree", "unapproved-install-script", "modified-file"])
          if (alone.exceptionFor({ rule, ...what }, TODAY) === null)
            assert.equal(both.exceptionFor({ rule, ...what }, TODAY), null);
      }),
      { numRuns: 500 },
    );
  });
});

suite("exceptions", () => {
  const lifts = (one: object, finding: Partial<typeof what> & { rule?: string } = {}) =>
    inForce({ team: { exceptions: [one] } }).exceptionFor(
      { rule: "other-tree", ...what, ...finding },
      TODAY,
    ) !== null;

  test("hold with their last day and end after it", () => {
    assert.ok(lifts(exception("other-tree", { ...end, until: TODAY })));
    assert.ok(!lifts(exception("other-tree", over)));
    const ended = inForce({ team: { exceptions: [exception("other-tree", over)] } });
    const found = ended.endedException({ rule: "other-tree", ...what }, TODAY);
    assert.deepEqual(
      [at(found?.at), found?.value.until],
      ["/srv/team/policy.json:4", "2026-11-21"],
    );
  });

  test("hold for one rule, one subject and what was observed, and nothing else", () => {
    assert.ok(lifts(exception("other-tree")));
    assert.ok(!lifts(exception("modified-file")));
    assert.ok(!lifts(exception("other-tree"), { subject: "pkg:npm/gul" }));
    assert.ok(!lifts(exception("other-tree"), { observed: "sha256:b" }));
  });

  test("of the cooldown end as well", () => {
    const days = (more: object) =>
      inForce({
        team: { cooldown: { days: 14, exceptions: [{ subject: GULL, ...more }] } },
      }).cooldown(GULL, TODAY)?.days;
    assert.deepEqual([days(end), days(over)], [0, 14]);
  });
});

test("each breach names the line that decided, and the very line to add", () => {
  const policies = inForce({
    team: {
      installScripts: "deny",
      sources: ["registry"],
      provenance: { require: ["pkg:npm/*"] },
      platforms: ["linux-x64", "darwin-arm64"],
    },
  });
  const found = breachesOf(policies, PIN, TODAY);
  assert.deepEqual(
    found.map(({ rule, at: place }) => [rule, placeOf(place)]),
    [
      ["denied-install-script", "/srv/team/policy.json:3"],
      ["denied-source", "/srv/team/policy.json:4"],
      ["demanded-provenance", "/srv/team/policy.json:9"],
      ["uncovered-platform", "/srv/team/policy.json:14"],
    ],
  );
  for (const { rule, message, at: place, exception: how } of found) {
    assert.ok(message.includes(placeOf(place)), message);
    if (rule === "uncovered-platform") continue;
    const [, json = "{}"] = /(\{.*\})$/.exec(how) ?? [];
    const entry = { ...(JSON.parse(json) as object), ...end };
    const lifted = new PoliciesInForce([
      policyOf("team", {
        installScripts: "deny",
        sources: ["registry"],
        provenance: { require: ["pkg:npm/*"] },
        exceptions: [entry],
      }),
    ]);
    assert.ok(!rules(lifted).includes(rule), rule);
  }
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";

import type {
  EffectOutcome,
  EntryEvidence,
  JudgedSetting,
  PreferredProgram,
} from "../../src/model/entry-evidence.ts";
import { applyRules, type Evidence } from "../../src/rules/apply.ts";
import { RULES } from "../../src/rules/index.ts";

const location = { file: "/home/ada/config.json", line: 3 };
const now = {
  subject: "npm:gull",
  endpoint: null,
  command: "npx",
  args: ["-y", "gull@"],
  envNames: ["TOKEN"],
  isExact: true,
  isOpaque: false,
  digest: "sha256:a",
  line: "npx -y gull@1.0.0",
};

function rulesOf(evidence: Evidence): readonly string[] {
  return applyRules(RULES, evidence, "x/gull").map(
    ({ severity, ruleId }) => `${severity} ${ruleId}`,
  );
}

function entry(parts: Partial<EntryEvidence> = {}): readonly string[] {
  const plain = {
    name: "gull",
    location,
    now,
    pinned: now,
    isNew: false,
    newSources: [],
    deceptive: [],
  };
  return rulesOf({ entry: { ...plain, acceptance: null, ...parts } });
}

function environment(outcome: EffectOutcome, isAccepted = false): readonly string[] {
  const variable = { name: "X", outcome, does: "does", runs: [], isAccepted };
  return rulesOf({ environment: { name: "gull", location, variables: [variable] } });
}

function setting(parts: Partial<JudgedSetting>): readonly string[] {
  const plain = { option: "o", outcome: "injected", does: "does", runs: [], location } as const;
  const one = { ...plain, by: "project", isSystemShell: false, ...parts } as const;
  return rulesOf({ npx: { name: "gull", settings: [one], preferred: [] } });
}

function preferred(kind: PreferredProgram["kind"]): readonly string[] {
  const one = { kind, path: "/p", runs: null, why: "why" };
  return rulesOf({ npx: { name: "gull", settings: [], preferred: [one] } });
}

suite("rules of the entry", () => {
  test("an entry as it was pinned, or without a pin, gives nothing", () => {
    assert.deepEqual(entry(), []);
    assert.deepEqual(entry({ pinned: null }), []);
  });

  test("changed-server", () => {
    const changed = ["error changed-server"];
    assert.deepEqual(entry({ now: { ...now, subject: "npm:other", digest: "b" } }), changed);
    assert.deepEqual(entry({ now: { ...now, command: "bunx", digest: "b" } }), changed);
    assert.deepEqual(entry({ now: { ...now, endpoint: "https://b.test", digest: "b" } }), changed);
  });

  test("loosened-version, and a tightened one is nothing", () => {
    assert.deepEqual(entry({ now: { ...now, isExact: false } }), ["error loosened-version"]);
    assert.deepEqual(entry({ pinned: { ...now, isExact: false } }), []);
  });

  test("changed-entry", () => {
    const other = { ...now, digest: "b", args: ["-y", "gull@", "-v"] };
    assert.deepEqual(entry({ now: other }), ["warning changed-entry"]);
  });

  test("new-server", () => {
    assert.deepEqual(entry({ pinned: null, isNew: true }), ["warning new-server"]);
  });

  test("protection-lost where the command is the same and no longer understood", () => {
    const opaque = { ...now, subject: "", isOpaque: true, digest: "b" };
    assert.ok(entry({ now: opaque }).includes("error protection-lost"));
    assert.ok(!entry({ now: opaque }).includes("error changed-server"));
    assert.deepEqual(entry({ now: opaque, pinned: { ...now, subject: "", digest: "b" } }), []);
  });

  test("confusable-name", () => {
    const deceptive = [{ what: "name", text: "x", why: "y" }];
    assert.deepEqual(entry({ deceptive }), ["warning confusable-name"]);
  });

  test("accepted-entry and ended-acceptance", () => {
    const acceptance = { reason: "r", until: "2027-01-01", by: null };
    assert.deepEqual(entry({ acceptance: { ...acceptance, state: "valid" } }), [
      "note accepted-entry",
    ]);
    for (const state of ["expired", "other-entry"] as const)
      assert.deepEqual(entry({ acceptance: { ...acceptance, state } }), [
        "warning ended-acceptance",
      ]);
  });
});

suite("rules of variables", () => {
  test("each outcome has its rule", () => {
    assert.deepEqual(environment("injected"), ["error injected-environment"]);
    assert.deepEqual(environment("registry"), ["error redirected-registry"]);
    assert.deepEqual(environment("tls-off"), ["error weakened-tls"]);
    assert.deepEqual(environment("tls-trust"), ["warning weakened-tls"]);
    assert.deepEqual(environment("proxy"), ["warning proxied"]);
    assert.deepEqual(environment("moved"), ["warning redirected-home"]);
    assert.deepEqual(environment("harmless"), []);
    assert.deepEqual(environment("followed"), []);
  });

  test("what was accepted is quiet; code that nobody checked stays a note", () => {
    assert.deepEqual(environment("injected", true), ["note injected-environment"]);
    for (const one of ["registry", "tls-off", "tls-trust", "proxy", "moved"] as const)
      assert.deepEqual(environment(one, true), []);
  });
});

suite("rules of npm's configuration and look-up", () => {
  test("a project's word and the user's own", () => {
    assert.deepEqual(setting({}), ["error npm-setting"]);
    assert.deepEqual(setting({ by: "user" }), ["error npm-setting"]);
    assert.deepEqual(setting({ isSystemShell: true }), ["warning npm-setting"]);
    assert.deepEqual(setting({ outcome: "registry" }), ["error redirected-registry"]);
    assert.deepEqual(setting({ outcome: "registry", by: "user" }), []);
    assert.deepEqual(setting({ outcome: "tls-off" }), ["error weakened-tls"]);
    assert.deepEqual(setting({ outcome: "tls-off", by: "user" }), ["warning weakened-tls"]);
    assert.deepEqual(setting({ outcome: "tls-trust" }), ["warning weakened-tls"]);
    assert.deepEqual(setting({ outcome: "tls-trust", by: "user" }), []);
    assert.deepEqual(setting({ outcome: "proxy" }), ["warning proxied"]);
    assert.deepEqual(setting({ outcome: "proxy", by: "user" }), []);
    assert.deepEqual(setting({ outcome: "followed" }), ["warning redirected-home"]);
    assert.deepEqual(setting({ outcome: "followed", by: "user" }), []);
  });

  test("each kind of preferred program has its rule", () => {
    assert.deepEqual(preferred("program"), ["error preferred-local-program"]);
    assert.deepEqual(preferred("interpreter"), ["error preferred-local-program"]);
    assert.deepEqual(preferred("look-alike"), ["error look-alike-file"]);
    assert.deepEqual(preferred("copy"), ["error local-copy"]);
  });
});

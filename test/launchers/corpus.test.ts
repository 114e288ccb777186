import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";

import { resolveLaunch } from "../../src/launchers/index.ts";
import type { Launch, LaunchKind } from "../../src/model/launch.ts";
import { type AnyEntry, entryOf } from "./entry.ts";

const CORPUS = new URL("../../../shared/data/launch-corpus.jsonl", import.meta.url);

interface Expected {
  readonly launcher: string;
  readonly ecosystem: string;
  readonly package: string | null;
  readonly versionSpec: string | null;
  readonly pinLevel: string;
  readonly kind: string;
  readonly endpoint?: string;
  readonly wrappers?: readonly string[];
  readonly alsoInstalls?: readonly string[];
}

interface Row {
  readonly entry: AnyEntry;
  readonly expected: Expected;
  readonly source: string;
}

/** The corpus's names where they are not ours; its `kind` is our `detail`. */
const PIN_LEVELS: Readonly<Record<string, string>> = { branch: "tag", digest: "exact" };
const ECOSYSTEMS: Readonly<Record<string, string | null>> = {
  none: null,
  // No ecosystem of its own: what mise takes the tool from is not said.
  mise: null,
  // An archive has its launcher's ecosystem.
  "tarball-url": "npm",
};

/** What each of the corpus's kinds is to the rest of pinfold, written out a second time. */
const KINDS: Readonly<Record<string, LaunchKind>> = {
  "bundle-binary": "bundle",
  "bundle-script": "bundle",
  "container-exec": "opaque",
  "container-image": "image",
  flake: "package",
  gateway: "opaque",
  "git-package": "package",
  "hub-runner": "package",
  "installed-package": "package",
  "installer-not-server": "opaque",
  "invalid-invocation": "opaque",
  "local-binary": "executable",
  "local-project": "executable",
  "local-script": "executable",
  "registry-package": "package",
  "remote-bridge": "package",
  "remote-shell": "opaque",
  "remote-url": "remote",
  "shell-string": "opaque",
  "system-tool": "executable",
  "tarball-url": "package",
  "tool-manager": "package",
};

function expectationOf(row: Row): Record<string, unknown> {
  const { expected } = row;
  const isProgram = expected.kind === "remote-bridge" && expected.package === null;
  return {
    // A bridge that is a program of this disk keeps the kind of its program.
    kind: isProgram ? "executable" : KINDS[expected.kind],
    detail: expected.kind,
    launcher: expected.launcher,
    ecosystem:
      expected.ecosystem in ECOSYSTEMS ? ECOSYSTEMS[expected.ecosystem] : expected.ecosystem,
    package: expected.package,
    versionSpec: expected.versionSpec,
    pinLevel: PIN_LEVELS[expected.pinLevel] ?? expected.pinLevel,
    endpoint: expected.endpoint ?? null,
    wrappers: expected.wrappers ?? [],
    extras: (expected.alsoInstalls ?? []).toSorted(),
  };
}

function observed(launch: Launch): Record<string, unknown> {
  const { kind, detail, launcher, ecosystem, versionSpec, pinLevel, endpoint, wrappers, extras } =
    launch;
  return {
    kind,
    detail,
    launcher,
    ecosystem,
    package: launch.package,
    versionSpec,
    pinLevel,
    endpoint,
    wrappers,
    extras,
  };
}

describe("command lines of the recorded corpus", () => {
  if (!existsSync(CORPUS)) {
    it("was skipped: the recorded corpus is not beside this repository", { skip: true }, () => {});
    return;
  }
  const lines = readFileSync(CORPUS, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  for (const [index, line] of lines.entries()) {
    const row = JSON.parse(line) as Row;
    const command = [row.entry.command ?? row.entry.url ?? row.entry.httpUrl, row.entry.args].flat(
      2,
    );
    it(`${index + 1}: ${command
      .filter((word) => word !== undefined)
      .join(" ")
      .slice(0, 100)}`, () => {
      const launch = resolveLaunch(entryOf(row.entry));
      assert.deepEqual(observed(launch), expectationOf(row));
      assert.equal(launch.reason === null, launch.kind !== "opaque");
    });
  }
});

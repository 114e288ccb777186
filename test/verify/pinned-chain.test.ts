import assert from "node:assert/strict";
import { test } from "node:test";

import type { ChainChange, PinnedChain } from "../../src/model/launcher-chain.ts";
import { settle } from "../../src/verify/pinned-chain.ts";

function pinAt(path: string): PinnedChain {
  return { origin: "entry", path, cwd: null, programs: [], code: [], others: [], allowed: [] };
}

function change(kind: ChainChange["kind"]): ChainChange {
  const nothing = { pinned: null, observed: null, wouldRun: null };
  const facts = { isAttested: false, looksLikeUpgrade: false };
  return { kind, role: "launcher", name: "npx", path: "/npx", ...nothing, ...facts };
}

const MACHINE = [pinAt("/nvm/20"), pinAt("/nvm/22"), pinAt("/nvm/24")];

/** What a chain with a PATH that no pin was taken with is told against. */
function toldAgainst(kinds: Readonly<Record<string, readonly ChainChange["kind"][]>>) {
  const found = {
    pins: MACHINE,
    path: { path: "/evil:/nvm/22", origin: "entry", assumption: null },
    cwd: "/",
    isExpected: true,
  };
  return settle(found, ({ path }) => (kinds[path] ?? []).map(change)).pin?.path;
}

test("of several Nodes that are pinned, what happened is told against the one that was meant", () => {
  const moved = ["moved", "moved"] as const;
  const others = { "/nvm/20": moved, "/nvm/24": moved };
  assert.equal(toldAgainst({ ...others, "/nvm/22": ["shadowed"] }), "/nvm/22");
  assert.equal(toldAgainst({ ...others, "/nvm/22": ["bytes", "code"] }), "/nvm/22");
  assert.equal(toldAgainst({ ...others, "/nvm/22": ["later"] }), "/nvm/22");
  assert.equal(toldAgainst({ ...others, "/nvm/22": [] }), "/nvm/22");
});

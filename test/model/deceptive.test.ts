import assert from "node:assert/strict";
import { test } from "node:test";

import { deceptiveCommand, deceptiveReason } from "../../src/model/deceptive.ts";

test("plain names of any language are plain", () => {
  const plain = [
    "filesystem",
    "möwe",
    "погода",
    "天气",
    "天気weather",
    "날씨api",
    "🚀 run",
    "👩‍💻",
    "a_b-c.d",
  ];
  for (const name of plain) assert.equal(deceptiveReason(name), null, name);
});

test("look-alikes, invisible characters and marks that reverse text are named", () => {
  const deceptive = [
    "fіlesystem", // Cyrillic і
    "gοose", // Greek ο
    "file\u200bsystem",
    "\u202emetsys",
    "git\u2066hub",
    "a\u0007b",
    "ｎpx",
    "𝗇px",
    "x\u3164",
  ];
  for (const name of deceptive) assert.notEqual(deceptiveReason(name), null, JSON.stringify(name));
});

test("a bare command of look-alike letters only is one, a path of a home is not", () => {
  assert.notEqual(deceptiveCommand("прх"), null);
  assert.equal(deceptiveCommand("/home/ада/bin/run"), null);
  assert.equal(deceptiveCommand("npx"), null);
});

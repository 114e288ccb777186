import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { clientsDoc } from "../../scripts/generate-clients-doc.ts";

test("docs/clients.md is current", () => {
  const file = new URL("../../docs/clients.md", import.meta.url);
  assert.equal(readFileSync(file, "utf8"), clientsDoc(), "run scripts/generate-clients-doc.ts");
});

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, it } from "node:test";

import { LAUNCHERS } from "../../src/launchers/index.ts";

const FOLDER = new URL("../../src/launchers/", import.meta.url);

function isLauncher(value: unknown): boolean {
  return typeof value === "object" && value !== null && "names" in value && "toLaunch" in value;
}

describe("the list of launchers", () => {
  it("has every launcher that a file of the folder exports, and no other", async () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts") && name !== "index.ts");
    const exported = new Set<unknown>();
    for (const file of files) {
      const found: unknown = await import(new URL(file, FOLDER).href);
      for (const value of Object.values(found ?? {})) if (isLauncher(value)) exported.add(value);
    }
    assert.deepEqual(new Set<unknown>(LAUNCHERS), exported);
  });

  it("gives each name to one launcher, so that its order decides nothing", () => {
    const names = LAUNCHERS.flatMap((launcher) => launcher.names);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });
});

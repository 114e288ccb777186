import assert from "node:assert/strict";

import type { RankedDifference } from "../../src/difference/difference.ts";
import type { TestWorld } from "../support/world.ts";

interface Offered {
  readonly outcome: string;
  /** `rule package`, each once, in the order of the report. */
  readonly risks: readonly string[];
  /** Names of what would be other code. */
  readonly packages: readonly string[];
}

/** What `update --check --json` says of the only server. */
export async function offered(world: TestWorld): Promise<Offered> {
  world.out = "";
  await world.updates({ isCheck: true, format: "json" });
  const { servers } = JSON.parse(world.out) as {
    readonly servers: readonly {
      readonly outcome: string;
      readonly difference: RankedDifference | null;
    }[];
  };
  const [row] = servers;
  assert.ok(row !== undefined);
  const { risks = [], packages = [] } = row.difference ?? {};
  return {
    outcome: row.outcome,
    risks: [...new Set(risks.map(({ id, package: name }) => `${id} ${name}`))],
    packages: packages.map(({ name }) => name),
  };
}

import * as v from "valibot";

import { messageOf, PinfoldError } from "../errors.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { Folders } from "../state/folders.ts";

const MAX_BYTES = 64 * 1024;

/** Cron expressions of five fields. */
export interface Schedules {
  readonly verify: string;
  /** When registries are asked what the next start would run; null for never. */
  readonly updates: string | null;
}

// Not at the full hour: registries have enough to do then.
export const USUAL_SCHEDULES: Schedules = { verify: "7 * * * *", updates: "23 */6 * * *" };

const Settings = v.strictObject({
  verify: v.optional(v.string(), USUAL_SCHEDULES.verify),
  updates: v.optional(v.nullable(v.string()), USUAL_SCHEDULES.updates),
});

/**
 * `agent.json` in the config folder: `{ "verify": "7 * * * *", "updates": "23 *\/6 * * *" }`, each of
 * them optional, `"updates": null` for never.
 *
 * @throws {PinfoldError} `input` where it cannot be used
 */
export function readSchedules(disk: Disk, { config }: Folders): Schedules {
  const path = `${config}/agent.json`;
  try {
    const bytes = disk.read(path, MAX_BYTES);
    if (bytes === null) return USUAL_SCHEDULES;
    return v.parse(Settings, JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (thrown) {
    if (
      !(thrown instanceof DiskError) &&
      !(thrown instanceof SyntaxError) &&
      !v.isValiError(thrown)
    )
      throw thrown;
    throw new PinfoldError(
      "input",
      `${path} cannot be used: ${messageOf(thrown)}`,
      'write it as { "verify": "7 * * * *", "updates": "23 */6 * * *" }, or remove it',
    );
  }
}

import * as v from "valibot";

import { PinfoldError } from "../errors.ts";
import { type Disk, DiskError } from "../ports/disk.ts";

const MAX_BYTES = 1024 * 1024;
/** Days that a version must be old where no policy says it. */
export const COOLDOWN_DAYS = 14;

export const PolicySchema = v.looseObject({
  policyVersion: v.literal(1),
  revision: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  cooldown: v.optional(v.looseObject({ days: v.pipe(v.number(), v.minValue(0)) })),
  tree: v.optional(v.picklist(["baseline", "exact"])),
  installScripts: v.optional(v.picklist(["deny", "approved"])),
  require: v.optional(v.array(v.string())),
});

/** What a team demands, and the file that says so. */
export interface Policy {
  readonly file: string;
  readonly treeIsExact: boolean;
  readonly installScripts: "deny" | "approved" | null;
  readonly cooldownDays: number | null;
  /** purls that must have a pin. */
  readonly require: readonly string[];
  /** Fields of the file that this version does not enforce. */
  readonly unenforced: readonly string[];
}

const ENFORCED = new Set([
  "policyVersion",
  "revision",
  "tree",
  "require",
  "cooldown",
  "installScripts",
]);

/** The policy of a directory, null where there is none. Throws where it cannot be used. */
export function readPolicy(disk: Disk, files: string, directory: string): Policy | null {
  const file = `${directory}/policy.json`;
  const unusable = (why: string): PinfoldError =>
    new PinfoldError(
      "usage",
      `the policy ${file} cannot be used: ${why}`,
      "restore it from version control",
    );
  let text: string;
  try {
    const bytes = disk.read(`${files}/policy.json`, MAX_BYTES);
    if (bytes === null) return null;
    text = Buffer.from(bytes).toString("utf8");
  } catch (thrown) {
    if (thrown instanceof DiskError) throw unusable(thrown.message);
    throw thrown;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unusable("it is not JSON");
  }
  const parsed = v.safeParse(PolicySchema, json);
  if (!parsed.success) throw unusable(parsed.issues[0].message);
  const { tree, cooldown, require, installScripts } = parsed.output;
  return {
    file,
    treeIsExact: tree === "exact",
    installScripts: installScripts ?? null,
    cooldownDays: cooldown?.days ?? null,
    require: require ?? [],
    unenforced: Object.keys(parsed.output).filter((key) => !ENFORCED.has(key)),
  };
}

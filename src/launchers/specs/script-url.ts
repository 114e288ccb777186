import type { Launch } from "../../model/launch.ts";
import { LONGEST_SPEC } from "./source.ts";

type ScriptUrl = Pick<Launch, "package" | "versionSpec" | "pinLevel" | "spec">;

/**
 * A module at an address, which no registry vouches for. `@1.2.3` in its path is what the owner
 * calls it: a name that can be moved.
 */
export function scriptUrl(text: string): ScriptUrl | null {
  if (text.length > LONGEST_SPEC || !/^https?:\/\/[^/]+\/./i.test(text)) return null;
  const [, version] = /@(v?\d[\w.+-]*)(?=\/|$)/.exec(text) ?? [];
  return {
    package: text,
    versionSpec: version ?? null,
    pinLevel: version === undefined ? "none" : "tag",
    spec: text,
  };
}

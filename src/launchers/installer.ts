import type { Launch } from "../model/launch.ts";
import { declined } from "./details.ts";
import type { PackageSource } from "./specs/source.ts";

/** `pip install X` and its like end when X is installed: no server speaks afterwards. */
export function installerLaunch(
  launcher: string,
  words: readonly string[],
  readSpec: (text: string) => PackageSource | null,
): Launch {
  const reason = `${launcher} installs, it starts no server`;
  const [only] = words;
  const source = words.length === 1 && only !== undefined ? readSpec(only) : null;
  if (source === null) return declined(launcher, reason, "installer-not-server");
  const { detail: _, ...parts } = source;
  return declined(launcher, reason, "installer-not-server", parts);
}

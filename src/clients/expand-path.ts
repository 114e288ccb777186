import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";

const MAX_MATCHES = 64;

/**
 * The paths that a location's template stands for on this machine: `~`, `{appData}` and
 * `{localAppData}` replaced, and a part with `*` matched against the names of its folder.
 */
export function expandPath(disk: Disk, machine: Machine, template: string): readonly string[] {
  const { env, home } = machine;
  const start = template
    .replace(/^~/, home)
    .replace(/^\{appData\}/, env["APPDATA"] ?? `${home}/AppData/Roaming`)
    .replace(/^\{localAppData\}/, env["LOCALAPPDATA"] ?? `${home}/AppData/Local`);
  return start
    .split("/")
    .reduce<string[]>(
      (paths, part, index) =>
        index === 0
          ? [part]
          : paths.flatMap((path) =>
              part.includes("*")
                ? matches(disk, path, part).map((name) => `${path}/${name}`)
                : [`${path}/${part}`],
            ),
      [],
    );
}

function matches(disk: Disk, folder: string, pattern: string): string[] {
  const [before = "", after = ""] = pattern.split("*", 2);
  try {
    return (disk.list(folder) ?? [])
      .map((entry) => entry.name)
      .filter((name) => name.startsWith(before) && name.endsWith(after))
      .toSorted()
      .slice(0, MAX_MATCHES);
  } catch (thrown) {
    if (thrown instanceof DiskError) return [];
    throw thrown;
  }
}

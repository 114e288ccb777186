import { isKept } from "../model/launch.ts";
import type { EnvironmentProblem } from "../model/python-evidence.ts";
import { DiskError } from "../ports/disk.ts";
import type { CollectContext } from "./collect.ts";
import { configFolder } from "./python-interpreters.ts";
import type { KnownServer } from "./servers.ts";

/**
 * The `uv.toml` that an entry leads uv to by its variables. The user's and the machine's own are their
 * configuration, as that of npm is; nobody needs another one to start a server.
 */
export function foreignSettings(
  { disk, machine }: Pick<CollectContext, "disk" | "machine">,
  { entry, launch }: KnownServer,
): readonly EnvironmentProblem[] {
  const isOfUv = /^(?:uvx|uv|pipx)\b/.test(launch.launcher ?? "");
  if (!isOfUv || isKept(launch) || launch.installer.includes("--no-config")) return [];
  const own = configFolder({ disk, machine }, {});
  const machines = (entry.env["XDG_CONFIG_DIRS"] ?? "").split(":");
  const folders = [configFolder({ disk, machine }, entry.env), ...machines].filter(
    (folder) => folder.startsWith("/") && folder !== own && folder !== "/etc/xdg",
  );
  return [...new Set(folders)].flatMap((folder) => {
    const path = `${folder}/uv/uv.toml`;
    try {
      if (disk.stat(path) === null) return [];
    } catch (thrown) {
      if (!(thrown instanceof DiskError)) throw thrown;
    }
    return [
      {
        kind: "settings",
        path,
        message: `uv obeys ${path}, which is not the user's own configuration`,
        pinned: null,
        observed: null,
        wouldRun: null,
      },
    ];
  });
}

import type { Machine } from "../ports/machine.ts";

/** Where pinfold keeps what belongs to this machine; all absolute. */
export interface Folders {
  /** Personal pins. */
  readonly config: string;
  /** Machine pins, baselines, adopted snapshots, the audit log. */
  readonly state: string;
  /** File manifests and private copies. */
  readonly data: string;
  /** What can be fetched again at any time. */
  readonly cache: string;
  /** An administrator's, for every user; only what tightens is read there. No variable moves it. */
  readonly system: string;
}

const SYSTEM = {
  linux: "/etc/pinfold",
  darwin: "/Library/Application Support/pinfold",
  win32: "C:/ProgramData/pinfold",
} as const;

/**
 * What was written down beside a private copy of pinfold; else XDG base directories on Linux (a
 * relative value is ignored, as that specification says), Application Support on macOS, the local
 * application data on Windows.
 */
export function foldersOf({ platform, home, env, folders }: Machine): Folders {
  const system = SYSTEM[platform];
  if (folders !== undefined) return { ...folders, system };
  if (platform === "darwin") {
    const support = `${home}/Library/Application Support/pinfold`;
    return {
      config: support,
      state: support,
      data: support,
      cache: `${home}/Library/Caches/pinfold`,
      system,
    };
  }
  if (platform === "win32") {
    const local = `${env["LOCALAPPDATA"] ?? `${home}/AppData/Local`}/pinfold`;
    const roaming = `${env["APPDATA"] ?? `${home}/AppData/Roaming`}/pinfold`;
    return { config: roaming, state: local, data: local, cache: `${local}/cache`, system };
  }
  const base = (variable: string, standard: string): string => {
    const value = env[variable];
    return `${value?.startsWith("/") === true ? value : `${home}/${standard}`}/pinfold`;
  };
  return {
    config: base("XDG_CONFIG_HOME", ".config"),
    state: base("XDG_STATE_HOME", ".local/state"),
    data: base("XDG_DATA_HOME", ".local/share"),
    cache: base("XDG_CACHE_HOME", ".cache"),
    system,
  };
}

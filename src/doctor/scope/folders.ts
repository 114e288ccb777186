import { posix, win32 } from "node:path";

import type { Platform } from "../../model/platform.ts";

/** Folders of a home in which keys lie, and what they are the keys of. */
const KEYS: readonly (readonly [name: string, what: string])[] = [
  [".ssh", "your SSH keys"],
  [".aws", "your keys for AWS"],
  [".azure", "your logins for Azure"],
  [".gnupg", "your GnuPG keys"],
  [".kube", "your logins for Kubernetes"],
  [".docker", "your logins for registries"],
  [".password-store", "your passwords"],
  [".config", "the settings and logins of all your programs"],
  [".config/gcloud", "your logins for Google Cloud"],
  [".config/gh", "your login for GitHub"],
  [".claude", "Claude's settings and logins"],
  [".local", "the data of all your programs"],
  [".local/share", "the data of all your programs"],
  [".mozilla", "your browser's passwords"],
  ["Library", "the data and logins of all your programs"],
  ["Library/Application Support", "the data and logins of all your programs"],
  ["Library/Keychains", "your keychains"],
  ["AppData", "the data and logins of all your programs"],
  ["AppData/Roaming", "the data and logins of all your programs"],
  ["AppData/Local", "the data and logins of all your programs"],
];

/** Folders that are copied to other machines, or that others share. */
const SYNCED =
  /^(?:Dropbox(?: \([^)]*\))?|OneDrive(?: - .+)?|Google Drive|GoogleDrive|iCloudDrive|iCloud Drive|Nextcloud|ownCloud|pCloud ?Drive|Sync|Box(?: Sync)?|MEGA(?:sync)?|Library\/Mobile Documents(?:\/com~apple~CloudDocs)?|Library\/CloudStorage(?:\/[^/]+)?)$/i;

const OF_SYSTEM: Readonly<Record<Platform, readonly string[]>> = {
  linux: ["/etc", "/root", "/var", "/proc", "/sys", "/dev", "/boot"],
  darwin: ["/etc", "/var", "/private", "/private/etc", "/Library", "/System", "/dev"],
  win32: ["C:\\Windows", "C:\\ProgramData", "C:\\Program Files"],
};

/** What a folder holds that no server should have as a whole; null for every other folder. */
export function tooWide(folder: string, home: string, platform: Platform): string | null {
  const paths = platform === "win32" ? win32 : posix;
  const path = paths.normalize(folder).replace(/(?<=[^\\/:])[\\/]+$/, "");
  const isSame = (one: string): boolean =>
    platform === "linux" ? path === one : path.toLowerCase() === one.toLowerCase();
  if (path === "/" || /^[A-Za-z]:[\\/]?$/.test(path)) return "the whole disk";
  if (isSame(home)) return "your whole home folder";
  if (isSame(paths.dirname(home)) || isSame("/home") || isSame("/Users"))
    return "the home folders of everybody";
  if (OF_SYSTEM[platform].some(isSame)) return "the system's own files";
  const inside = paths.relative(home, path).replaceAll("\\", "/");
  if (inside.startsWith("..") || paths.isAbsolute(inside)) return null;
  const [, what = null] = KEYS.find(([name]) => isSame(paths.join(home, name))) ?? [];
  if (what !== null) return what;
  return SYNCED.test(inside) ? "everything that you keep in step with other machines" : null;
}

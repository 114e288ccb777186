import { posix } from "node:path";

import type { InstalledTreeEvidence, TreeMaker } from "../model/evidence.ts";

/** Next steps that several rules share, with the exact command. */

export function shellPath(path: string): string {
  return /^[\w@%+=:,./~-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** What puts an installed tree right: whoever made it makes it anew. */
export function reinstall({ maker, root }: Pick<InstalledTreeEvidence, "maker" | "root">): string {
  const steps = [
    "quit the client",
    ...ANEW[maker](root),
    "not your edit? replace the secrets it was given",
  ];
  return steps.map((step, index) => `${index + 1} ${step}`).join("  ");
}

const ANEW: Readonly<Record<TreeMaker, (root: string) => readonly string[]>> = {
  npx: () => ["pinfold sync puts the pinned tree in its place"],
  // Only all of it: files are shared, and a package that is installed again comes from the same place.
  "uv cache": () => ["uv cache clean", "start the server once, then pinfold verify"],
  "uv tool": (root) => [
    "uv cache clean",
    `uv tool install --force ${shellPath(posix.basename(root))}, then pinfold verify`,
  ],
  pipx: (root) => [`pipx reinstall ${shellPath(posix.basename(root))}, then pinfold verify`],
  "pipx shared": (root) => [`rm -r ${shellPath(root)}`, "pipx upgrade-shared, then pinfold verify"],
  store: () => ["pinfold sync makes the copy anew from the pinned archives"],
  venv: (root) => [
    `rm -r ${shellPath(root)}`,
    "make the environment and install the server anew, then pinfold verify",
  ],
};

import { basename, resolve } from "node:path/posix";

import { hasVariable } from "../launchers/words/paths.ts";
import type { ChainPurpose } from "../model/chain-reading.ts";
import type { ServerEntry } from "../model/server.ts";
import type { Launch } from "../model/launch.ts";
import { workingFolder } from "../path-search/working-folder.ts";

/** A file of this disk that is the server. */
export interface LocalProgram {
  readonly purpose: Exclude<ChainPurpose, "launcher">;
  /** Absolute for a script; a program can be looked up on the PATH. */
  readonly file: string;
  /** What runs a script; null for a program. */
  readonly language: string | null;
  /** Why nothing can be said of it; null where it can be pinned. */
  readonly obstacle: string | null;
}

/** Whether something of this disk is the server, and can be looked at. */
export function isKeptOnDisk({ program }: { readonly program: LocalProgram | null }): boolean {
  return program !== null && program.obstacle === null;
}

const DETAILS: readonly string[] = [
  "local-binary",
  "local-script",
  "bundle-binary",
  "bundle-script",
  "installed-package",
];

/** The file that an entry starts in place of a package; null where it starts none. */
export function localProgramOf(
  entry: ServerEntry,
  launch: Launch,
  home: string,
): LocalProgram | null {
  const { file, detail, launcher } = launch;
  if (file === null || !DETAILS.includes(detail) || launch.endpoint !== null) return null;
  const isProgram = launcher === "binary";
  const language = isProgram ? null : basename(launcher ?? "");
  const base = { purpose: isProgram ? "program" : "script", language } as const;
  if (hasVariable(file) || file.startsWith("~"))
    return { ...base, file, obstacle: `where ${file} is depends on what its client replaces` };
  if (isProgram) return { ...base, file, obstacle: null };
  const { cwd, isAssumed } = workingFolder(entry, launch, home);
  if (isAssumed && !file.startsWith("/"))
    return { ...base, file, obstacle: `where ${file} is depends on an unknown working directory` };
  return { ...base, file: resolve(cwd, file), obstacle: null };
}

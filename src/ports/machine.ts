import type { Platform } from "../model/platform.ts";

/** Facts of the user's session, read once a run. `env` is pinfold's own environment. */
export interface Machine {
  readonly platform: Platform;
  readonly arch: string;
  readonly home: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The PATH to assume for clients, where pinfold's own is known to be the poorer one. */
  readonly lockedPath?: string;
  readonly now: Date;
  /** Where pinfold keeps its own, where that was written down and is not to be derived. */
  readonly folders?: RecordedFolders;
}

/** All absolute; what each is for: `Folders` (state/folders.ts). */
export interface RecordedFolders {
  readonly config: string;
  readonly state: string;
  readonly data: string;
  readonly cache: string;
}

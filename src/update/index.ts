import type { Updater } from "./define.ts";
import { npmUpdater } from "./npm/updater.ts";
import { pypiUpdater } from "./pypi/updater.ts";

/** Every ecosystem whose pins can be moved. */
export const UPDATERS: readonly Updater[] = [npmUpdater, pypiUpdater];

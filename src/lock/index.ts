import type { Locker } from "./define.ts";
import { npmLocker } from "./npm/locker.ts";
import { pypiLocker } from "./pypi/locker.ts";

/** Every ecosystem whose packages are pinned. */
export const LOCKERS: readonly Locker[] = [npmLocker, pypiLocker];

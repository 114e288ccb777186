import type { Locker } from "./define.ts";
import { npmLocker } from "./npm/locker.ts";

/** Every ecosystem whose packages are pinned. */
export const LOCKERS: readonly Locker[] = [npmLocker];

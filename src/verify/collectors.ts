import type { Collector } from "./collect.ts";
import { npmCollector } from "./npm-servers.ts";
import { pypiCollector } from "./python-servers.ts";
import { programCollector } from "./program-servers.ts";

/** Every ecosystem whose installed form is judged. */
export const COLLECTORS: readonly Collector[] = [npmCollector, pypiCollector, programCollector];

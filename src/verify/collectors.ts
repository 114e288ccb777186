import type { Collector } from "./collect.ts";
import { keptCollector } from "./kept-servers.ts";
import { npmCollector } from "./npm-servers.ts";
import { pypiCollector } from "./python-servers.ts";
import { programCollector } from "./program-servers.ts";

/** Every ecosystem whose installed form is judged; what pinfold itself starts goes first. */
export const COLLECTORS: readonly Collector[] = [
  keptCollector,
  npmCollector,
  pypiCollector,
  programCollector,
];

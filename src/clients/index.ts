import { claudeDesktop } from "./claude-desktop.ts";
import type { ClientDefinition } from "./define.ts";

/** Every client that pinfold reads, in the order of reports. */
export const CLIENTS: readonly ClientDefinition[] = [claudeDesktop];

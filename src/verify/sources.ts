import { entryKey, type ServerEntry } from "../model/server.ts";
import type { State } from "../state/state.ts";

/**
 * Remembers which servers a configuration file had, so that one that is added later is noticed. The
 * first time all that are there count as known; later only those that a person has dealt with.
 */
export function recordSources(
  state: State,
  all: readonly ServerEntry[],
  handled: readonly ServerEntry[],
): void {
  for (const file of new Set(handled.map(({ source }) => source.file))) {
    const before = state.sources.read(file);
    const known = (before === null ? all : handled).filter(({ source }) => source.file === file);
    const entries = new Set([...(before?.entries ?? []), ...known.map(entryKey)]);
    state.sources.write(file, { file, entries: [...entries].toSorted() });
  }
}

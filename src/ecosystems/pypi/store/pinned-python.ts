import { posix } from "node:path";

import type { PinnedProgram } from "../../../model/launcher-chain.ts";
import { pinnedInterpreters } from "../../../store/interpreters.ts";
import type { State } from "../../../state/state.ts";

/** A Python that this machine has a pin of. */
export interface PinnedPython {
  readonly program: PinnedProgram;
  readonly minor: number;
}

/** Names under which chains have a Python. More than there will be for years. */
const NAMES = [
  "python3",
  "python",
  ...Array.from({ length: 32 }, (_, minor) => `python3.${minor}`),
];

/**
 * The pinned Python that a closure is for: the very version that it was resolved for before a newer
 * one, and never an older one. Which version one is, its file's name says.
 */
export function pinnedPython(state: State, lowest: string): PinnedPython | null {
  const wanted = minorOf(lowest);
  const found = NAMES.flatMap((name) => pinnedInterpreters(state, name)).flatMap(
    ({ program }): PinnedPython[] => {
      const [, minor] = /^python3\.(\d+)$/.exec(posix.basename(program.real)) ?? [];
      return minor === undefined || Number(minor) < wanted
        ? []
        : [{ program, minor: Number(minor) }];
    },
  );
  return found.toSorted((a, b) => a.minor - b.minor)[0] ?? null;
}

function minorOf(python: string): number {
  return Number(python.slice(python.indexOf(".") + 1));
}

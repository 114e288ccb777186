import type { Baseline } from "../model/baseline.ts";
import type { EnvironmentProblem } from "../model/python-evidence.ts";
import type { State } from "../state/state.ts";
import { pythonOfEnvironment } from "./python-compiled.ts";
import type { ReadEnvironment } from "./python-reading.ts";

type Pins = Pick<State, "launchers">;
type Recorded = Pick<Baseline, "links"> | null;

/** Under which name a baseline has the Python that its environment stands on. */
const PYTHON = "python";

/**
 * The Python to remember with an environment. One that was never pinned does not take the place of a
 * pinned one: otherwise it would be told once.
 */
export function rememberedPython(
  state: Pins,
  baseline: Recorded,
  read: ReadEnvironment,
): Baseline["links"] {
  const now = typeof read === "string" ? null : pythonOfEnvironment(read);
  const before = baseline?.links[PYTHON];
  if (now === null) return before === undefined ? {} : { [PYTHON]: before };
  return { [PYTHON]: before !== undefined && isReplaced(state, before, now) ? before : now };
}

/** An environment that was led to another Python than the pinned one it had. */
export function replacedPython(
  state: Pins,
  baseline: Recorded,
  [root, read]: readonly [string, ReadEnvironment],
): readonly EnvironmentProblem[] {
  const now = typeof read === "string" ? null : pythonOfEnvironment(read);
  const before = baseline?.links[PYTHON];
  if (now === null || before === undefined || !isReplaced(state, before, now)) return [];
  return [
    {
      kind: "interpreter",
      path: typeof read === "string" ? root : `${root}/${read.layout.scripts}/python`,
      message: `the environment stands on ${now}, which is not pinned on this machine; it stood on ${before}`,
      pinned: before,
      observed: now,
      wouldRun: now,
    },
  ];
}

function isReplaced({ launchers }: Pins, before: string, now: string): boolean {
  return before !== now && launchers.read(before) !== null && launchers.read(now) === null;
}

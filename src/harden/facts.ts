import type { EffectOutcome } from "../model/entry-evidence.ts";
import type { Machine } from "../ports/machine.ts";
import type { State } from "../state/state.ts";
import { type PinAnswer, pinOf, type Pins } from "../verify/pins.ts";
import type { KnownServer } from "../verify/servers.ts";
import { choosingPins, variablesOf } from "../verify/variables.ts";
import type { HardenFacts } from "./define.ts";

export interface FactsContext {
  readonly machine: Machine;
  readonly state: State;
  readonly pins: Pins;
}

/** What would act on Node before pinfold's first line, or is not known not to. */
const INJECTING: readonly EffectOutcome[] = ["injected", "unjudged"];

/** What is known of a server before its entry is changed. Nothing is written, nothing is run. */
export function factsOf(
  { machine, state, pins }: FactsContext,
  server: KnownServer,
  isShared: boolean,
): HardenFacts {
  const { npm, pypi, entry, launch } = server;
  const none = (): null => null;
  const pin =
    npm !== null
      ? pinOf(pins, state, server, npm, none)
      : pypi !== null
        ? pinOf(pins, state, server, pypi, none)
        : null;
  const injected = variablesOf(entry, launch, machine.home).filter(({ outcome }) =>
    INJECTING.includes(outcome),
  );
  return {
    server,
    pinned: pin?.lockfile?.version ?? null,
    pinProblem: pin === null ? null : problemOf(pin),
    // A pinfold that is started by its name believes them; a copy knows where its pins are.
    injected: [...injected.map(({ name }) => name), ...(isShared ? choosingPins(entry) : [])],
  };
}

function problemOf({ evidence }: Pick<PinAnswer, "evidence">): string | null {
  const { problem, conflicts, otherVersion } = evidence;
  if (problem !== null) return problem.message;
  const other = conflicts.find(({ isAdopted }) => isAdopted);
  if (other !== undefined) return `${evidence.file} and ${other.file} pin different trees`;
  if (otherVersion !== null)
    return `it asks for ${otherVersion.asked}, and ${otherVersion.pinned} is pinned`;
  return null;
}

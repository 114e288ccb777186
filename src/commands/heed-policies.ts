import { printable } from "../model/text.ts";
import { unknownDemands } from "../policy/unknown-demands.ts";
import { RULES } from "../rules/index.ts";
import type { State } from "../state/state.ts";
import { type Pins, refuseWithoutPolicies, rememberPolicies } from "../verify/pins.ts";
import type { Io } from "./define.ts";

/** Before pins are written: policies that are gone stop it, and what they say in vain is told. */
export function heedPolicies(io: Io, state: State, pins: Pins): void {
  refuseWithoutPolicies(pins);
  rememberPolicies(state, pins);
  const isRule = (id: string): boolean => RULES.some((rule) => rule.id === id);
  for (const { message } of pins.policies.all.flatMap((policy) => unknownDemands(policy, isRule)))
    io.err(`pinfold: warning: ${printable(message, 400)}: it demands nothing\n`);
}

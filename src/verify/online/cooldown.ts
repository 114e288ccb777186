import { COOLDOWN_DAYS } from "../../policy/cooldown.ts";
import type { OnlineContext } from "./define.ts";

/** Days that a version of a package must be old: what the policies in force demand, else the usual. */
export function cooldownOf(
  { pins, machine }: Pick<OnlineContext, "pins" | "machine">,
  purl: string,
): number {
  const today = machine.now.toISOString().slice(0, 10);
  return pins.policies.cooldown(purl, today)?.days ?? COOLDOWN_DAYS;
}

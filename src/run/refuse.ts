import { EXIT } from "../model/verdict.ts";
import type { Evidence } from "../rules/apply.ts";
import type { RunWorld } from "./define.ts";

/** Says why a server is not started; answers the exit code. */
export async function refuse(world: RunWorld, label: string, evidence: Evidence): Promise<number> {
  const { judgeStart, startText } = await import("./refusal.ts");
  const judgement = judgeStart(evidence, label);
  world.starter.say(startText(label, judgement, { isRefused: true, home: world.machine.home }));
  return EXIT.violated;
}

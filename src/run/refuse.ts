import { EXIT } from "../model/verdict.ts";
import type { Evidence } from "../rules/apply.ts";
import type { RunWorld } from "./define.ts";
import type { Judgement } from "./refusal.ts";
import { remember } from "./remember.ts";

/** Says why a server is not started, to the client and to the log; answers the exit code. */
export async function refuse(world: RunWorld, label: string, evidence: Evidence): Promise<number> {
  const { judgeStart, startEntry, startText } = await import("./refusal.ts");
  const judgement = judgeStart(evidence, label);
  world.starter.say(startText(label, judgement, { isRefused: true, home: world.machine.home }));
  remember(world, startEntry("run-refused", label, judgement));
  return EXIT.violated;
}

/** Says what is not as it was, of a start that goes on. */
export async function warn(world: RunWorld, label: string, judgement: Judgement): Promise<void> {
  if (judgement.findings.every(({ severity }) => severity === "note")) return;
  const { startEntry, startText } = await import("./refusal.ts");
  world.starter.say(startText(label, judgement, { isRefused: false, home: world.machine.home }));
  remember(world, startEntry("run-started", label, judgement));
}

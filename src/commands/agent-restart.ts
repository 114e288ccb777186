import { PinfoldError } from "../errors.ts";
import { EXIT } from "../model/verdict.ts";
import { manager, textOf } from "./agent-parts.ts";
import type { Run } from "./define.ts";

/** Ends the agent and starts it again, by the service manager. */
export const run: Run = async (context) => {
  const service = await manager(context);
  if (textOf(context, service.file) === null)
    throw new PinfoldError("refused", "the agent is not installed", "pinfold agent install");
  await service.restart();
  context.io.out("the agent was started anew\n");
  return EXIT.clean;
};

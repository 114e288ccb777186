import { createTask, validate } from "node-cron";

import { PinfoldError } from "../../errors.ts";
import type { Scheduler } from "../../ports/agent.ts";

const SILENT = { info: nothing, warn: nothing, error: nothing, debug: nothing };

/** node-cron, which never runs what it missed: the agent's own tick does. */
export const cronScheduler: Scheduler = (name, expression, work) => {
  // With six fields the first one is seconds, and nobody needs a verification each second.
  const isMinutes = expression.trim().split(/\s+/).length === 5;
  if (!isMinutes || !validate(expression))
    throw new PinfoldError(
      "usage",
      `${JSON.stringify(expression)} is no schedule`,
      "write five fields as cron has them: minute hour day month weekday, as in '0 * * * *'",
    );
  const task = createTask(expression, work, {
    name,
    noOverlap: true,
    suppressMissedWarning: true,
    logger: SILENT,
  });
  return {
    start: () => void task.start(),
    next: () => task.getNextRun(),
    stop: () => void task.destroy(),
  };
};

function nothing(): void {
  // What it would print is no news: the tick notices what was missed.
}

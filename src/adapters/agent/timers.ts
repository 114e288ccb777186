import type { Timers } from "../../ports/agent.ts";

/** The steady clock is the system's monotonic one, which does not count while the machine sleeps. */
export const nodeTimers: Timers = {
  now: () => new Date(),
  steady: () => performance.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
  every(milliseconds, work) {
    const timer = setInterval(work, milliseconds);
    return () => clearInterval(timer);
  },
};

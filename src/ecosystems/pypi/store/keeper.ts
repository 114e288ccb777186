import type { Keeper } from "../../../store/define.ts";
import { judgeCopy } from "./judge-copy.ts";
import { startPlan } from "./start-plan.ts";

/** Closures of Python: an environment of its own, with everything compiled beside it. */
export const pypiKeeper: Keeper<"pypi"> = {
  ecosystem: "pypi",
  fillsAtStart: false,
  judge: judgeCopy,
  async fill(world, kept, folder) {
    const { fillEnvironment } = await import("./fill-environment.ts");
    return fillEnvironment(world, kept, folder);
  },
  async interpreters(world, kept) {
    const { pythonToPin } = await import("./python-to-pin.ts");
    return pythonToPin(world, kept);
  },
  start: startPlan,
};

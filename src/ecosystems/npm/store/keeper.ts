import type { Keeper } from "../../../store/define.ts";
import { pinnedInterpreters } from "../../../store/interpreters.ts";
import { judgeCopy } from "./judge-copy.ts";
import { startPlan } from "./start-plan.ts";

/** Trees of npm: a plain `node_modules`, started by Node. */
export const npmKeeper: Keeper<"npm"> = {
  ecosystem: "npm",
  fillsAtStart: true,
  judge: judgeCopy,
  async fill(world, kept, folder) {
    const { fillTree } = await import("./fill-tree.ts");
    return fillTree(world, kept, folder);
  },
  interpreters: ({ state }) =>
    Promise.resolve(pinnedInterpreters(state, "node").length === 0 ? ["node"] : []),
  start: startPlan,
};

import { isKept } from "../model/launch.ts";
import type { Collector } from "./collect.ts";

/** Servers that `pinfold run` starts. What judges them is loaded where there are any. */
export const keptCollector: Collector = {
  takes: ({ launch, subject }) => isKept(launch) && subject !== null,

  async collect(context, servers) {
    if (servers.length === 0) return { servers: new Map(), assumptions: [] };
    const { collectKept } = await import("./collect-kept.ts");
    return collectKept(context, servers);
  },
};

import type { ChainReader } from "../../ports/chain-reader.ts";
import { secondThread } from "./second-thread.ts";

/** Launcher chains, read while this thread looks for trees. */
export const besideChainReader: ChainReader = {
  async read(requests) {
    if (!secondThread.isWorthwhile) return null;
    try {
      return await secondThread.ask({ kind: "chains", requests });
    } catch {
      // Read here instead, the same failure is told with its place.
      return null;
    }
  },
};

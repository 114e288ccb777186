import type { Io } from "../commands/define.ts";
import { nodeStarter } from "./node-starter.ts";

/**
 * For a command that becomes another program: the standard streams are left as they came, since
 * looking at them through Node makes pipes non-blocking for whoever has them next.
 */
export const muteTerminal: Io = {
  isTerminal: false,
  canAsk: false,
  out: () => {
    throw new Error("standard output belongs to the server");
  },
  err: (text) => nodeStarter.say(text),
  progress: () => undefined,
  ask: () => Promise.resolve(""),
};

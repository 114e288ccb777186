import type { Run } from "./define.ts";
import { usageError } from "./options.ts";

export const run: Run = async (context) => {
  const { options } = context;
  if (options.has("undo") && options.has("pin-only"))
    throw usageError("--undo takes back whatever was written: --pin-only says nothing there");
  if (options.has("undo")) {
    const { undoHardening } = await import("./harden-undo.ts");
    return undoHardening(context);
  }
  const { hardenServers } = await import("./harden-servers.ts");
  return hardenServers(context);
};

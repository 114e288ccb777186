import { usageError } from "./options.ts";
import type { Run } from "./define.ts";

export const run: Run = async (context) => {
  const { io, options } = context;
  if (options.scope.configs.size > 0)
    throw usageError(
      "no pin is moved for --config",
      "put the servers into the client's own configuration, then update them",
    );
  if (options.isCheck && options.isYes)
    throw usageError("--yes contradicts --check", "--check shows and writes nothing");
  const asks = !options.isCheck && !options.isYes;
  if (asks && (!io.canAsk || options.format === "json"))
    throw usageError(
      "update asks before it writes, and there is no terminal to ask on",
      "say --check to see what would move, or --yes to write without a question",
    );
  const { runUpdate } = await import("./update-servers.ts");
  return runUpdate(context);
};

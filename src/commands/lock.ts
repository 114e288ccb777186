import { EXIT } from "../model/verdict.ts";
import { usageError } from "./options.ts";
import type { Run } from "./define.ts";

export const run: Run = async (context) => {
  const { options } = context;
  if (options.isCheck) {
    const { runCheck } = await import("./lock-check.ts");
    return runCheck(context);
  }
  if (options.has("base") || options.isSource)
    throw usageError(
      "--base and --source go with lock --check",
      "pinfold update shows what a move changes",
    );
  if (options.format === "sarif")
    throw usageError("--format sarif goes with lock --check", "what lock pins is text or json");
  if (options.isOnline)
    throw usageError("--online goes with lock --check", "lock asks the registries in any case");
  if (options.scope.configs.size > 0)
    throw usageError(
      "no pin is written from --config",
      "put the servers into the client's own configuration, then lock them",
    );
  const { runLock } = await import("./lock-servers.ts");
  return (await runLock(context)) ? EXIT.clean : EXIT.unsettled;
};

import { EXIT } from "../model/verdict.ts";
import { jsonReport } from "../reporters/json.ts";
import { styleFor } from "../reporters/style.ts";
import { statusText } from "../reporters/terminal.ts";
import { verify } from "../verify/verify.ts";
import type { Run } from "./define.ts";

/** Named servers are shown with their findings. */
export const run: Run = async ({ io, world, options }) => {
  const report = await verify(world, options.scope, (text) => io.progress(text));
  io.progress(null);
  if (options.format === "json") io.out(jsonReport(report));
  else {
    const { env, home } = world.machine;
    const context = { style: styleFor(io.isTerminal, env), home };
    io.out(statusText(report, context, options.positionals.length > 0));
  }
  return options.isExitCode ? report.exitCode : EXIT.clean;
};

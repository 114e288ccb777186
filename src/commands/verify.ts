import { EXIT } from "../model/verdict.ts";
import { jsonReport } from "../reporters/json.ts";
import { styleFor } from "../reporters/style.ts";
import { verifyText } from "../reporters/terminal.ts";
import { verify } from "../verify/verify.ts";
import type { Run } from "./define.ts";

export const run: Run = async ({ io, world, lockWorld, options }) => {
  const registries = options.isOnline ? await lockWorld() : null;
  const report = await verify(world, options.scope, (text) => io.progress(text), registries);
  io.progress(null);
  if (options.format === "sarif") {
    const { sarifReport } = await import("../reporters/sarif/report.ts");
    io.out(sarifReport(report, world.machine));
    return EXIT.clean;
  }
  if (options.format === "json") io.out(jsonReport(report));
  else {
    const { env, home } = world.machine;
    io.out(verifyText(report, { style: styleFor(io.isTerminal, env), home }));
  }
  return report.exitCode;
};

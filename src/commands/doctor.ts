import { examine } from "../doctor/examine.ts";
import { doctorJson, doctorText } from "../reporters/doctor.ts";
import { styleFor } from "../reporters/style.ts";
import type { Run } from "./define.ts";
import { usageError } from "./options.ts";

export const run: Run = async (context) => {
  const { io, world, options } = context;
  const isText = options.format === "text";
  let mended = null;
  if (options.has("fix")) {
    if (!options.isYes && (!io.canAsk || !isText))
      throw usageError(
        "doctor --fix asks before it writes, and there is no terminal to ask on",
        "say --yes to mend without a question; doctor alone only shows",
      );
    const { mendConfigs } = await import("./doctor-fix.ts");
    mended = await mendConfigs(context);
  }
  const report = examine(world, options.scope);
  if (isText) {
    const { env, home } = world.machine;
    io.out(doctorText(report, { style: styleFor(io.isTerminal, env), home }));
  } else io.out(doctorJson(report, mended));
  return report.exitCode;
};

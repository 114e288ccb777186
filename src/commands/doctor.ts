import { examine } from "../doctor/examine.ts";
import type { Speaker } from "../doctor/handshake/speak.ts";
import type { DoctorWorld } from "../doctor/world.ts";
import { doctorJson, doctorText } from "../reporters/doctor.ts";
import { styleFor } from "../reporters/style.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { capturedPath } from "../verify/find-chains.ts";
import type { CommandContext, Run } from "./define.ts";
import { usageError } from "./options.ts";

/** Servers are started only after a yes. */
async function speakerOf(context: CommandContext): Promise<Speaker> {
  const { io, options } = context;
  if (!options.isYes && (!io.canAsk || options.format !== "text"))
    throw usageError(
      "doctor --handshake starts servers, asks first, and there is no terminal to ask on",
      "say --yes to start them without a question",
    );
  const { askingSpeaker } = await import("./doctor-handshake.ts");
  return askingSpeaker(context);
}

/** The world, and what only `doctor` asks of it. */
async function examinedWorld({ world, doctorPorts }: CommandContext): Promise<DoctorWorld> {
  const state = new State(world.disk, world.files, foldersOf(world.machine));
  return { ...world, ...(await doctorPorts()), capturedPath: capturedPath(state) };
}

export const run: Run = async (context) => {
  const { io, world, options } = context;
  const isText = options.format === "text";
  if (options.one("timeout") !== null && !options.has("handshake"))
    throw usageError("--timeout is of --handshake alone", "say --handshake too");
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
  const speaker = options.has("handshake") ? await speakerOf(context) : null;
  const report = await examine(await examinedWorld(context), options.scope, speaker);
  io.progress(null);
  if (isText) {
    const { env, home } = world.machine;
    io.out(doctorText(report, { style: styleFor(io.isTerminal, env), home }));
  } else io.out(doctorJson(report, mended));
  return report.exitCode;
};

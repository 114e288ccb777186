import { printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headJson } from "../reporters/json.ts";
import { styleFor } from "../reporters/style.ts";
import { summarizeTrust, trustText } from "../reporters/trust.ts";
import { foldersOf } from "../state/folders.ts";
import { trustInForce } from "../trust/in-force.ts";
import type { Run } from "./define.ts";
import { usageError } from "./options.ts";

/** Which keys and authorities are believed, since when, and by which digests. */
export const run: Run = async ({ io, world, options }) => {
  if (options.positionals.length > 0) throw usageError("trust status takes no arguments");
  const { machine, disk, version } = world;
  const trust = await trustInForce(disk, foldersOf(machine).data);
  const summary = summarizeTrust(trust, machine.now);
  if (options.format === "json") {
    const head = headJson({ version, now: machine.now.toISOString() });
    io.out(`${printableJson({ ...head, ...summary, exitCode: EXIT.clean })}\n`);
  } else io.out(trustText(summary, styleFor(io.isTerminal, machine.env)));
  return EXIT.clean;
};

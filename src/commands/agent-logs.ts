import { printable } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { manager } from "./agent-parts.ts";
import type { Run } from "./define.ts";
import { usageError } from "./options.ts";

const LINES = 100;

/** What the agent's process printed. What it found is in `pinfold log`. */
export const run: Run = async (context) => {
  const { io, options } = context;
  const given = options.one("lines");
  if (given !== null && !/^[1-9]\d{0,5}$/.test(given))
    throw usageError(`--lines ${given} is no number of lines`, "write it as --lines 200");
  const service = await manager(context);
  const text = await service.logs(given === null ? LINES : Number(given));
  for (const line of text.split("\n")) if (line !== "") io.out(`${printable(line, 2000)}\n`);
  return EXIT.clean;
};

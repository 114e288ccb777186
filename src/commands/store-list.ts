import { count, printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headJson } from "../reporters/json.ts";
import { shortPath } from "../reporters/paths.ts";
import { sizeOf } from "../store/inventory.ts";
import type { Run } from "./define.ts";
import { openStore } from "./store-session.ts";

export const run: Run = (context) => {
  const { io, options, world } = context;
  const { folders } = openStore(context);
  const rows = folders
    .filter(({ isLeftBehind }) => !isLeftBehind)
    .map(({ ecosystem, folder, kept }) => ({
      ecosystem,
      folder,
      bytes: sizeOf(world.disk, folder),
      pins: kept.map(({ name, lockfile }) => ({ subject: name, version: lockfile.version })),
    }));
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: world.machine.now.toISOString() });
    io.out(`${printableJson({ ...head, copies: rows })}\n`);
    return Promise.resolve(EXIT.clean);
  }
  for (const { folder, bytes, pins } of rows) {
    const names = pins.map(({ subject, version }) => `${subject} ${version}`).join(", ");
    const what = names === "" ? "no pin in force (pinfold store prune removes it)" : names;
    io.out(`${megabytes(bytes).padStart(9)}  ${printable(what, 300)}\n`);
    io.out(`           ${printable(shortPath(folder, world.machine.home), 300)}\n`);
  }
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  io.out(`${count(rows.length, "private copy", "private copies")}, ${megabytes(total)}\n`);
  return Promise.resolve(EXIT.clean);
};

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

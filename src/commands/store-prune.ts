import { count, printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headJson } from "../reporters/json.ts";
import { shortPath } from "../reporters/paths.ts";
import { type StoredFolder, sizeOf } from "../store/inventory.ts";
import type { CommandContext, Run } from "./define.ts";
import { usageError } from "./options.ts";
import { megabytes } from "./store-list.ts";
import { openStore } from "./store-session.ts";

/** What somebody may be making just now is younger than this. */
const AN_HOUR_MS = 3_600_000;

/** Removes copies that no pin in force stands for, and what was left behind. */
export const run: Run = async (context) => {
  const { io, options, world } = context;
  const { trees } = await context.lockWorld();
  const { folders } = openStore(context);
  const { now, home } = world.machine;
  const isOld = ({ folder }: StoredFolder): boolean =>
    now.getTime() - (trees.changedAt(folder) ?? now.getTime()) > AN_HOUR_MS;
  const useless = folders
    .filter((one) => (one.isLeftBehind ? isOld(one) : one.kept.length === 0))
    .map(({ folder }) => ({ folder, bytes: sizeOf(world.disk, folder) }));
  const isText = options.format === "text";
  if (isText)
    for (const { folder, bytes } of useless)
      io.out(`${megabytes(bytes).padStart(9)}  ${printable(shortPath(folder, home), 300)}\n`);
  const total = useless.reduce((sum, { bytes }) => sum + bytes, 0);
  const words = `${count(useless.length, "folder")}, ${megabytes(total)}`;
  const isWanted = useless.length > 0 && (await isYes(context, words));
  if (isWanted) {
    for (const { folder } of useless) trees.remove(folder);
    world.audit.append({
      event: "store-changed",
      message: `removed ${words} of private copies without a pin`,
      details: { folders: useless.map(({ folder }) => folder) },
    });
  }
  const removed = isWanted ? useless : [];
  if (!isText) {
    const head = headJson({ version: world.version, now: now.toISOString() });
    io.out(`${printableJson({ ...head, removed })}\n`);
  } else if (useless.length === 0) io.out("every private copy is pinned: nothing to remove\n");
  else io.out(isWanted ? `removed ${words}\n` : "nothing was removed\n");
  return isWanted || useless.length === 0 ? EXIT.clean : EXIT.unsettled;
};

async function isYes({ io, options }: CommandContext, words: string): Promise<boolean> {
  if (options.isYes) return true;
  if (!io.canAsk || options.format !== "text")
    throw usageError(
      "store prune asks before it removes, and there is no terminal to ask on",
      "say --yes to remove without a question",
    );
  return /^y(?:es)?$/i.test((await io.ask(`remove ${words}? [y/N] `)).trim());
}

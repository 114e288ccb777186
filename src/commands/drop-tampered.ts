import { sha256Of } from "../model/digest.ts";
import { count, printable } from "../model/text.ts";
import { shortPath } from "../reporters/paths.ts";
import { checkState } from "../state/check-state.ts";
import { foldersOf } from "../state/folders.ts";
import { stateText } from "../state/recorded-files.ts";
import type { KnownServer } from "../verify/servers.ts";
import { verify } from "../verify/verify.ts";
import { isConfirmed } from "./confirm-acceptance.ts";
import type { CommandContext } from "./define.ts";

/**
 * Drops the records of these servers that something else than pinfold changed, after it has shown
 * them: what they say is nobody's word.
 */
export async function dropTampered(
  context: CommandContext,
  wanted: string,
  servers: readonly KnownServer[],
): Promise<"nothing" | "dropped" | "declined"> {
  const { io, options, world } = context;
  const { home } = world.machine;
  const say = (text: string): void => (options.format === "text" ? io.out(text) : io.err(text));
  const all = checkState(world, foldersOf(world.machine)).tampered;
  if (all.length === 0) return "nothing";
  const ids = servers.map(({ entry }) => entry.id);
  const report = await verify(world, { ...options.scope, servers: ids });
  const own = new Set(
    report.servers
      .flatMap(({ findings }) => findings)
      .flatMap(({ ruleId, location }) => (ruleId === "baseline-tampered" ? location : []))
      .map((location) => location?.file),
  );
  const found = all.filter(({ file }) => own.has(file));
  if (found.length === 0) return "nothing";
  for (const { file, message } of found)
    say(`${printable(shortPath(file, home), 300)}: ${printable(message)}\n`);
  const digest = sha256Of(
    JSON.stringify(found.map(({ file }) => [file, stateText(world.disk, file)])),
  );
  const question = `drop ${count(found.length, "record")} and pin anew? [y/N] `;
  if (!(await isConfirmed(context, { name: wanted, digest, isError: true, question })))
    return "declined";
  for (const { file } of found) world.files.forget(file);
  return "dropped";
}

import { PinfoldError } from "../errors.ts";
import { printable } from "../model/text.ts";
import type { RunningClient } from "../ports/client-environment.ts";
import type { KnownServer } from "../verify/servers.ts";
import type { CommandContext } from "./define.ts";

/** The PATH of one client, as it was learned from this machine. */
interface Captured {
  readonly path: string;
  /** `the running cursor (process 4711)`, `the login shell` */
  readonly from: string;
}

/**
 * Learns the PATH of each client that has one of these servers: from the client itself where it
 * runs, else from the login shell, which programs of a desktop ask too. Answers client to PATH.
 *
 * @throws {PinfoldError} where nothing tells, or two of one client tell different things
 */
export async function capturePaths(
  { clientEnvironment, io, options, world }: CommandContext,
  servers: readonly KnownServer[],
): Promise<ReadonlyMap<string, string>> {
  const say = (text: string): void => (options.format === "text" ? io.out(text) : io.err(text));
  const paths = new Map<string, string>();
  let fromShell: string | null = null;
  for (const { entry } of servers) {
    if (paths.has(entry.client)) continue;
    const processes = world.clients.find(({ id }) => id === entry.client)?.processes ?? [];
    const running = oneOf(clientEnvironment.running(processes), entry.clientName);
    if (running === null) fromShell ??= await clientEnvironment.loginShell();
    const captured: Captured | null =
      running !== null
        ? { path: running.path, from: `the running ${entry.clientName} (process ${running.pid})` }
        : fromShell !== null
          ? { path: fromShell, from: "the login shell" }
          : null;
    if (captured === null)
      throw new PinfoldError(
        "refused",
        `neither a running ${entry.clientName} nor the login shell tells a PATH`,
        "say it: --client-path PATH",
      );
    say(`PATH of ${printable(entry.clientName, 80)}, from ${captured.from}:\n`);
    say(`  ${printable(captured.path, 4000)}\n`);
    paths.set(entry.client, captured.path);
  }
  return paths;
}

function oneOf(found: readonly RunningClient[], client: string): RunningClient | null {
  const [first, ...more] = found;
  const other = more.find(({ path }) => path !== first?.path);
  if (first !== undefined && other !== undefined)
    throw new PinfoldError(
      "refused",
      `${client} runs with different PATHs (processes ${first.pid} and ${other.pid})`,
      "end one of them, or say which PATH counts: --client-path PATH",
    );
  return first ?? null;
}

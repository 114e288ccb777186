import { PinfoldError } from "../errors.ts";
import { byUtf8, sha256Of } from "../model/digest.ts";
import type { EntryEvidence } from "../model/entry-evidence.ts";
import { entryKey } from "../model/server.ts";
import { printable } from "../model/text.ts";
import { findingBlock } from "../reporters/finding-block.ts";
import { styleFor } from "../reporters/style.ts";
import { foldersOf } from "../state/folders.ts";
import { type EntryPin, State } from "../state/state.ts";
import { type EntryReading, isUnpinnable, readEntry } from "../verify/entry-evidence.ts";
import { entryPinOf } from "../verify/entry-pin.ts";
import { judgeEvidence } from "../verify/judge.ts";
import { type KnownServer, knownServers } from "../verify/servers.ts";
import { recordSources } from "../verify/sources.ts";
import { isConfirmed } from "./confirm-acceptance.ts";
import type { CommandContext } from "./define.ts";

/** One entry as `accept --json` shows it. */
interface AcceptedEntry {
  readonly server: string;
  readonly entry: string;
  readonly isAccepted: boolean;
}

/**
 * Remembers entries as they are now, each digest shown whole. What cannot be pinned, and variables
 * that are wrong on any machine, are accepted only with a reason and an end. Answers what
 * was accepted.
 */
export async function acceptServer(context: CommandContext): Promise<{
  readonly isDone: boolean;
  readonly servers: readonly AcceptedEntry[];
}> {
  const { options, world } = context;
  const state = new State(world.disk, world.files, foldersOf(world.machine));
  const { discovery, servers } = knownServers(world, options.scope);
  const rows: AcceptedEntry[] = [];
  for (const server of servers) {
    const read = readEntry(server, state, world.machine);
    const isAccepted = await acceptEntry(context, state, server, read);
    if (isAccepted) recordSources(state, discovery.servers, [server.entry]);
    const { id } = server.entry;
    rows.push({ server: id, entry: read.entry.now.digest, isAccepted });
  }
  return { isDone: rows.every(({ isAccepted }) => isAccepted), servers: rows };
}

async function acceptEntry(
  context: CommandContext,
  state: State,
  server: KnownServer,
  read: EntryReading,
): Promise<boolean> {
  const { io, options, world } = context;
  const { reason, until } = options;
  const { entry, launch } = server;
  const { home, now } = world.machine;
  const name = printable(entry.name, 80);
  const say = (text: string): void => (options.format === "text" ? io.out(text) : io.err(text));
  const { findings } = judgeEvidence(
    { entry: read.entry, environment: read.environment },
    entry.id,
  );
  const block = { style: styleFor(io.isTerminal, world.machine.env), home };
  if (options.format === "text")
    for (const finding of findings) io.out(findingBlock(finding, entry, block));

  const isEndless = !isUnpinnable(launch);
  const ofVariables = judgeEvidence({ environment: read.environment }, entry.id).findings;
  const wrong = ofVariables.filter(
    ({ ruleId, severity }) => severity === "error" && OF_VARIABLES.includes(ruleId),
  );
  if (isEndless && wrong.length === 0 && isAsPinned(read.entry) && !hasNews(read)) {
    say(`${name} is what was pinned: nothing to accept\n`);
    return true;
  }
  if ((!isEndless || wrong.length > 0) && (reason === null || until === null))
    throw new PinfoldError(
      "usage",
      wrong.length > 0
        ? `${entry.name}: what is wrong without any pin is accepted only with a reason and an end`
        : `${entry.name} cannot be pinned, and is accepted only with a reason and an end`,
      `pinfold accept ${entry.name} --reason TEXT --until 2027-01-31`,
    );
  if (until !== null && until < now.toISOString().slice(0, 10))
    throw new PinfoldError("usage", `--until ${until} is over`, "name a day that is to come");

  const pin = entryPinOf(server, "", home);
  const digest = acceptedDigest(pin);
  say(shownEntry(read.entry, server, digest));
  const isWanted = await isConfirmed(context, {
    name: entry.name,
    digest,
    isError: findings.some(({ severity }) => severity === "error"),
    question: `accept ${name} as it is now? [y/N] `,
  });
  if (!isWanted) return false;
  world.audit.append({
    event: "accepted",
    message: `the entry ${entry.name} is accepted as it is${until === null ? "" : ` until ${until}`}`,
    servers: [entry.id],
    subject: read.entry.now.subject,
    digest,
    details: { reason, until },
  });
  const before = state.entryPins.read(entryKey(entry));
  const lockfiles = before?.subject === pin.subject ? before.lockfiles : "";
  const allowed =
    wrong.length > 0 && reason !== null && until !== null ? { allowed: { reason, until } } : {};
  state.entryPins.write(entryKey(entry), { ...pin, lockfiles, ...allowed });
  if (!isEndless && reason !== null && until !== null) {
    const observed = read.entry.now.digest;
    state.acceptances.write(entryKey(entry), { id: entry.id, entry: observed, reason, until });
  }
  const end = until === null ? "" : ` until ${until}`;
  say(`${name} is accepted as it is now${end}\n`);
  return true;
}

/** Rules that find a variable wrong whatever was pinned. */
const OF_VARIABLES: readonly string[] = [
  "injected-environment",
  "redirected-registry",
  "weakened-tls",
];

/** Of the entry and of the values that can change what runs: all that is remembered. */
function acceptedDigest({ entry, variables = {} }: EntryPin): string {
  const values = Object.entries(variables).toSorted(([a], [b]) => byUtf8(a, b));
  return sha256Of(JSON.stringify([entry, values]));
}

function isAsPinned({ now, pinned }: EntryEvidence): boolean {
  return pinned?.digest === now.digest && (pinned.isExact === now.isExact || now.isExact);
}

function hasNews({ environment }: EntryReading): boolean {
  return environment.variables.some(({ isAccepted }) => !isAccepted);
}

/** What is accepted, without secrets: values of variables are never shown. */
function shownEntry(
  { now, pinned }: EntryEvidence,
  { entry }: KnownServer,
  digest: string,
): string {
  const line = (label: string, text: string): string => `  ${label} ${printable(text, 600)}\n`;
  const variables = now.envNames.join(", ");
  return [
    `${printable(entry.id, 200)}\n`,
    now.command === "" ? "" : line("starts  ", now.line),
    now.subject === "" ? "" : line("runs    ", now.subject),
    now.endpoint === null ? "" : line("reaches ", now.endpoint),
    variables === "" ? "" : line("env     ", variables),
    pinned === null ? "" : line("pinned  ", pinned.digest),
    line("observed", now.digest),
    line("digest  ", digest),
  ].join("");
}

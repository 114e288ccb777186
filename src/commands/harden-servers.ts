import { applyEdit } from "../edits/apply.ts";
import { differenceOf } from "../edits/difference.ts";
import { PinfoldError } from "../errors.ts";
import { decideExact } from "../harden/decide-exact.ts";
import { decideRun } from "../harden/decide.ts";
import type { Decision, Start } from "../harden/define.ts";
import { factsOf } from "../harden/facts.ts";
import { launcherPath } from "../harden/launcher-path.ts";
import { type Decided, type HardenPlan, planHardening, type PlannedFile } from "../harden/plan.ts";
import { recordChanged } from "../harden/record.ts";
import { count, printable } from "../model/text.ts";
import { editText } from "../reporters/edit.ts";
import { type HardenedServer, leftText, startsText } from "../reporters/harden.ts";
import { foldersOf } from "../state/folders.ts";
import { pinsInForce } from "../verify/pins.ts";
import { type KnownServer, type KnownServers, knownServers } from "../verify/servers.ts";
import type { CommandContext } from "./define.ts";
import { CopyToBe, dropUnusedCopies, makeCopies } from "./harden-copies.ts";
import { rowsOf, writtenRows } from "./harden-rows.ts";
import {
  answer,
  HARDEN,
  type HardenSession,
  isWanted,
  logChange,
  openHardenSession,
  warnOfRunning,
} from "./harden-session.ts";

/**
 * Has clients start servers from their private copies: decide, show every changed line, ask, write,
 * remember. What cannot be hardened says why, and what to do.
 */
export async function hardenServers(context: CommandContext): Promise<number> {
  const session = openHardenSession(context);
  const { io, options, world } = session;
  const known = knownServers(world, options.scope);
  for (const { file, message } of known.discovery.problems)
    io.err(`pinfold: ${printable(file, 300)}: ${printable(message, 300)}\n`);
  const isNamed = options.positionals.length > 0;
  const servers = known.servers.filter(({ entry }) => isNamed || !entry.disabled);
  if (servers.length === 0) {
    session.say("no MCP server is configured: nothing was changed\n");
    return answer(session, []);
  }
  const copies = new CopyToBe(session);
  const { disk, userFiles } = world;
  const planContext = { disk, userFiles, discovery: known.discovery };
  const decided = decideAll(session, servers, copies);
  const shown = planHardening(planContext, decided);
  show(session, shown, copies);
  if (shown.files.length === 0) return answer(session, rowsOf(shown.others));
  warnOfRunning(
    session,
    serversOf(shown).map(({ entry }) => entry.client),
  );
  const question = `write ${count(shown.files.length, "file")}?`;
  if (!(await isWanted(session, question)))
    return answer(session, [
      ...rowsOf(shown.others),
      ...writtenRows(shown.files, "declined", null),
    ]);
  const isByRun = !options.has("pin-only");
  const missing = isByRun
    ? await makeCopies(session, serversOf(shown))
    : new Map<string, Decision>();
  if (isByRun) copies.install();
  // What has no copy to start from keeps the launcher that it has.
  const plan = missing.size === 0 ? shown : planHardening(planContext, without(decided, missing));
  const rows = plan.files.flatMap((file) => write(session, file));
  remember(session, known, plan.files, rows);
  return answer(session, [...rowsOf(plan.others), ...rows]);
}

function serversOf({ files }: HardenPlan): readonly KnownServer[] {
  return files.flatMap(({ servers }) => servers.map(({ server }) => server));
}

function without(
  decided: readonly Decided[],
  missing: ReadonlyMap<string, Decision>,
): readonly Decided[] {
  return decided.map(({ server, decision }) => ({
    server,
    decision: missing.get(server.entry.id) ?? decision,
  }));
}

function decideAll(
  session: HardenSession,
  servers: readonly KnownServer[],
  copies: CopyToBe,
): readonly Decided[] {
  const { options, world, state } = session;
  const pins = pinsInForce(world.disk, state, foldersOf(world.machine), null);
  const decide = (server: KnownServer): Decision => {
    const isShared = isOfTeam(server);
    const facts = factsOf({ machine: world.machine, state, pins }, server, isShared);
    if (options.has("pin-only"))
      return decideExact(facts, isShared ? null : launcherPath(session.chains, server), isShared);
    return decideRun(facts, isShared ? BY_NAME : copies.start);
  };
  return servers.map((server) => ({ server, decision: decide(server) }));
}

const BY_NAME: Start = { by: "name" };

/** A file that others have too: no path of this machine goes into it. */
function isOfTeam({ entry: { scope, folder } }: KnownServer): boolean {
  return scope === "project" || (scope === "agent" && folder !== null);
}

function show(session: HardenSession, { files, others }: HardenPlan, { known }: CopyToBe): void {
  const { say, style, world } = session;
  const { home } = world.machine;
  for (const { edit, servers } of files) {
    say(editText(edit, differenceOf(edit, known), { home, style }));
    for (const { server, decision } of servers)
      if (decision.kind === "rewrite") say(startsText([server.entry.id], decision.starts));
    say("\n");
  }
  const rows = rowsOf(others);
  const done = rows.filter(({ outcome }) => outcome === "already");
  if (done.length > 0)
    say(`hardened already: ${printable(done.map(({ id }) => id).join(", "), 600)}\n`);
  say(
    leftText(
      rows.filter(({ outcome }) => outcome === "left"),
      { home, style },
    ),
  );
}

function write(session: HardenSession, file: PlannedFile): readonly HardenedServer[] {
  const { io, world, history } = session;
  const about = file.servers.map(({ server }) => server.entry.id);
  const { parts } = file;
  const reason = { by: HARDEN, at: world.machine.now, about, parts };
  try {
    const made = applyEdit(world.userFiles, history, file.edit, reason);
    const message = `${made.file} starts ${about.join(", ")} by what is pinned`;
    logChange(session, {
      event: "hardened",
      message,
      servers: about,
      file: made.file,
      digest: made.after,
    });
    return writtenRows([file], "hardened", null);
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    io.err(`pinfold: ${printable(thrown.message, 600)}\n`);
    io.err(`pinfold: hint: ${printable(thrown.hint, 600)}\n`);
    return writtenRows([file], "failed", thrown);
  }
}

function remember(
  session: HardenSession,
  before: KnownServers,
  files: readonly PlannedFile[],
  rows: readonly HardenedServer[],
): void {
  const { world, options, say } = session;
  const done = rows.filter(({ outcome }) => outcome === "hardened").map(({ id }) => id);
  if (done.length === 0) return;
  const now = knownServers(world, { ...options.scope, servers: [] });
  recordChanged(
    session.chains,
    now.servers.filter(({ entry }) => done.includes(entry.id)),
  );
  dropUnusedCopies(session);
  const clients = new Set(
    before.servers
      .filter(({ entry }) => done.includes(entry.id))
      .map(({ entry }) => entry.clientName),
  );
  say(`hardened ${count(done.length, "server")} in ${count(files.length, "file")}\n`);
  say(
    `next: restart ${printable([...clients].join(", "), 300)}; to take it back: pinfold harden --undo\n`,
  );
}

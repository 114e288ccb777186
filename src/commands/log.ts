import { ChainWalk } from "../audit/chain.ts";
import { type AuditFilter, isAskedFor } from "../audit/filter.ts";
import { isKnownEvent } from "../audit/line.ts";
import { AUDIT_EVENTS, type AuditRecord } from "../model/audit.ts";
import { parseDuration } from "../model/duration.ts";
import { count, printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headText, recordLine } from "../reporters/audit.ts";
import { headJson } from "../reporters/json.ts";
import type { CommandContext, Options, Run } from "./define.ts";
import { usageError } from "./options.ts";

/** As many as one looks at without being asked for more. */
const LINES = 50;

export const run: Run = async (context) => {
  const { options } = context;
  if (options.has("verify")) {
    const { runLogVerify } = await import("./log-verify.ts");
    return runLogVerify(context);
  }
  if (options.has("head"))
    throw usageError("--head goes with --verify", "pinfold log --verify --head SEQ:HEX");
  return show(context);
};

function show({ io, options, world }: CommandContext): number {
  const { now } = world.machine;
  const filter = filterOf(options, now);
  const isJson = options.format === "json";
  const limit = limitOf(options.one("limit")) ?? (isJson ? Infinity : LINES);
  const walk = new ChainWalk();
  const asked: AuditRecord[] = [];
  let found = 0;
  for (const record of world.audit.records(walk)) {
    if (!isAskedFor(record, filter)) continue;
    found += 1;
    asked.push(record);
    if (asked.length > limit) asked.shift();
  }
  const { head, problems } = walk;
  if (isJson) {
    const top = headJson({ version: world.version, now: now.toISOString() });
    const answer = { ...top, folder: world.audit.folder, records: asked, head, problems };
    io.out(`${printableJson(answer)}\n`);
    return EXIT.clean;
  }
  for (const record of asked) io.out(recordLine(record));
  if (found > asked.length)
    io.out(`the last ${asked.length} of ${count(found, "record")}; --limit N shows more\n`);
  if (found === 0) io.out(head === null ? "there is no audit log yet\n" : "no record of that\n");
  else if (head !== null) io.out(headText(head));
  const [problem] = problems;
  if (problem !== undefined)
    io.err(
      `pinfold: the chain is broken: ${printable(problem.message)}; pinfold log --verify says where\n`,
    );
  return EXIT.clean;
}

function filterOf(options: Options, now: Date): AuditFilter {
  const events = options.all("event").flatMap((text) => text.split(","));
  const unknown = events.find((event) => !isKnownEvent(event));
  if (unknown !== undefined)
    throw usageError(
      `there is no event ${JSON.stringify(unknown)}`,
      `events are: ${AUDIT_EVENTS.join(", ")}`,
    );
  return { about: options.positionals, events, since: sinceOf(options.one("since"), now) };
}

function sinceOf(text: string | null, now: Date): Date | null {
  if (text === null) return null;
  const ago = parseDuration(text);
  if (ago !== null) return new Date(now.getTime() - ago);
  const time = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw usageError(
      `--since ${text} is neither a time nor a duration`,
      "write it as 2h, 7d, 2027-01-31 or 2027-01-31T08:00:00Z",
    );
  return new Date(time);
}

function limitOf(text: string | null): number | null {
  if (text === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw usageError(`--limit ${text} is no number of records`, "write it as --limit 200");
  return Number(text);
}

import { ChainWalk } from "../audit/chain.ts";
import type { AuditHead } from "../model/audit.ts";
import { count, printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headText } from "../reporters/audit.ts";
import { headJson } from "../reporters/json.ts";
import { shortPath } from "../reporters/paths.ts";
import { foldersOf } from "../state/folders.ts";
import { checkState } from "../state/check-state.ts";
import type { CommandContext } from "./define.ts";
import { usageError } from "./options.ts";

/** What became of a head that was kept elsewhere. */
type Anchor = "held" | "cut-off" | "rewritten" | "rotated-away";

/**
 * Follows the whole chain, compares it with a head that was kept elsewhere, and the records of this
 * machine's state with what the log says of them.
 */
export function runLogVerify({ io, options, world }: CommandContext): number {
  const anchor = anchorOf(options.one("head"));
  const walk = new ChainWalk(anchor?.seq ?? null);
  const records = world.audit.records(walk);
  while (records.next().done !== true);
  const { head, first, problems, isUnfinished } = walk;
  const held = anchor === null ? null : comparedWith(anchor, walk);
  const isWhole = head !== null && problems.length === 0;
  const state = isWhole ? checkState(world, foldersOf(world.machine)) : null;

  const isBroken =
    problems.length > 0 ||
    held === "cut-off" ||
    held === "rewritten" ||
    (state?.tampered.length ?? 0) > 0;
  const exitCode = isBroken
    ? EXIT.violated
    : head === null || held === "rotated-away"
      ? EXIT.unsettled
      : EXIT.clean;

  if (options.format === "json") {
    const top = headJson({ version: world.version, now: world.machine.now.toISOString() });
    const chain = { records: walk.records, first, head, isUnfinished, problems };
    io.out(`${printableJson({ ...top, ...chain, anchor: held, state, exitCode })}\n`);
    return exitCode;
  }
  for (const { file, line, seq, message } of problems.slice(0, 1)) {
    const at = file === "" ? "" : ` (${file}:${line})`;
    io.out(`broken: record ${seq ?? "?"}${at}: ${printable(message)}\n`);
  }
  if (problems.length > 1) io.out(`and ${count(problems.length - 1, "break")} after it\n`);
  if (isUnfinished) io.out("the last record was written half; the next one will say so\n");
  if (anchor !== null && held !== null) io.out(`${anchorText(anchor, held)}\n`);
  for (const { file, message } of state?.tampered ?? [])
    io.out(`tampered: ${shortPath(file, world.machine.home)}: ${printable(message)}\n`);
  if (head === null) io.out("there is no audit log yet: nothing was checked\n");
  else {
    const since =
      first === null || first === 1
        ? ""
        : ` from record ${first} on (older ones were rotated away)`;
    const chain = isWhole
      ? `the chain of ${count(walk.records, "record")}${since} is whole`
      : "the chain is broken";
    const kept = state === null ? "" : `; ${count(state.records, "record")} of state compared`;
    io.out(`${chain}${kept}\n${headText(head)}`);
  }
  return exitCode;
}

function anchorOf(text: string | null): AuditHead | null {
  if (text === null) return null;
  const [, seq, hex] = /^([1-9]\d{0,14}):(?:sha256:)?([0-9a-f]{64})$/i.exec(text) ?? [];
  if (seq === undefined || hex === undefined)
    throw usageError(
      `--head ${text} is not of the form SEQ:HEX`,
      "pinfold log prints the head; keep it elsewhere as it is",
    );
  return { seq: Number(seq), digest: `sha256:${hex.toLowerCase()}` };
}

function comparedWith({ seq, digest }: AuditHead, { head, first, asked }: ChainWalk): Anchor {
  if (asked !== null) return asked === digest ? "held" : "rewritten";
  if (head === null || seq > head.seq) return "cut-off";
  return first !== null && seq < first ? "rotated-away" : "rewritten";
}

function anchorText({ seq }: AuditHead, held: Anchor): string {
  return {
    held: `record ${seq} is the one that was kept elsewhere`,
    "cut-off": `broken: the log was cut off or begun anew: record ${seq} is not there any more`,
    rewritten: `broken: the log was written anew: record ${seq} is another one than was kept elsewhere`,
    "rotated-away": `record ${seq} was rotated away: keep a newer head`,
  }[held];
}

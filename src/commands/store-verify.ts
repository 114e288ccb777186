import { isNpmLockfile, isPypiLockfile } from "../lockfile/parse.ts";
import { isSubjectOf } from "../model/subject.ts";
import { count, printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { findingBlock } from "../reporters/finding-block.ts";
import { headJson } from "../reporters/json.ts";
import { styleFor } from "../reporters/style.ts";
import type { JudgedCopy, Kept, KeptWorld } from "../store/define.ts";
import { KEEPERS } from "../store/index.ts";
import { judgeEvidence } from "../verify/judge.ts";
import type { Run } from "./define.ts";
import { usageError } from "./options.ts";
import { openStore } from "./store-session.ts";

/** Reads every file of the copies that pins in force stand for. */
export const run: Run = async (context) => {
  const { io, options, world } = context;
  const { env, home, now } = world.machine;
  const { state, folders } = openStore(context);
  const wanted = options.positionals;
  const kept = folders.flatMap((one) => one.kept.slice(0, 1));
  const selected = kept.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const missing = wanted.find((one) => kept.every(({ name }) => name !== one));
  if (missing !== undefined)
    throw usageError(
      `there is no private copy of ${JSON.stringify(missing)}`,
      "pinfold store list shows the copies; they are named by their subject, as npm:NAME",
    );
  const rows = [];
  const block = { style: styleFor(io.isTerminal, env), home };
  for (const one of selected) {
    io.progress(`reading the copy of ${one.name}`);
    const judged = await judge({ ...world, state }, one);
    io.progress(null);
    if (judged === null) continue;
    const { findings, verdict } = judgeEvidence(judged.evidence, one.name);
    const errors = findings.filter(({ severity }) => severity === "error");
    rows.push({
      subject: one.name,
      folder: one.folder,
      verdict,
      findings,
      checked: judged.checked,
    });
    if (options.format === "json") continue;
    for (const finding of errors) io.out(findingBlock(finding, null, block));
    const { files, packages } = judged.checked;
    io.out(
      `${verdict.padEnd(8)}  ${printable(one.name, 120)} ${printable(one.lockfile.version, 60)}  ${count(files, "file")} of ${count(packages, "package")}\n`,
    );
  }
  const isViolated = rows.some(({ verdict }) => verdict === "violated");
  const exitCode = isViolated ? EXIT.violated : rows.length === 0 ? EXIT.unsettled : EXIT.clean;
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: now.toISOString() });
    io.out(`${printableJson({ ...head, copies: rows, exitCode })}\n`);
  } else if (rows.length === 0)
    io.out("there is no private copy of a pinned tree: nothing was read\n");
  return exitCode;
};

function judge(world: KeptWorld, { subject, lockfile, ...rest }: Kept): Promise<JudgedCopy | null> {
  const around = { interpreter: null, home: world.machine.home };
  if (isSubjectOf(subject, "npm") && isNpmLockfile(lockfile))
    return KEEPERS.npm.judge(world, { subject, lockfile, ...rest }, around);
  if (isSubjectOf(subject, "pypi") && isPypiLockfile(lockfile))
    return KEEPERS.pypi.judge(world, { subject, lockfile, ...rest }, around);
  return Promise.resolve(null);
}

import { dirname } from "node:path";
import { existsSync } from "node:fs";

import { PinfoldError } from "../errors.ts";
import type { FolderState, RevisionRequest, Revisions } from "../ports/revisions.ts";
import { type ProgramRun, runProgram } from "./run-program.ts";

const TIMEOUT_MS = 30_000;
/** More lockfiles than any team has. */
const MAX_FILES = 2_000;
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * git, asked for what it has: nothing is fetched, written or checked out. What a repository's own
 * configuration could start (a monitor of the file system, filters) is not reached by these commands, or
 * switched off.
 */
export const gitRevisions: Revisions = {
  async filesAt({ folder, revision, wants, env }) {
    const there = nearestFolder(folder);
    const git = (...args: readonly string[]): Promise<ProgramRun> =>
      runProgram(
        "git",
        ["-C", there, "-c", "core.fsmonitor=false", "--no-replace-objects", ...args],
        { env: environmentOf(env), timeout: TIMEOUT_MS },
      );
    const top = (await answerOf(git("rev-parse", "--show-toplevel"), there)).trim();
    const named = await git(
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${revision}^{commit}`,
    );
    const wanted = named.stdout.trim();
    if (named.code !== 0 || !COMMIT.test(wanted)) throw unknownRevision(revision, top);
    const base = await git("merge-base", wanted, "HEAD");
    const common = base.stdout.trim();
    // A shallow copy may not hold where the two met: then the revision itself is the base.
    const commit = base.code === 0 && COMMIT.test(common) ? common : wanted;
    const prefix = folder === top ? "" : `${folder.slice(top.length + 1)}/`;
    return readTree({ git, commit, prefix, wants }, there);
  },
};

async function readTree(
  {
    git,
    commit,
    prefix,
    wants,
  }: Pick<RevisionRequest, "wants"> & {
    readonly git: (...args: readonly string[]) => Promise<ProgramRun>;
    readonly commit: string;
    readonly prefix: string;
  },
  folder: string,
): Promise<FolderState> {
  const list = ["ls-tree", "-r", "-z", "--full-tree", commit];
  const tree = await answerOf(git(...list, ...(prefix === "" ? [] : ["--", prefix])), folder);
  const files = new Map<string, string>();
  for (const line of tree.split("\0")) {
    // A link in the history is no file, and its text would be taken for one.
    const [, oid = "", path = ""] = /^100[0-7]{3} blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    const inner = path.startsWith(prefix) ? path.slice(prefix.length) : "";
    if (inner === "" || !wants(inner)) continue;
    if (files.size >= MAX_FILES)
      throw new PinfoldError(
        "input",
        `${commit.slice(0, 12)} has more lockfiles than any team`,
        "name the folder of the lockfiles with --lockfiles DIR",
      );
    files.set(inner, await answerOf(git("cat-file", "blob", oid), folder));
  }
  return { label: commit.slice(0, 12), files };
}

/** The folder may be new, or gone: its history is that of the nearest one that is there. */
function nearestFolder(folder: string): string {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  return there;
}

/** git's own variables could lead it to another repository. */
function environmentOf(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const kept = ["PATH", "HOME", "SYSTEMROOT", "USERPROFILE"].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    LC_ALL: "C",
  };
}

async function answerOf(work: Promise<ProgramRun>, folder: string): Promise<string> {
  const { code, stdout, stderr, problem } = await work;
  if (code === 0 && problem === null) return stdout;
  if (problem === "missing")
    throw new PinfoldError(
      "usage",
      "there is no git, which --base REF asks",
      "install it, or give a folder with the lockfiles as they were: --base DIR",
    );
  const why = stderr.trim().split("\n")[0] ?? "";
  throw new PinfoldError(
    "usage",
    `git gives no history of ${folder}: ${problem ?? why}`,
    "run it in a checkout, or give a folder with the lockfiles as they were: --base DIR",
  );
}

function unknownRevision(revision: string, top: string): PinfoldError {
  return new PinfoldError(
    "usage",
    `${top} has no revision ${JSON.stringify(revision)}`,
    "fetch it first: a shallow checkout has the last commit alone (docs/ci.md)",
  );
}

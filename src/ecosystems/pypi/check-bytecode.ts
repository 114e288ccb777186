import type { EnvironmentProblem } from "../../model/python-evidence.ts";
import type { Baseline } from "../../model/baseline.ts";
import { type BytecodeState, judgeBytecode, sourceOf } from "./bytecode.ts";
import { isCache } from "./generated.ts";
import type { ObservedEnvironment } from "./observe-environment.ts";

export interface BytecodeCheck {
  readonly problems: readonly EnvironmentProblem[];
  /** Compiled files whose header is their source's, and that nothing vouches for. */
  readonly unchecked: number;
  /** What to compare with later: path to header and digest. */
  readonly seen: Readonly<Record<string, string>>;
}

/**
 * The compiled files that Python runs in place of their source. Their headers are compared with the
 * source, and the files with what was first seen: Python writes one anew only where the header no
 * longer fits, so another one under the same header was put there.
 */
export function checkBytecode(
  { root, reading, files }: ObservedEnvironment,
  before: Baseline["bytecode"],
): BytecodeCheck {
  const problems: EnvironmentProblem[] = [];
  const seen: Record<string, string> = {};
  let unchecked = 0;
  for (const [path, head] of Object.entries(reading.heads)) {
    if (!isCache(path)) continue;
    const sha256 = files.get(path)?.sha256 ?? "";
    const source = files.get(sourceOf(path) ?? "");
    const state = source === undefined ? "no source" : judgeBytecode(head, source);
    const known = before?.[path];
    const print = `${head.slice(16)} ${sha256.slice(0, 32)}`;
    if (state !== "matching")
      problems.push(problemOf(`${root}/${path}`, WORDING[state], null, sha256));
    else if (known !== undefined && known !== print && known.startsWith(`${head.slice(16)} `))
      problems.push(
        problemOf(
          `${root}/${path}`,
          "was changed since it was first seen, and still claims to be of the same source",
          known.split(" ")[1] ?? null,
          sha256,
        ),
      );
    else {
      unchecked += 1;
      seen[path] = print;
    }
  }
  return { problems, unchecked, seen };
}

const WORDING: Readonly<Record<Exclude<BytecodeState, "matching"> | "no source", string>> = {
  unchecked: "tells Python to run it without comparing it with its source",
  stale: "is not of the source beside it",
  malformed: "is no compiled file of Python",
  "no source": "has no source beside it",
};

function problemOf(
  path: string,
  why: string,
  pinned: string | null,
  observed: string,
): EnvironmentProblem {
  return {
    kind: "bytecode",
    path,
    message: `the compiled file ${path.slice(path.lastIndexOf("/") + 1)} ${why}`,
    pinned: pinned === null ? null : `sha256:${pinned}…`,
    observed: `sha256:${observed}`,
    wouldRun: path,
  };
}

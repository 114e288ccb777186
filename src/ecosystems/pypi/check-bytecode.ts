import type { EnvironmentProblem } from "../../model/python-evidence.ts";
import type { Baseline } from "../../model/baseline.ts";
import type { ComparedFiles, CompiledPair } from "../../ports/python-compiler.ts";
import { type BytecodeState, judgeBytecode, sourceOf } from "./bytecode.ts";
import { isCache } from "./generated.ts";
import type { ObservedEnvironment } from "./observe-environment.ts";

export interface BytecodeCheck {
  readonly problems: readonly EnvironmentProblem[];
  /** Compiled files whose header is their source's, and that nothing vouches for. */
  readonly unchecked: number;
  /** What to compare with later: path to header and digest. */
  readonly seen: Readonly<Record<string, string>>;
  /** Those of them that are what their source compiles to. */
  readonly compiled: Readonly<Record<string, string>>;
}

/**
 * The compiled files that Python runs in place of their source. Their headers are compared with the
 * source; the files with what their source compiles to, where that was done, and else with what was
 * first seen: Python writes one anew only where the header no longer fits, so another one under the
 * same header was put there.
 */
export function checkBytecode(
  environment: ObservedEnvironment,
  before: Baseline | null,
  compared: ComparedFiles | null = null,
): BytecodeCheck {
  const { root, files } = environment;
  const problems: EnvironmentProblem[] = [];
  const seen: Record<string, string> = {};
  const compiled: Record<string, string> = {};
  let unchecked = 0;
  for (const { path, state, print } of cachedFiles(environment)) {
    const known = before?.bytecode?.[path];
    const sha256 = files.get(path)?.sha256 ?? "";
    const tell = (why: string, pinned: string | null): void =>
      void problems.push(problemOf(`${root}/${path}`, why, pinned, sha256));
    const isRight =
      compared?.right.has(`${root}/${path}`) === true || before?.compiled?.[path] === print;
    if (state !== "matching") tell(WORDING[state], null);
    else if (compared?.wrong.has(`${root}/${path}`) === true)
      tell("is not what its source compiles to", null);
    else if (isRight) {
      seen[path] = print;
      compiled[path] = print;
    } else if (known !== undefined && known !== print && isSameHeader(known, print))
      tell(
        "was changed since it was first seen, and still claims to be of the same source",
        known.split(" ")[1] ?? null,
      );
    else {
      unchecked += 1;
      seen[path] = print;
    }
  }
  return { problems, unchecked, seen, compiled };
}

/** Compiled files that fit their source, and that were never compared with it. */
export function uncompared(
  environment: ObservedEnvironment,
  before: Baseline | null,
): readonly CompiledPair[] {
  const { root, files } = environment;
  return cachedFiles(environment).flatMap(({ path, state, print }) => {
    const source = sourceOf(path) ?? "";
    const [compiledSha256, sourceSha256] = [files.get(path)?.sha256, files.get(source)?.sha256];
    const isKnown = before?.compiled?.[path] === print;
    return state !== "matching" ||
      isKnown ||
      compiledSha256 === undefined ||
      sourceSha256 === undefined
      ? []
      : [
          {
            compiled: `${root}/${path}`,
            source: `${root}/${source}`,
            compiledSha256,
            sourceSha256,
          },
        ];
  });
}

interface CachedFile {
  readonly path: string;
  readonly state: BytecodeState | "no source";
  /** Header without its magic number and flags, and digest. */
  readonly print: string;
}

function cachedFiles({ reading, files }: ObservedEnvironment): readonly CachedFile[] {
  return Object.entries(reading.heads)
    .filter(([path]) => isCache(path))
    .map(([path, head]) => {
      const source = files.get(sourceOf(path) ?? "");
      const state = source === undefined ? "no source" : judgeBytecode(head, source);
      const sha256 = files.get(path)?.sha256 ?? "";
      return { path, state, print: `${head.slice(16)} ${sha256.slice(0, 32)}` };
    });
}

function isSameHeader(one: string, other: string): boolean {
  return one.split(" ")[0] === other.split(" ")[0];
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

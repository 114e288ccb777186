import { uncompared } from "../ecosystems/pypi/check-bytecode.ts";
import type { ObservedEnvironment } from "../ecosystems/pypi/observe-environment.ts";
import { PinfoldError } from "../errors.ts";
import type { ComparedFiles, PythonCompiler } from "../ports/python-compiler.ts";
import type { State } from "../state/state.ts";
import type { ReadEnvironment } from "./python-reading.ts";

export interface CompareContext {
  readonly compiler: PythonCompiler;
  readonly state: Pick<State, "baselines">;
  readonly onProgress: (text: string) => void;
  /** Whether a Python may be started: the launcher's chain was found in order. */
  readonly isTrusted: (python: string) => boolean;
}

/**
 * Compares the compiled files of environments with their sources, as far as that was not done before,
 * by the Python that each stands on. What cannot be compared stays as it was: not compared.
 */
export async function compareCompiled(
  { compiler, state, onProgress, isTrusted }: CompareContext,
  environments: ReadonlyMap<string, ReadEnvironment>,
): Promise<ReadonlyMap<string, ComparedFiles>> {
  const found = new Map<string, ComparedFiles>();
  for (const [root, read] of environments) {
    if (typeof read === "string") continue;
    const python = pythonOfEnvironment(read);
    const pairs = python === null ? [] : uncompared(read, state.baselines.read(root));
    if (python === null || pairs.length === 0 || !isTrusted(python)) continue;
    onProgress(`compiling ${pairs.length} files again, to compare`);
    try {
      found.set(root, await compiler.compare(python, pairs));
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
    }
  }
  return found;
}

/** Where the environment's own `python` leads to: as it is written there. */
export function pythonOfEnvironment({ reading, layout }: ObservedEnvironment): string | null {
  const link = reading.links.find(
    ({ path, target }) => path.startsWith(`${layout.scripts}/python`) && target.startsWith("/"),
  );
  return link?.target ?? null;
}

import { PinfoldError } from "../../errors.ts";
import type { PythonCompiler } from "../../ports/python-compiler.ts";
import { runProgram } from "../run-program.ts";
import { SCRIPT } from "./script.ts";

const LIMIT_MS = 120_000;

export const pythonCompiler: PythonCompiler = {
  async compare(python, pairs) {
    // `-I` keeps PYTHON* variables, the working directory and the user's packages out, `-S` the site's.
    const run = await runProgram(python, ["-I", "-S", "-B", "-X", "utf8", "-c", SCRIPT], {
      env: {},
      timeout: LIMIT_MS,
      input: JSON.stringify(
        pairs.map((pair) => [pair.compiled, pair.source, pair.compiledSha256, pair.sourceSha256]),
      ),
    });
    const answers = answersOf(run.stdout);
    if (run.problem !== null || run.code !== 0 || answers?.length !== pairs.length)
      throw new PinfoldError(
        "input",
        `${python} could not compile the sources again: ${run.problem ?? run.stderr.trim().split("\n").at(-1)?.slice(0, 200) ?? ""}`,
        "look at that Python; without it compiled files stay uncompared",
      );
    const named = (answer: string): ReadonlySet<string> =>
      new Set(
        pairs.filter((_, index) => answers[index] === answer).map(({ compiled }) => compiled),
      );
    return { right: named("right"), wrong: named("wrong") };
  },
};

function answersOf(text: string): readonly unknown[] | null {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json : null;
  } catch {
    return null;
  }
}
